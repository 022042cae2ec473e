import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import type pg from 'pg'
import { z } from 'zod'
import type { Day } from '#lib/calendar-date.ts'
import type { Assignment } from '#lib/schema.ts'
import { type Database, type Executor, rows } from '#lib/server/db/client.ts'
import { fingerprint } from '#lib/server/db/fingerprint.ts'
import { jsonText } from '#lib/server/db/json-text.ts'
import { parsedRows } from '#lib/server/db/parsed-rows.ts'
import { transactAlone } from '#lib/server/db/transact.ts'
import { isRecord } from '#lib/server/log/redact.ts'
import type { MirrorRow } from './row.ts'
import { tableOf } from './tables.ts'
import { keepVersions, recordedSql, type WriteTimes } from './write.ts'

export type StageConnection = NodePgDatabase & { $client: pg.PoolClient }

/**
 * Lends a connection with an empty temporary staging table, which ends with the connection. A day's report
 * can hold tens of thousands of rows, so rows are staged as they arrive instead of being collected in memory.
 */
export async function withStage<Result>(
  db: Database,
  use: (stage: StageConnection) => Promise<Result>,
): Promise<Result> {
  const client = await db.$client.connect()
  let isBroken = true
  try {
    const stage = drizzle(client)
    await transactAlone(stage, async (tx) => {
      await tx.execute(sql`create temp table if not exists link_stage (
        seq bigint generated always as identity, query_day date not null, id text not null,
        version timestamptz, content_hash text not null, given jsonb not null)`)
      await tx.execute(sql`truncate link_stage`)
    })
    const result = await use(stage)
    isBroken = false
    return result
  } finally {
    client.release(isBroken)
  }
}

/** A timestamp further ahead than this comes from a wrong clock and does not count as a version. */
const MAX_AHEAD_MS = 5 * 60_000

/**
 * Stages rows of one day's report. A row's `version` is its own `updated`, or null if that lies in the
 * future.
 */
export async function stageRows(
  stage: StageConnection,
  queryDay: Day,
  batch: readonly MirrorRow[],
  now: Date,
): Promise<void> {
  if (batch.length === 0) return
  const latest = new Date(now.getTime() + MAX_AHEAD_MS).toISOString()
  const records = batch.map((row) => ({
    id: row.id,
    version: row.sourceUpdatedAt !== null && row.sourceUpdatedAt <= latest ? row.sourceUpdatedAt : null,
    content_hash: row.contentHash,
    given: row,
  }))
  const insert = sql`
    insert into link_stage (query_day, id, version, content_hash, given)
    select ${queryDay}, id, version, content_hash, given
    from jsonb_to_recordset(${jsonText(records)}::jsonb)
      as staged(id text, version timestamptz, content_hash text, given jsonb)`
  await transactAlone(stage, (tx) => tx.execute(insert))
}

/**
 * Records which report listed which link, then keeps only the newest version of each link; among equal
 * versions, the later day's.
 */
export async function settleStage(tx: Executor): Promise<{ checksum: string }> {
  await tx.execute(sql`
    insert into payment_link_sighting (query_day, id) select distinct query_day, id from link_stage
    on conflict do nothing`)
  await tx.execute(sql`
    delete from link_stage using (
      select seq, row_number() over (partition by id order by version desc nulls last, query_day desc, seq desc) as place
      from link_stage
    ) as placed where placed.seq = link_stage.seq and placed.place > 1`)
  const [summary] = await rows<{ checksum: string }>(
    tx,
    sql`select ${fingerprint(sql`coalesce(string_agg(id || ' ' || content_hash, ',' order by id), '')`)} as checksum from link_stage`,
  )
  return { checksum: summary?.checksum ?? '' }
}

const stored = (column: string) => sql.raw(`stored.${column}`)
/** The stored version, or null if it lies in the future of this run. */
const storedVersion = (now: Date): SQL => {
  const latest = new Date(now.getTime() + MAX_AHEAD_MS).toISOString()
  return sql`case when ${stored('source_updated_at')} <= ${latest}::timestamptz then ${stored('source_updated_at')} end`
}
const joined = sql`link_stage join invoice as stored on stored.source = 'payment-links' and stored.id = link_stage.id`
const hashDiffersSql = sql`stored.content_hash <> link_stage.content_hash`
/** SQL: the same raw record, mapped under another configuration or release. Versions do not matter then. */
const sameRawSql = sql`stored.raw = link_stage.given->'raw'`

/**
 * A staged link to write: a new one, a changed one whose version is newer than the stored one (also when
 * either version is unknown), or the same record mapped under another configuration or release.
 */
const stagedLinkSchema = z.object({
  seq: z.string(),
  /** Taken as it is: `stageRows` wrote it on this connection, and no other can see the table. */
  row: z.custom<MirrorRow>(isRecord),
  /** The link's own `updated`; null if it has none, or one in the future. */
  version: z.string().nullable(),
  processedOn: z.string(),
  former: z
    .object({ status: z.string().nullable(), day: z.string().nullable(), changedAt: z.string() })
    .nullable(),
})
export type StagedLink = z.infer<typeof stagedLinkSchema>

/** Returns the next links to write after `seq`, in order of arrival. */
export async function linksToWrite(
  tx: Executor,
  after: string,
  limit: number,
  now: Date,
): Promise<StagedLink[]> {
  return parsedRows(
    tx,
    sql`select link_stage.seq::text as seq, given as row, link_stage.version::text as version,
        (select max(query_day) from payment_link_sighting seen where seen.id = link_stage.id)::text as "processedOn",
        case when stored.id is not null then jsonb_build_object(
          'status', stored.state, 'day', stored.issued_on, 'changedAt', stored.changed_at) end as former
      from link_stage left join invoice as stored on stored.source = 'payment-links' and stored.id = link_stage.id
      where link_stage.seq > ${after}::bigint and (stored.id is null or (${hashDiffersSql}
        and (${sameRawSql} or link_stage.version is null
          or coalesce(link_stage.version > ${storedVersion(now)}, true))))
      order by link_stage.seq limit ${limit}`,
    stagedLinkSchema,
  )
}

const DECIMAL = String.raw`^-?\d+(\.\d+)?$`
/**
 * SQL: any field differs, ignoring how a decimal number is written (1.0, 1.00). Texts such as 007 and 7
 * differ.
 */
const fieldsDifferSql = sql`exists (
  select 1 from jsonb_each_text(stored.raw) as had full join jsonb_each_text(link_stage.given -> 'raw') as has using (key)
  where had.value is distinct from has.value and case
    when had.value ~ ${DECIMAL} and has.value ~ ${DECIMAL} and strpos(had.value || has.value, '.') > 0
      then had.value::numeric <> has.value::numeric
    else true end)`

/** Counts staged links with the stored version but different content. The stored content is kept. */
export async function countEqualVersions(tx: Executor, now: Date): Promise<number> {
  const [found] = await rows<{ count: number }>(
    tx,
    sql`select count(*)::int as count from ${joined}
      where ${hashDiffersSql} and ${fieldsDifferSql} and link_stage.version = ${storedVersion(now)}`,
  )
  return found?.count ?? 0
}

/**
 * Updates the processing day of links that a later report listed; their former versions are kept.
 * @returns the issue days of the updated rows
 */
export async function moveProcessedDays(tx: Executor, times: WriteTimes): Promise<(Day | null)[]> {
  const former = sql`moved join invoice as stored using (id) where stored.source = 'payment-links'`
  const moved = await rows<{ day: Day | null }>(
    tx,
    sql`with moved as materialized (
        select stored.id, latest.day from (
          select link_stage.id, (select max(query_day) from payment_link_sighting seen where seen.id = link_stage.id) as day
          from link_stage
        ) as latest join invoice as stored on stored.source = 'payment-links' and stored.id = latest.id
        where stored.processed_on is distinct from latest.day
      ), kept as (${keepVersions(tableOf('invoices'), former, sql`stored.changed_at`, times)})
      update invoice as stored set processed_on = moved.day, changed_at = ${times.startedAt}::timestamptz,
        recorded_from = ${recordedSql(times)}
      from moved where stored.source = 'payment-links' and stored.id = moved.id
      returning stored.issued_on::text as day`,
  )
  return moved.map(({ day }) => day)
}

/** Only a link's own custom label can name a funding source, so no link is assigned by a filter. */
export function assignmentOf(row: MirrorRow): Assignment {
  return row.fundingSource === null ? 'unassigned' : 'row'
}
