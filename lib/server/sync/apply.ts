import 'server-only'
import { hash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Day } from '#lib/calendar-date.ts'
import { type Database, type Executor, rows } from '../db/client.ts'
import { type Changes, compareRows, isMassDisappearance, type StoredRow } from './changes.ts'
import type { PlannedWindow } from './plan.ts'
import type { RunReading } from './read-window.ts'
import type { MirrorRow } from './row.ts'
import { isDisappearanceAccepted, recordHeldBack, recordRejected } from './row-facts.ts'
import { type MirrorTable, ofSource, tableOf } from './tables.ts'
import { type ListName, plannedColumns } from './windows.ts'
import { appendHistory, markAbsent, refreshAggregates, touchRows, upsertRows } from './write.ts'

export type Run = {
  list: ListName
  fromDay: Day
  toDay: Day | null
  reading: RunReading
  /** When the window's last applied run began, as known when this one began; epoch milliseconds. */
  formerRunAt: number | null
  startedAt: Date
  /** When the last page had arrived. */
  readAt: Date
  dueAt: Date
}

/** What a run changed, and the window as it stands now. */
export type Applied = {
  window: PlannedWindow
  written: number
  gone: number
  heldBack: number
  /** The mirror's version; null where nothing visible changed. */
  version: string | null
}

/**
 * Writes one run of a window in one transaction: rows, history, attribution, disappearances, aggregates, the window's
 * stamp and the mirror's version. A crash at any point leaves the previous state whole.
 */
export async function applyRun(db: Database, run: Run): Promise<Applied> {
  return db.transaction(async (tx) => {
    const locked = await lockWindow(tx, run)
    if (locked.lastRunAt !== run.formerRunAt) return dropped(locked)
    const table = tableOf(run.list.resource)
    const stored = await readStored(tx, table, run)
    const { rows: read, claims, isWholeChecked } = run.reading
    const { fromDay, toDay } = run
    const changes = compareRows({ fromDay, toDay, rows: read, claims, isWholeChecked }, stored)
    const heldBack = await holdBack(tx, run, stored, changes)
    for (const id of changes.gone) changes.days.add(stored.get(id)?.day ?? null)
    await writeChanges(tx, table, run, changes)
    await recordHeldBack(tx, run, heldBack, stored.size)
    await recordRejected(tx, run.list, run.fromDay, run.reading.rejected, run.readAt)
    const isChanged = changes.days.size > 0
    const window = await stampWindow(tx, table, run, isChanged)
    const version = isChanged ? await moveVersion(tx, run.list) : null
    return { window, written: changes.written.length, gone: changes.gone.length, heldBack, version }
  })
}

/** One run of a list is applied at a time. Out: the window as it stands. */
export async function lockWindow(
  tx: Executor,
  { list, fromDay }: { list: ListName; fromDay: Day },
): Promise<PlannedWindow> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`${list.source} ${list.resource}`}))`)
  const [window] = await rows<PlannedWindow>(
    tx,
    sql`select ${plannedColumns} from sync_window
      where source = ${list.source} and resource = ${list.resource} and from_day = ${fromDay} for update`,
  )
  if (!window) throw new Error(`There is no window ${list.source} ${list.resource} ${fromDay}`)
  return window
}

/** Another run was applied while this one read: what this one read may be older, so nothing of it is used. */
export function dropped(window: PlannedWindow): Applied {
  return { window, written: 0, gone: 0, heldBack: 0, version: null }
}

function storedColumns(table: MirrorTable) {
  return sql`id, content_hash as "contentHash", ${sql.raw(table.dayColumn)}::text as day,
    ${sql.raw(table.statusColumn)} as status, currency, funding_source as "fundingSource", assignment,
    missing_since is not null as "isMissing", gone_at is not null as "isGone",
    window_from::text as "windowFrom", changed_at as "changedAt"`
}

/** The stored rows that the run read, and those its window answers for. */
async function readStored(tx: Executor, table: MirrorTable, run: Run): Promise<Map<string, StoredRow>> {
  const ids = run.reading.rows.map((row) => row.id)
  const found = await rows<StoredRow>(
    tx,
    sql`select ${storedColumns(table)} from ${sql.raw(table.table)}
      where ${ofSource(table, run.list.source)}
        and (id = any(${sql.param(ids)}::text[]) or window_from = ${run.fromDay})`,
  )
  return new Map(found.map((row) => [row.id, row]))
}

/** Takes a mass disappearance out of the changes until an operator accepts it. Out: how many rows were held back. */
async function holdBack(
  tx: Executor,
  run: Run,
  stored: ReadonlyMap<string, StoredRow>,
  changes: Changes,
): Promise<number> {
  const listed = [...stored.values()].filter((row) => row.windowFrom === run.fromDay && !row.isGone).length
  if (!isMassDisappearance(changes.gone.length, listed)) return 0
  if (await isDisappearanceAccepted(tx, run)) return 0
  return changes.gone.splice(0).length
}

async function writeChanges(tx: Executor, table: MirrorTable, run: Run, changes: Changes): Promise<void> {
  const { source } = run.list
  const startedAt = run.startedAt.toISOString()
  const readAt = run.readAt.toISOString()
  await upsertRows(tx, table, source, changes.written, readAt)
  await touchRows(tx, table, source, changes.touched)
  await markAbsent(tx, table, source, { column: 'missing_since', ids: changes.missing, at: startedAt })
  await markAbsent(tx, table, source, { column: 'gone_at', ids: changes.gone, at: startedAt })
  const previous = run.formerRunAt === null ? null : new Date(run.formerRunAt).toISOString()
  const entries = changes.statusChanges.map(({ id, status, former }) => {
    const wasSeenHere = former !== null && former.windowFrom === run.fromDay && !former.isMissing
    return { id, status, previousSeenAt: former && (wasSeenHere ? previous : former.changedAt) }
  })
  await appendHistory(tx, run.list, entries, readAt)
  await refreshAggregates(tx, table, source, changes.days)
}

async function stampWindow(
  tx: Executor,
  table: MirrorTable,
  run: Run,
  isChanged: boolean,
): Promise<PlannedWindow> {
  const { list, reading } = run
  const inWindow = sql`from ${sql.raw(table.table)}
    where window_from = ${run.fromDay} and gone_at is null and ${ofSource(table, list.source)}`
  return stampRun(tx, {
    ...run,
    isChanged,
    detail: reading.detail,
    upstreamCount: reading.upstreamCount,
    checksum: checksumOf(reading.rows),
    rows: sql`(select count(*) ${inWindow})`,
    unsettled: sql`(select count(*) ${inWindow} and ${sql.raw(table.statusColumn)} = any(${sql.param([...table.unsettled])}::text[]))`,
  })
}

type Stamp = Pick<Run, 'list' | 'fromDay' | 'startedAt' | 'readAt' | 'dueAt'> & {
  isChanged: boolean
  /** Why the run is partial; null: it is complete. */
  detail: string | null
  upstreamCount: number | null
  checksum: string
  rows: ReturnType<typeof sql>
  unsettled: ReturnType<typeof sql>
}

/** Notes an applied run on its window. Out: the window as it stands now. */
export async function stampRun(tx: Executor, stamp: Stamp): Promise<PlannedWindow> {
  const startedAt = stamp.startedAt.toISOString()
  const isComplete = stamp.detail === null
  const [stamped] = await rows<PlannedWindow>(
    tx,
    sql`
    update sync_window set state = ${isComplete ? 'complete' : 'partial'}, detail = ${stamp.detail},
      rows = ${stamp.rows}, unsettled = ${stamp.unsettled},
      upstream_count = ${stamp.upstreamCount}, checksum = ${stamp.checksum}, last_run_at = ${startedAt},
      last_complete_at = case when ${isComplete} then ${startedAt}::timestamptz else last_complete_at end,
      last_change_at = case when ${stamp.isChanged} then ${stamp.readAt.toISOString()}::timestamptz else last_change_at end,
      due_at = ${stamp.dueAt.toISOString()}, failures = 0, error_code = null, error_detail = null, failed_at = null,
      requested_at = case when requested_at > ${startedAt} then requested_at end
    where source = ${stamp.list.source} and resource = ${stamp.list.resource} and from_day = ${stamp.fromDay}
    returning ${plannedColumns}`,
  )
  if (!stamped)
    throw new Error(`The window ${stamp.list.source} ${stamp.list.resource} ${stamp.fromDay} is gone`)
  return stamped
}

/** Same rows with the same content, same checksum. */
function checksumOf(rows: readonly MirrorRow[]): string {
  const lines = rows.map((row) => `${row.id} ${row.contentHash}`).sort()
  return hash('sha256', lines.join('\n'), 'base64url').slice(0, 22)
}

/** Moves the mirror's version and tells whoever listens which list changed. */
export async function moveVersion(tx: Executor, list: ListName): Promise<string> {
  const [state] = await rows<{ version: string }>(
    tx,
    sql`update mirror_state set version = version + 1 returning version::text as version`,
  )
  if (!state) throw new Error('mirror_state has no row: the database is not migrated')
  await tx.execute(
    sql`select pg_notify('furrow_changed', ${`${list.source}:${list.resource}:${state.version}`})`,
  )
  return state.version
}
