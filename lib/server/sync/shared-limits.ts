import 'server-only'
import { sql } from 'drizzle-orm'
import { readAskedPauses } from '#lib/server/db/asked-pauses.ts'
import { type Executor, rows } from '#lib/server/db/client.ts'
import { isSource, type Source } from '#lib/sources.ts'
import { clearFact, writeFact } from './facts.ts'
import { BURST_MS, type Budget, backoffMs, isSourceFault, refill } from './plan.ts'
import type { RunResult, SyncContext } from './run-window.ts'

type Rest = { failures: number; until: number }
const restOf = (source: Source) => ({ source, resource: 'all' as const, fact: 'rest' })

/** Limits that all workers of a database share. Times are epoch milliseconds. */
export type SharedLimits = {
  /** Sources that failed as a whole. These are Furrow's own pauses, which a person may end. */
  rests: ReadonlyMap<Source, Rest>
  /** Sources that asked not to be called until then. Nobody may override these. */
  asked: ReadonlyMap<Source, number>
  /** Calls that older weeks may still make. */
  historyCalls: number
}

/** Reads the shared limits, with the calls that the older weeks have earned until now. */
export async function readLimits(
  db: Executor,
  { now, settings }: Pick<SyncContext, 'now' | 'settings'>,
): Promise<SharedLimits> {
  const rests = await rows<{ source: string; failures: number | null; until: number | null }>(
    db,
    sql`select source, (value->>'failures')::int as failures, (value->>'until')::float8 as until
      from source_fact where resource = 'all' and fact = 'rest'`,
  )
  const [budget] = await rows<Budget>(
    db,
    sql`select calls, (extract(epoch from at) * 1000)::float8 as at from sync_budget`,
  )
  const earned = budget ? refill(budget, settings.historyCallsPerHour, now().getTime()).calls : 0
  return {
    rests: new Map(
      rests.flatMap(({ source, failures, until }) =>
        isSource(source) && failures !== null && until !== null ? [[source, { failures, until }]] : [],
      ),
    ),
    asked: await readAskedPauses(db, now()),
    historyCalls: earned,
  }
}

/** Creates the budget empty, so that frequent restarts gain no calls. */
export async function beginBudget(db: Executor, now: Date): Promise<void> {
  await db.execute(sql`
    insert into sync_budget ("only", calls, at) values (true, 0, ${now.toISOString()}) on conflict do nothing`)
}

/** Subtracts calls from the budget, after adding the calls earned until now. */
export async function spend(db: Executor, calls: number, { now, settings }: SyncContext): Promise<void> {
  const at = now().toISOString()
  // The arithmetic of `refill` in a single statement, because two workers may spend at once.
  const perHour = settings.historyCallsPerHour
  const burst = sql.raw(`interval '${BURST_MS} milliseconds'`)
  await db.execute(sql`
    update sync_budget set at = case when at > ${at}::timestamptz + ${burst} then ${at} else greatest(at, ${at}::timestamptz) end,
      calls = least(${(perHour * BURST_MS) / 3_600_000}::float8, calls + ${perHour}::float8 / 3600 * extract(epoch from
        case when at > ${at}::timestamptz + ${burst} then ${burst}
          else greatest(interval '0', ${at}::timestamptz - at) end)) - ${calls}::float8`)
}

/**
 * Records how a run of a source ended. A source-wide fault makes the source rest in every worker, for as long
 * as the source asked or with a growing backoff, whichever is longer.
 */
export async function noteRest(
  db: Executor,
  source: Source,
  error: RunResult['error'],
  known: Rest | undefined,
  { now, random }: Pick<SyncContext, 'now' | 'random'>,
): Promise<void> {
  if (error === null && known !== undefined) await clearFact(db, restOf(source))
  if (error === null || !isSourceFault(error.code)) return
  const failures = (known?.failures ?? 0) + 1
  const pauseMs = Math.max((error.retryAfterSeconds ?? 0) * 1000, backoffMs(failures, random()))
  // If two workers record a rest, the longer one applies.
  const until = Math.max(known?.until ?? 0, now().getTime() + pauseMs)
  await writeFact(db, restOf(source), { failures, until } satisfies Rest, now())
}

/** Ends the rests of all sources, because a person requested a refresh. */
export async function endRests(db: Executor): Promise<void> {
  await db.execute(sql`delete from source_fact where resource = 'all' and fact = 'rest'`)
}
