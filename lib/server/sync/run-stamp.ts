import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import type { Day } from '#lib/calendar-date.ts'
import { type Executor, rows } from '#lib/server/db/client.ts'
import { jsonText } from '#lib/server/db/json-text.ts'
import type { WindowReason } from '#lib/window-reasons.ts'
import { logFault } from './error-log.ts'
import type { PlannedWindow } from './plan.ts'
import { type ListName, plannedColumns, plannedRows } from './windows.ts'

/** How long a process that stalls while applying a run may block other runs of the list. */
const APPLY_PATIENCE_MS = 15_000

/**
 * Locks a window, and its list, so that one run of a list is applied at a time.
 * @returns the window as it stands, and whether it still has this run's token. If not, another run began or
 * ended meanwhile, and this run's possibly outdated rows must not be written.
 * @throws {Error} when the window does not exist
 */
export async function lockWindow(
  tx: Executor,
  window: PlannedWindow,
): Promise<{ current: PlannedWindow; isOurs: boolean }> {
  const { source, resource, fromDay } = window
  await lockList(tx, window)
  const [locked] = await plannedRows(
    tx,
    sql`select ${plannedColumns} from sync_window
      where source = ${source} and resource = ${resource} and from_day = ${fromDay} for update`,
  )
  if (!locked) throw new Error(`There is no window ${source} ${resource} ${fromDay}`)
  return { current: locked, isOurs: locked.token === window.token }
}

/** Keeps all other runs of the list from writing until the transaction ends. */
export async function lockList(tx: Executor, { source, resource }: ListName): Promise<void> {
  await tx.execute(sql`select set_config('idle_in_transaction_session_timeout', ${String(APPLY_PATIENCE_MS)}, true),
    pg_advisory_xact_lock(hashtext(${`${source} ${resource}`}))`)
}

export type RunStamp = {
  /** As it was when the run began. */
  window: PlannedWindow
  startedAt: Date
  /** When the last page arrived. */
  readAt: Date
  dueAt: Date
  isChanged: boolean
  /** Why the run is partial; empty: it is complete. */
  reasons: readonly WindowReason[]
  /** Why rows may lack their funding source although every row is there; empty: they do not. */
  attributionFaults: readonly WindowReason[]
  upstreamCount: number | null
  upstreamListed: number | null
  checksum: string
  /** SQL that counts the window's rows, and those that can still change. */
  rows: SQL
  unsettled: SQL
}

const runEnded = sql`token = token + 1, leased_until = null, leased_by = null`

/**
 * Stores the outcome of an applied run on its window.
 * @returns the window as it stands now
 */
export async function stampRun(tx: Executor, stamp: RunStamp): Promise<PlannedWindow> {
  const { source, resource, fromDay } = stamp.window
  const startedAt = stamp.startedAt.toISOString()
  const isComplete = stamp.reasons.length === 0
  const state = isComplete ? 'complete' : 'partial'
  const [stamped] = await plannedRows(
    tx,
    sql`update sync_window set state = ${state}, reasons = ${reasonsJson(stamp.reasons)},
        attribution_faults = ${reasonsJson(stamp.attributionFaults)},
        state_since = ${stateSince(sql`${state}`, startedAt)},
        rows = ${stamp.rows}, unsettled = ${stamp.unsettled}, upstream_count = ${stamp.upstreamCount},
        upstream_listed = ${stamp.upstreamListed},
        checksum = ${stamp.checksum}, last_run_at = ${startedAt},
        last_complete_at = case when ${isComplete} then ${startedAt}::timestamptz else last_complete_at end,
        last_change_at = case when ${stamp.isChanged} then ${stamp.readAt.toISOString()}::timestamptz else last_change_at end,
        due_at = ${stamp.dueAt.toISOString()}, failures = 0, error_code = null, error_detail = null, failed_at = null,
        requested_at = ${requestLeft(stamp.window)}, ${runEnded}
      where source = ${source} and resource = ${resource} and from_day = ${fromDay}
      returning ${plannedColumns}`,
  )
  if (!stamped) throw new Error(`The window ${source} ${resource} ${fromDay} is gone`)
  return stamped
}

/**
 * Records from when on the versions of a list are complete: from the first time that each week from `firstDay` on
 * has been read. Does nothing before, and nothing once it is recorded.
 */
export async function recordHistoryStart(
  tx: Executor,
  { source, resource }: ListName,
  firstDay: Day,
  recordedAt: Date,
): Promise<void> {
  await tx.execute(sql`
    insert into source_fact (source, resource, fact, value, at)
    select ${source}, ${resource}, 'history', '{}', ${recordedAt.toISOString()}::timestamptz
    where not exists (select from sync_window where source = ${source} and resource = ${resource}
      and last_run_at is null and coalesce(to_day, 'infinity') >= ${firstDay}::date)
    on conflict (source, resource, fact) do nothing`)
}

/** SQL of the reasons as a window stores them: null for none. */
export function reasonsJson(reasons: readonly WindowReason[]): SQL {
  return reasons.length === 0 ? sql`null::jsonb` : sql`${jsonText(reasons)}::jsonb`
}

/** When the window entered the given state; unchanged if it is already in that state. */
function stateSince(state: SQL, startedAt: string): SQL {
  return sql`case when state = ${state} and state_since is not null then state_since else ${startedAt}::timestamptz end`
}

export type FailureStamp = {
  startedAt: Date
  failedAt: Date
  dueAt: Date
  failures: number
  code: string
  /** In Furrow's own words. */
  detail: string
  /** How long the source asked to be left alone; null: not stated. */
  retryAfterSeconds: number | null
}

/** A window shows as failed after this many failures in a row, or while it was never read. */
const FAILURES_TO_SHOW = 2

/**
 * Stores the fault of a run that could not be used. The rows, and what is known of them, stay as they are.
 * @returns the window as it stands now; null if another run began meanwhile or the window no longer exists
 */
export async function stampFailure(
  db: Executor,
  window: PlannedWindow,
  failure: FailureStamp,
): Promise<PlannedWindow | null> {
  const isShown = failure.failures >= FAILURES_TO_SHOW
  const { source, resource, fromDay } = window
  const { startedAt, code, detail, retryAfterSeconds } = failure
  const retryAt =
    retryAfterSeconds === null ? null : new Date(failure.failedAt.getTime() + retryAfterSeconds * 1000)
  await logFault(db, { source, resource, fromDay, code, detail, at: startedAt, retryAt })
  const state = sql`case when ${isShown} or last_run_at is null then 'failed' else state end`
  const [stamped] = await plannedRows(
    db,
    sql`
    update sync_window set failures = ${failure.failures}, error_code = ${failure.code},
      error_detail = ${failure.detail}, failed_at = ${failure.startedAt.toISOString()},
      state_since = ${stateSince(state, startedAt.toISOString())}, state = ${state},
      reasons = case when ${isShown} or last_run_at is null
        then ${reasonsJson([{ code: 'failed', error: code, message: detail }])} else reasons end,
      due_at = ${failure.dueAt.toISOString()},
      requested_at = ${requestLeft(window)}, ${runEnded}
    where source = ${window.source} and resource = ${window.resource} and from_day = ${window.fromDay}
      and token = ${window.token}
    returning ${plannedColumns}`,
  )
  return stamped ?? null
}

/** Keeps a request made during the run open, and clears the one that the run began with. */
export function requestLeft(window: PlannedWindow): SQL {
  const answered = window.requestedAt === null ? null : new Date(window.requestedAt).toISOString()
  return sql`case when requested_at is distinct from ${answered}::timestamptz then requested_at end`
}

/**
 * Increments the mirror's version and notifies listeners (`furrow_changed`) which list changed.
 * @returns the new version
 */
export async function moveVersion(tx: Executor, { source, resource }: ListName): Promise<string> {
  const [state] = await rows<{ version: string }>(
    tx,
    sql`update mirror_state set version = version + 1
      returning version::text as version, pg_notify('furrow_changed', concat(${`${source}:${resource}:`}::text, version))`,
  )
  if (!state) throw new Error('mirror_state has no row: the database is not migrated')
  return state.version
}
