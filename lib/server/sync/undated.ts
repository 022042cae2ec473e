import 'server-only'
import { z } from 'zod'
import { addDays, type Day, type OpenDayRange } from '#lib/calendar-date.ts'
import { ADVISORY_LOCKS } from '#lib/server/db/advisory-locks.ts'
import type { Upstreams } from '#lib/server/upstream/contract.ts'
import { UpstreamError } from '#lib/server/upstream/errors.ts'
import { weekStart } from '#lib/week.ts'
import { factSchema, readFact, writeFact } from './facts.ts'
import { type WalkedList, walkedLists } from './lists.ts'
import type { PlannedWindow } from './plan.ts'
import { type SyncContext, todayOf } from './run-window.ts'
import { firstDay } from './settings.ts'

const EVERY_MS = 24 * 3_600_000

/** Number of rows that the upstream counts but no date filter returns. */
const undatedFactSchema = factSchema(z.object({ rows: z.int() }))
type UndatedFact = z.infer<typeof undatedFactSchema>['value']

/**
 * Checks once a day whether a list holds rows that no date filter returns. The first check waits until every
 * window of the list has been read. A source that cannot be queried now is checked again at a later call.
 */
export async function checkUndatedLists(
  upstreams: Upstreams,
  windows: readonly PlannedWindow[],
  context: SyncContext,
): Promise<void> {
  // The lock of a session, not of a transaction: PostgreSQL ends transactions that wait for a slow source.
  const session = await context.db.$client.connect()
  let isBroken = true
  try {
    // Only one worker checks at a time; the others use the stored result.
    const { rows } = await session.query<{ isTaken: boolean }>(
      'select pg_try_advisory_lock($1) as "isTaken"',
      [ADVISORY_LOCKS.undated],
    )
    if (rows[0]?.isTaken) {
      await checkEach(upstreams, windows, context)
      await session.query('select pg_advisory_unlock($1)', [ADVISORY_LOCKS.undated])
    }
    isBroken = false
  } finally {
    // A connection that may still hold the lock is closed.
    session.release(isBroken)
  }
}

async function checkEach(
  upstreams: Upstreams,
  windows: readonly PlannedWindow[],
  context: SyncContext,
): Promise<void> {
  const first = weekStart(firstDay(context.settings, todayOf(context)))
  for (const list of walkedLists(upstreams, [])) {
    const own = windows.filter((each) => each.source === list.source && each.resource === list.resource)
    if (own.length === 0 || own.some((window) => window.lastRunAt === null)) continue
    const key = { source: list.source, resource: list.resource, fact: 'undated' }
    const known = await readFact(context.db, key, undatedFactSchema)
    if (known && context.now().getTime() - known.at < EVERY_MS) continue
    try {
      const rows = await countUndated(list, first, context.signal)
      if (rows !== null) await writeFact(context.db, key, { rows } satisfies UndatedFact, context.now())
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error
    }
  }
}

/**
 * Counts the rows that no date filter returns: all rows minus those of two half-open ranges. The ranges
 * overlap by a day on each side of `first`, so together they hold every dated row, whether bounds are
 * inclusive or not. The rows of the overlap are subtracted only once.
 * @returns null if the upstream gives no counts
 */
export async function countUndated(
  list: WalkedList,
  first: Day,
  signal: AbortSignal,
): Promise<number | null> {
  const count = async (range: OpenDayRange) => {
    const page = await list.readPage({ ...range, limit: 1, isLiteral: true }, null, { signal })
    return page.count
  }
  const [from, to] = [addDays(first, -1), addDays(first, 1)]
  const all = await count({ from: null, to: null })
  const since = await count({ from, to: null })
  const until = await count({ from: null, to })
  const both = await count({ from, to })
  if (all === null || since === null || until === null || both === null) return null
  return Math.max(0, all - since - until + both)
}
