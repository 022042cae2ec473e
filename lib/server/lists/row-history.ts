import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { compareMoney } from '#lib/money.ts'
import { type ChangedField, changedFieldSchema, type HistoryEntry, type ValueChange } from '#lib/schema.ts'
import { type Executor, query } from '#lib/server/db/client.ts'
import { instantText } from '#lib/server/db/instant-text.ts'
import { parsedRows } from '#lib/server/db/parsed-rows.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import type { Resource } from '#lib/sources.ts'
import type { MirroredList } from './mirrored-list.ts'
import { allOf, inScope } from './predicates.ts'

/** How many of the newest changes of a row are read. */
const MOST = 200

/** The values of a row whose changes its history shows, each with its column. */
const FIELDS: Record<Resource, readonly [ChangedField, string][]> = {
  'billing-periods': [
    ['amount', 'amount'],
    ['currency', 'currency'],
    ['startDate', 'start_date'],
    ['endDate', 'end_date'],
    ['fundingSource', 'funding_source'],
    ['contract', 'contract'],
  ],
  invoices: [
    ['amount', 'amount'],
    ['paidAmount', 'paid_amount'],
    ['currency', 'currency'],
    ['issuedOn', 'issued_on'],
    ['dueOn', 'due_on'],
    ['fundingSource', 'funding_source'],
    ['customer', 'customer'],
    ['number', 'number'],
  ],
}

type RowName = MirroredList & { id: string }

/**
 * Reads what Furrow saw change in one row, newest first: at most the newest 200 changes. What happened while the
 * row belonged to a funding source outside the viewer's scope is left out.
 * @param row a row in the viewer's scope
 */
export async function readHistory(tx: Executor, viewer: Viewer, row: RowName): Promise<HistoryEntry[]> {
  const versions = await readVersions(tx, viewer, row, sql`id = ${row.id}`)
  const entries = changesBetween(versions, viewer)
  const [oldest] = versions
  if (!oldest || versions.length > MOST) return entries.reverse()
  return [...(await beginning(tx, row, oldest)), ...entries].reverse()
}

/**
 * Reads what Furrow saw change in several rows of a list, newest first: at most the newest `limit` changes. What
 * happened while a row belonged to a funding source outside the viewer's scope is left out.
 * @param where a condition on `id` for rows in the viewer's scope
 * @param limit at most 200
 */
export async function readHistories(
  tx: Executor,
  viewer: Viewer,
  list: MirroredList,
  { where, limit }: { where: SQL; limit: number },
): Promise<(HistoryEntry & { id: string })[]> {
  const versions = await readVersions(tx, viewer, list, where)
  return [...Map.groupBy(versions, ({ id }) => id)]
    .flatMap(([id, own]) => changesBetween(own, viewer).map((entry) => ({ ...entry, id })))
    .toSorted((a, b) => b.seenAt.localeCompare(a.seenAt))
    .slice(0, limit)
}

/**
 * Returns the entries before the oldest version: its status as first seen, or the statuses from before Furrow kept
 * versions.
 */
async function beginning(tx: Executor, row: RowName, oldest: Version): Promise<HistoryEntry[]> {
  const { status, recordedFrom, seenAt } = oldest
  if (recordedFrom !== null)
    return [{ status, hasNewStatus: true, changes: [], previousSeenAt: null, seenAt: recordedFrom }]
  const statuses = await readStatuses(tx, row)
  return statuses
    .filter((entry) => seenAt === null || entry.seenAt < seenAt)
    .map((entry) => ({ ...entry, hasNewStatus: true, changes: [] }))
}

type Status = Pick<HistoryEntry, 'status' | 'previousSeenAt' | 'seenAt'>

/** Reads the newest 200 observed statuses of a row, oldest first. */
async function readStatuses(tx: Executor, { source, resource, id }: RowName): Promise<Status[]> {
  const newestFirst = await query<Status>(tx)`
    select status, ${instantText(sql`previous_seen_at`)} as "previousSeenAt",
        ${instantText(sql`seen_at`)} as "seenAt"
      from row_history where source = ${source} and resource = ${resource} and id = ${id}
      order by entry desc limit ${MOST}`
  return newestFirst.reverse()
}

const versionSchema = z.object({
  id: z.string(),
  status: z.string().nullable(),
  values: z.partialRecord(changedFieldSchema, z.string().nullable()),
  isGone: z.boolean(),
  /** Null: from before Furrow kept versions. */
  recordedFrom: z.string().nullable(),
  isFollowed: z.boolean().describe('The next version follows without a gap'),
  /** Null for the row as it is now. */
  previousSeenAt: z.string().nullable(),
  seenAt: z.string().nullable(),
})
type Version = z.infer<typeof versionSchema>

/**
 * Reads the newest versions of rows that the viewer may see, those of a row oldest first; its last is the row itself.
 * @param where a condition on `id`
 */
function readVersions(
  tx: Executor,
  viewer: Viewer,
  { source, resource }: MirroredList,
  where: SQL,
): Promise<Version[]> {
  const isPeriod = resource === 'billing-periods'
  const values = FIELDS[resource].map(([field, column]) => `'${field}', ${column}::text`).join(', ')
  const own = allOf([isPeriod ? null : sql`source = ${source}`, where, inScope(viewer, sql`funding_source`)])
  const columns = sql`id, ${sql.raw(isPeriod ? 'status' : 'state')} as status, jsonb_build_object(${sql.raw(values)}) as "values",
    gone_at is not null as "isGone", recorded_from`
  const versions = sql.raw(isPeriod ? 'billing_period_version' : 'invoice_version')
  const current = sql.raw(isPeriod ? 'billing_period' : 'invoice')
  return parsedRows(
    tx,
    sql`select id, status, "values", "isGone", ${instantText(sql`recorded_from`)} as "recordedFrom",
        coalesce(recorded_to = lead(recorded_from) over (partition by id order by recorded_to nulls last), false) as "isFollowed",
        ${instantText(sql`previous_seen_at`)} as "previousSeenAt", ${instantText(sql`seen_at`)} as "seenAt"
      from (
        (select ${columns}, recorded_to, previous_seen_at, seen_at from ${versions} where ${own}
          order by recorded_to desc limit ${MOST})
        union all select ${columns}, null, null, null from ${current} where ${own}) as every_version
      order by id collate "C", recorded_to nulls last`,
    versionSchema,
  )
}

/** Compares each version with the next one. */
function changesBetween(versions: readonly Version[], viewer: Viewer): HistoryEntry[] {
  return versions.flatMap((version, at) => {
    const { seenAt, previousSeenAt } = version
    const next = versions[at + 1]
    if (seenAt === null || next === undefined) return []
    const hasLeft = viewer.fundingSources !== 'all' && !version.isFollowed
    const changes = hasLeft ? [presence('listed', 'elsewhere')] : differences(version, next)
    const hasNewStatus = version.status !== next.status
    const entry = { status: next.status, hasNewStatus, changes, previousSeenAt, seenAt }
    return hasNewStatus || changes.length > 0 ? [entry] : []
  })
}

function presence(from: string, to: string): ValueChange {
  return { field: 'presence', from, to, fromCurrency: null, currency: null }
}

const AMOUNTS: readonly ChangedField[] = ['amount', 'paidAmount']

function differences(version: Version, next: Version): ValueChange[] {
  const [fromCurrency, currency] = [version.values.currency ?? null, next.values.currency ?? null]
  const fields = Object.keys(version.values).filter((field) => field in next.values) as ChangedField[]
  const changes: ValueChange[] = fields.flatMap((field) => {
    const [from = null, to = null] = [version.values[field], next.values[field]]
    const isAmount = AMOUNTS.includes(field) && from !== null && to !== null
    const isSame = isAmount ? compareMoney(from, to) === 0 : from === to
    return isSame ? [] : [{ field, from, to, fromCurrency, currency }]
  })
  if (version.isGone === next.isGone) return changes
  return [...changes, version.isGone ? presence('gone', 'listed') : presence('listed', 'gone')]
}
