import 'server-only'
import { sql } from 'drizzle-orm'
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

/**
 * Inserts new rows and replaces changed ones. A written row was listed, so it is no longer missing or gone.
 * @param at start of the run that found the rows (ISO 8601)
 */
export async function upsertRows(
  tx: Executor,
  table: MirrorTable,
  source: Source,
  rows: readonly WrittenRow[],
  at: string,
): Promise<void> {
  const types: Record<string, string> = { id: 'text', ...table.columns, ...ATTRIBUTED }
  const names = Object.keys(types)
  const record = names.map((name) => `${name} ${types[name]}`).join(', ')
  const updates = names.filter((name) => name !== 'id').map((name) => `${name} = excluded.${name}`)
  const key = table.hasSource ? 'source, id' : 'id'
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    const json = jsonText(rows.slice(start, start + ROWS_PER_STATEMENT).map(toRecord))
    await tx.execute(sql`
      insert into ${sql.raw(table.table)}
        (${sql.raw(`${table.hasSource ? 'source, ' : ''}${names.join(', ')}`)}, first_seen_at, changed_at)
      select ${table.hasSource ? sql`${source}, ` : sql``}${sql.raw(names.join(', '))}, ${at}, ${at}
      from jsonb_to_recordset(${json}::jsonb) as given(${sql.raw(record)})
      on conflict (${sql.raw(key)}) do update set ${sql.raw(updates.join(', '))},
        changed_at = excluded.changed_at, missing_since = null, gone_at = null`)
  }
}

function toRecord(row: WrittenRow): Record<string, unknown> {
  return {
    id: row.id,
    ...row.columns,
    currency: row.currency,
    funding_source: row.fundingSource,
    assignment: row.assignment,
    content_hash: row.contentHash,
    window_from: row.windowFrom,
    raw: row.raw,
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

/** Records when rows were first missing, or since when they are gone. */
export async function markAbsent(
  tx: Executor,
  table: MirrorTable,
  source: Source,
  mark: { column: 'missing_since' | 'gone_at'; ids: readonly string[]; at: string },
): Promise<void> {
  if (mark.ids.length === 0) return
  await tx.execute(sql`
    update ${sql.raw(table.table)} set ${sql.raw(mark.column)} = ${mark.at}
    where id = any(${sql.param([...mark.ids])}::text[]) and ${ofSource(table, source)}`)
}

export type HistoryEntry = {
  id: string
  status: string | null
  previousSeenAt: string | null
}

/**
 * Appends status changes to the row history, each observed between `previousSeenAt` (null: new row) and
 * `seenAt`.
 */
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
