import 'server-only'
import { addDays, type Day, dayInZone } from '#lib/calendar-date.ts'
import { weekStart } from '#lib/week.ts'
import type { Upstreams } from '../upstream/contract.ts'
import { UpstreamError } from '../upstream/errors.ts'
import { readFact, writeFact } from './facts.ts'
import { type DayRange, type WalkedList, walkedLists } from './lists.ts'
import type { PlannedWindow } from './plan.ts'
import type { SyncContext } from './run-window.ts'
import { firstDay } from './settings.ts'

const EVERY_MS = 24 * 3_600_000

/** Rows that the upstream counts and no date filter returns. */
export type UndatedFact = { rows: number }

/**
 * Once a day, and first when every window of a list was read: does the list hold rows that no date filter returns?
 * A source that cannot be asked now is asked again later.
 */
export async function checkUndatedLists(
  upstreams: Upstreams,
  windows: readonly PlannedWindow[],
  context: SyncContext,
): Promise<void> {
  const first = weekStart(firstDay(context.settings, dayInZone(context.now(), context.settings.timeZone)))
  for (const list of walkedLists(upstreams, [])) {
    const own = windows.filter((each) => each.source === list.source && each.resource === list.resource)
    if (own.length === 0 || own.some((window) => window.lastRunAt === null)) continue
    const key = { source: list.source, resource: list.resource, fact: 'undated' }
    const known = await readFact<UndatedFact>(context.db, key)
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
 * All rows, less those from `first` on, less those before it. Where it is unclear whether the last day of a range is in it,
 * the rows of the day before `first` are counted either way, and a difference that one of them explains is none.
 * Out: null where the upstream gives no counts.
 */
export async function countUndated(
  list: WalkedList,
  first: Day,
  signal: AbortSignal,
): Promise<number | null> {
  const count = async (range: DayRange) => {
    const page = await list.readPage({ ...range, limit: 1, isLiteral: true }, null, { signal })
    return page.count
  }
  const all = await count({ from: null, to: null })
  const after = await count({ from: first, to: null })
  const before = await count({ from: null, to: addDays(first, -1) })
  if (all === null || after === null || before === null) return null
  const left = all - after - before
  if (list.isExact || left <= 0) return Math.max(0, left)
  const sinceEve = await count({ from: addDays(first, -1), to: null })
  const onEve = sinceEve === null ? 0 : sinceEve - after
  return left === onEve ? 0 : left
}
