import 'server-only'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import {
  type BillingPeriod,
  type BillingPeriodDetail,
  billingPeriodSchema,
} from '#lib/billing-periods/schema.ts'
import { notFound } from '#lib/errors.ts'
import { type HistoryEntry, instantSchema } from '#lib/schema.ts'
import { type Executor, readSnapshot } from '#lib/server/db/client.ts'
import { instantText } from '#lib/server/db/instant-text.ts'
import { parsedRows } from '#lib/server/db/parsed-rows.ts'
import { extraFields } from '#lib/server/lists/extra-fields.ts'
import { lastReadAt, rawSchema } from '#lib/server/lists/mirrored-row.ts'
import { allOf, inScope } from '#lib/server/lists/predicates.ts'
import { readHistory } from '#lib/server/lists/row-history.ts'
import { upstreams } from '#lib/server/live/connected.ts'
import { fallbackOf, isPlausibleId, type LiveReading, readLive } from '#lib/server/live/read-live.ts'
import type { BillingPeriodRecord, RawRecord } from '#lib/server/upstream/contract.ts'
import { maySee, type Viewer } from '#lib/server/viewer.ts'
import { type BillingPeriodRow, billingPeriodColumns, toBillingPeriod } from './query.ts'

const WHAT = 'billing period'
const MAX_OF_CONTRACT = 12

const rowSchema = billingPeriodSchema.omit({ week: true, isLongPeriod: true, note: true })
const mirroredSchema = rowSchema.extend({
  raw: rawSchema,
  goneAt: instantSchema.nullable(),
  asOf: instantSchema,
})
/** A row among the rows of its contract; `total` counts them. */
const ofContractSchema = rowSchema.extend({ total: z.int() })

type Mirrored = {
  row: BillingPeriodRow
  raw: RawRecord
  goneAt: string | null
  asOf: string
  history: HistoryEntry[]
  sameContract: OfContract
}

type OfContract = { periods: BillingPeriod[]; total: number }

/**
 * Reads one billing period live, or from the mirror with the reason, along with its history and the other
 * periods of its contract.
 * @throws {RequestError} 404 for unknown ids and for rows outside the viewer's scope alike
 * @throws {UpstreamError} when the period is not mirrored and the source fails
 */
export async function billingPeriodDetail(
  viewer: Viewer,
  id: string,
  signal?: AbortSignal,
): Promise<BillingPeriodDetail> {
  const mirrored = await readSnapshot(viewer, ({ tx }) => readMirrored(tx, viewer, id))
  if (!mirrored && (viewer.fundingSources !== 'all' || !isPlausibleId(id))) throw notFound(WHAT)
  const live = await readNow(viewer, id, signal)
  if (live?.value) {
    const period = merge(live.value, mirrored?.row ?? null)
    if (!maySee(viewer, period.fundingSource)) throw notFound(WHAT)
    const asOf = new Date().toISOString()
    const origin = { origin: 'live' as const, asOf, fallback: null, fallbackReason: null }
    return assemble(viewer, { ...origin, billingPeriod: period }, live.value.raw, mirrored)
  }
  if (!mirrored) throw live && live.failure.code !== 'not_found' ? live.failure : notFound(WHAT)
  const why = live
    ? fallbackOf(live, WHAT)
    : { fallback: 'source_off' as const, fallbackReason: 'Hello Tractor is not connected.' }
  const origin = { origin: 'mirror' as const, asOf: mirrored.asOf, ...why }
  return assemble(viewer, { ...origin, billingPeriod: toBillingPeriod(mirrored.row) }, mirrored.raw, mirrored)
}

/** Returns null if the source is off. */
async function readNow(
  viewer: Viewer,
  id: string,
  signal?: AbortSignal,
): Promise<LiveReading<BillingPeriodRecord> | null> {
  const client = upstreams().helloTractor
  return client && readLive(viewer, 'hello-tractor', signal, (options) => client.billingPeriod(id, options))
}

async function readMirrored(tx: Executor, viewer: Viewer, id: string): Promise<Mirrored | null> {
  const [found] = await parsedRows(
    tx,
    sql`select ${billingPeriodColumns}, raw, ${instantText(sql`gone_at`)} as "goneAt",
        ${lastReadAt('hello-tractor', 'billing-periods', sql`start_date`)} as "asOf"
      from billing_period where ${allOf([sql`id = ${id}`, inScope(viewer, sql`funding_source`)])}`,
    mirroredSchema,
  )
  if (!found) return null
  const { raw, goneAt, asOf, ...row } = found
  const name = { source: 'hello-tractor', resource: 'billing-periods', id } as const
  const history = await readHistory(tx, viewer, name)
  return { row, raw, goneAt, asOf, history, sameContract: await othersOfContract(tx, viewer, row) }
}

/**
 * Takes the source's current fields from the record, and what only the mirror knows (attribution, first seen)
 * from the row.
 */
function merge(record: BillingPeriodRecord, row: BillingPeriodRow | null): BillingPeriod {
  const now = new Date().toISOString()
  const { id, contract, startDate, endDate, status, amount, amountIssue } = record
  const isClaimedByRow = record.fundingSource !== null
  return toBillingPeriod({
    id,
    contract,
    startDate,
    endDate,
    status,
    amount,
    amountIssue,
    currency: record.currency ?? row?.currency ?? null,
    fundingSource: record.fundingSource ?? row?.fundingSource ?? null,
    assignment: isClaimedByRow ? 'row' : (row?.assignment ?? 'unassigned'),
    firstSeenAt: row?.firstSeenAt ?? now,
    changedAt: row?.changedAt ?? now,
  })
}

type Origin = Pick<BillingPeriodDetail, 'origin' | 'asOf' | 'fallback' | 'fallbackReason' | 'billingPeriod'>

async function assemble(
  viewer: Viewer,
  origin: Origin,
  raw: RawRecord,
  mirrored: Mirrored | null,
): Promise<BillingPeriodDetail> {
  const readOthers = () =>
    readSnapshot(viewer, ({ tx }) => othersOfContract(tx, viewer, origin.billingPeriod))
  const others = mirrored?.sameContract ?? (await readOthers())
  return {
    ...origin,
    goneAt: mirrored?.goneAt ?? null,
    extra: extraFields('hello-tractor', 'billing-periods', raw, viewer),
    history: mirrored?.history ?? [],
    sameContract: others.periods,
    sameContractTotal: others.total,
  }
}

async function othersOfContract(
  tx: Executor,
  viewer: Viewer,
  { id, contract }: BillingPeriodRow,
): Promise<OfContract> {
  if (contract === null) return { periods: [], total: 0 }
  const where = allOf([
    sql`contract collate "C" = ${contract}`,
    sql`id <> ${id}`,
    sql`gone_at is null`,
    inScope(viewer, sql`funding_source`),
  ])
  const found = await parsedRows(
    tx,
    sql`select ${billingPeriodColumns}, (count(*) over ())::int as total from billing_period where ${where}
      order by start_date desc nulls last, id collate "C" desc limit ${MAX_OF_CONTRACT}`,
    ofContractSchema,
  )
  return { periods: found.map(({ total: _, ...row }) => toBillingPeriod(row)), total: found[0]?.total ?? 0 }
}
