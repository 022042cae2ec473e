import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import type { Day } from '#lib/calendar-date.ts'
import { ADVISORY_LOCKS } from '#lib/server/db/advisory-locks.ts'
import { type Database, type Executor, rows } from '#lib/server/db/client.ts'
import { jsonText } from '#lib/server/db/json-text.ts'
import { checkedRows, wordReader } from '#lib/server/db/parsed-rows.ts'
import { whereNotPaused } from '#lib/server/db/pauses.ts'
import { transact } from '#lib/server/db/transact.ts'
import { RESOURCES, type Resource, SOURCES, type Source } from '#lib/sources.ts'
import { weekStart } from '#lib/week.ts'
import { type PlannedWindow, plannedRanges, WINDOW_STATES } from './plan.ts'
import { ofSource, tableOf } from './tables.ts'

export type ListName = { source: Source; resource: Resource }

/**
 * Creates the windows of a list from `first` to the current week, and closes the window that was open-ended
 * before. Windows before `first` are kept but no longer read.
 */
export async function ensureWindows(
  db: Database,
  list: ListName,
  first: Day,
  today: Day,
  now: Date,
): Promise<void> {
  const ranges = plannedRanges(first, today).map(({ fromDay, toDay }) => ({
    from_day: fromDay,
    to_day: toDay,
  }))
  await transact(db, async (tx) => {
    await lockPlanning(tx)
    await tx.execute(sql`
      insert into sync_window (source, resource, from_day, to_day, due_at)
      select ${list.source}, ${list.resource}, from_day, to_day, ${now.toISOString()}
      from jsonb_to_recordset(${jsonText(ranges)}::jsonb) as planned(from_day date, to_day date)
      on conflict do nothing`)
    const closed = await rows<{ fromDay: Day }>(
      tx,
      sql`update sync_window set to_day = from_day + 6
        where source = ${list.source} and resource = ${list.resource} and to_day is null
          and from_day < ${weekStart(today)}
        returning from_day::text as "fromDay"`,
    )
    for (const { fromDay } of closed) await handOver(tx, list, fromDay, weekStart(today))
  })
}

/** How long a process that stalls while planning may block the others. */
const PLANNING_PATIENCE_MS = 5_000

/** Makes this transaction the only one that plans. Keep the transaction short. */
export async function lockPlanning(tx: Executor): Promise<void> {
  await tx.execute(sql.raw(`set local idle_in_transaction_session_timeout = ${PLANNING_PATIENCE_MS}`))
  await tx.execute(sql`select pg_advisory_xact_lock(${ADVISORY_LOCKS.planning})`)
}

/** Moves later-dated rows of a closed window to the windows of their own weeks. */
async function handOver(tx: Executor, list: ListName, closed: Day, current: Day): Promise<void> {
  const table = tableOf(list.resource)
  const day = sql.raw(table.dayColumn)
  await tx.execute(sql`
    update ${sql.raw(table.table)} set window_from = least(date_trunc('week', ${day})::date, ${current}::date)
    where window_from = ${closed} and ${day} > ${closed}::date + 6 and ${ofSource(table, list.source)}`)
}

/** Returns a condition that restricts `sync_window` to some lists. */
export function ofLists(lists: readonly ListName[]): SQL {
  const names = lists.map(({ source, resource }) => `${source} ${resource}`)
  return sql`source || ' ' || resource = any(${sql.param(names)}::text[])`
}

const millis = (column: string) => sql.raw(`(extract(epoch from ${column}) * 1000)::float8`)

/** The columns of a `PlannedWindow`, for `select` and `returning`. */
export const plannedColumns = sql`source, resource, from_day::text as "fromDay", to_day::text as "toDay", state,
  ${millis('last_run_at')} as "lastRunAt", ${millis('last_complete_at')} as "lastCompleteAt",
  ${millis('due_at')} as "dueAt", ${millis('requested_at')} as "requestedAt",
  failures, unsettled, error_code as "errorCode", error_detail as "errorDetail", reasons,
  attribution_faults is not null as "isAttributionDoubtful", token`

const readPlanned = wordReader<PlannedWindow>({
  source: SOURCES,
  resource: RESOURCES,
  state: WINDOW_STATES,
})

/** Runs a statement that returns `plannedColumns`. */
export function plannedRows(db: Executor, statement: SQL): Promise<PlannedWindow[]> {
  return checkedRows(db, statement, readPlanned)
}

/**
 * Loads the windows that the planner may choose from: those from `first` on, of sources that are not paused.
 */
export async function loadWindows(
  db: Executor,
  lists: readonly ListName[],
  first: Day,
): Promise<PlannedWindow[]> {
  return plannedRows(
    db,
    sql`select ${plannedColumns}
      from sync_window
      where ${ofLists(lists)} and from_day >= ${weekStart(first)} and ${whereNotPaused}`,
  )
}
