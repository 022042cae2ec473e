import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import type { Day } from '#lib/calendar-date.ts'
import type { Executor } from '#lib/server/db/client.ts'
import { jsonText } from '#lib/server/db/json-text.ts'
import type { Source } from '#lib/sources.ts'
import type { WrittenRow } from './changes.ts'
import { type MirrorTable, ofSource } from './tables.ts'

const ROWS_PER_STATEMENT = 1_000

const ATTRIBUTED = {
  currency: 'text',
  funding_source: 'text',
  assignment: 'text',
  content_hash: 'text',
  window_from: 'date',
  raw: 'jsonb',
}

/** The instants that a run writes beside its rows, in ISO 8601. */
export type WriteTimes = {
  /** Start of the run. */
  startedAt: string
  /** When the last page arrived. */
  seenAt: string
  /** When the run began to write, after all earlier runs of the list. */
  recordedAt: string
}

/** Returns the instants of a run as texts. */
export function writeTimes(run: { startedAt: Date; readAt: Date; recordedAt: Date }): WriteTimes {
  return {
    startedAt: run.startedAt.toISOString(),
    seenAt: run.readAt.toISOString(),
    recordedAt: run.recordedAt.toISOString(),
  }
}

/** `previousSeenAt`: when the former version was certainly still listed; null: the row is new. */
export type RowToWrite = WrittenRow & { previousSeenAt: string | null }

/**
 * Inserts new rows and replaces changed ones; their former versions are kept. A written row was listed, so it
 * is no longer missing or gone.
 */
export async function upsertRows(
  tx: Executor,
  table: MirrorTable,
  source: Source,
  rows: readonly RowToWrite[],
  times: WriteTimes,
): Promise<void> {
  const types: Record<string, string> = { id: 'text', ...table.columns, ...ATTRIBUTED }
  const names = Object.keys(types)
  const record = names.map((name) => `${name} ${types[name]}`).join(', ')
  const updates = names.filter((name) => name !== 'id').map((name) => `${name} = excluded.${name}`)
  const compared = names.filter((name) => table.versioned.includes(name))
  const stored = rowOf('stored', compared)
  // Byte by byte: 12.5 and 12.50 differ.
  const differsSql = (next: string) =>
    sql`(stored.gone_at is not null or record_image_ne(${stored}, ${rowOf(next, compared)}))`
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    const json = jsonText(rows.slice(start, start + ROWS_PER_STATEMENT).map(toRecord))
    const former = sql`given join ${sql.raw(table.table)} as stored using (id)
      where ${ofSource(table, source)} and ${differsSql('given')}`
    await tx.execute(sql`
      with given as materialized (
        select * from jsonb_to_recordset(${json}::jsonb) as given(${sql.raw(record)}, previous_seen_at timestamptz)
      ), kept as (
        ${keepVersions(table, former, PREVIOUS, times)}
      )
      insert into ${sql.raw(table.table)} as stored
        (${sql.raw(`${table.hasSource ? 'source, ' : ''}${names.join(', ')}`)}, first_seen_at, changed_at, recorded_from)
      select ${table.hasSource ? sql`${source}, ` : sql``}${sql.raw(names.join(', '))},
        ${times.startedAt}::timestamptz, ${times.startedAt}::timestamptz, ${times.recordedAt}::timestamptz
      from given
      on conflict (${sql.raw(keyOf(table).join(', '))}) do update set ${sql.raw(updates.join(', '))},
        changed_at = excluded.changed_at, missing_since = null, gone_at = null,
        recorded_from = case when ${differsSql('excluded')}
          then ${recordedSql(times)} else stored.recorded_from end`)
  }
}

/** A row that is gone was certainly not listed at `gone_at`. */
const PREVIOUS = sql`greatest(coalesce(given.previous_seen_at, stored.changed_at), stored.gone_at)`

/**
 * When a changed row is recorded: always after its former version, also where the clock was set back or another
 * server's clock is ahead.
 */
export function recordedSql({ recordedAt }: Pick<WriteTimes, 'recordedAt'>): SQL {
  return sql`greatest(${recordedAt}::timestamptz, stored.recorded_from + interval '1 microsecond')`
}

const keyOf = (table: MirrorTable) => (table.hasSource ? ['source', 'id'] : ['id'])

function rowOf(name: string, columns: readonly string[]): SQL {
  return sql.raw(`row(${columns.map((column) => `${name}.${column}`).join(', ')})`)
}

/**
 * Returns the statement that keeps rows as versions before they change.
 * @param former the rows as `stored`: what follows `from`, with its condition
 * @param previousSeenAt when the row was certainly still listed as it is stored
 */
export function keepVersions(table: MirrorTable, former: SQL, previousSeenAt: SQL, times: WriteTimes): SQL {
  const columns = [...keyOf(table), ...table.versioned, 'recorded_from']
  return sql`insert into ${sql.raw(table.versions)}
      (${sql.raw(columns.join(', '))}, recorded_to, previous_seen_at, seen_at)
    select ${sql.raw(columns.map((column) => `stored.${column}`).join(', '))},
      ${recordedSql(times)}, ${previousSeenAt}, ${times.seenAt}::timestamptz
    from ${former}`
}

function toRecord(row: RowToWrite): Record<string, unknown> {
  return {
    id: row.id,
    ...row.columns,
    currency: row.currency,
    funding_source: row.fundingSource,
    assignment: row.assignment,
    content_hash: row.contentHash,
    window_from: row.windowFrom,
    raw: row.raw,
    previous_seen_at: row.previousSeenAt,
  }
}

/** Moves unchanged rows to a window, and marks them as no longer missing. */
export async function touchRows(
  tx: Executor,
  table: MirrorTable,
  source: Source,
  rows: readonly { id: string; windowFrom: Day | null }[],
): Promise<void> {
  if (rows.length === 0) return
  const json = jsonText(rows.map(({ id, windowFrom }) => ({ id, window_from: windowFrom })))
  await tx.execute(sql`
    update ${sql.raw(table.table)} as stored set window_from = given.window_from, missing_since = null
    from jsonb_to_recordset(${json}::jsonb) as given(id text, window_from date)
    where stored.id = given.id and ${ofSource(table, source)}`)
}

type Unlisted = {
  id: string
  /** When the row was certainly still listed. */
  previousSeenAt: string
}

/** Records when rows were first missing. They stay listed. */
export async function markMissing(
  tx: Executor,
  table: MirrorTable,
  source: Source,
  rows: readonly Unlisted[],
  { startedAt }: WriteTimes,
): Promise<void> {
  if (rows.length === 0) return
  await tx.execute(sql`
    update ${sql.raw(table.table)} as stored
    set missing_since = ${startedAt}::timestamptz, last_listed_at = given.previous_seen_at
    from ${given(rows)} where stored.id = given.id and ${ofSource(table, source)}`)
}

function given(rows: readonly Unlisted[]): SQL {
  const json = jsonText(rows.map(({ id, previousSeenAt }) => ({ id, previous_seen_at: previousSeenAt })))
  return sql`jsonb_to_recordset(${json}::jsonb) as given(id text, previous_seen_at timestamptz)`
}

/** Records since when missing rows are gone; their listed versions are kept. */
export async function markGone(
  tx: Executor,
  table: MirrorTable,
  source: Source,
  ids: readonly string[],
  times: WriteTimes,
): Promise<void> {
  if (ids.length === 0) return
  const goneSql = sql`id = any(${sql.param([...ids])}::text[]) and ${ofSource(table, source)}`
  const former = sql`${sql.raw(table.table)} as stored where ${goneSql}`
  await tx.execute(sql`
    with kept as (
      ${keepVersions(table, former, sql`coalesce(stored.last_listed_at, stored.changed_at)`, times)}
    )
    update ${sql.raw(table.table)} as stored
    set gone_at = ${times.startedAt}::timestamptz, recorded_from = ${recordedSql(times)} where ${goneSql}`)
}

/** A row with a new status, or a new row (`previousSeenAt` null). */
export type HistoryEntry = Pick<RowToWrite, 'id' | 'status' | 'previousSeenAt'>

/** Appends statuses to the row history, each observed between `previousSeenAt` and `seenAt`. */
export async function appendHistory(
  tx: Executor,
  list: { source: Source; resource: string },
  entries: readonly HistoryEntry[],
  seenAt: string,
): Promise<void> {
  if (entries.length === 0) return
  const json = jsonText(
    entries.map(({ id, status, previousSeenAt }) => ({ id, status, previous: previousSeenAt })),
  )
  await tx.execute(sql`
    insert into row_history (source, resource, id, status, previous_seen_at, seen_at)
    select ${list.source}, ${list.resource}, id, status, previous, ${seenAt}
    from jsonb_to_recordset(${json}::jsonb) as given(id text, status text, previous timestamptz)`)
}
