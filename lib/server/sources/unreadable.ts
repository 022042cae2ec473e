import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { OTHER_STATUS } from '#lib/billing-periods/status.ts'
import { OTHER_STATE } from '#lib/invoices/status.ts'
import type { ResourceCare, UnreadableRow } from '#lib/sources/care-schema.ts'
import type { Source } from '#lib/sources/sources.ts'
import { aggregates } from '../aggregates.ts'
import { type Executor, rows } from '../db/client.ts'
import { createRedactor, publicRecord } from '../upstream/redact.ts'
import type { MirroredList } from './freshness.ts'

const SHOWN = 50
/** Beyond it the number is told as "more than". */
const COUNTED = 1_000
const MAX_RAW_CHARACTERS = 200
const redact = createRedactor([])

/** As the index has it: a value was there and could not be read as an amount. */
const isUnreadable = sql`gone_at is null and amount_issue not in ('missing', 'blank')`

/** What each source calls the amount of an invoice, in the spellings it may use. */
const INVOICE_FIELDS: Record<Source, readonly string[]> = {
  'hello-tractor': ['total'],
  'payment-links': ['invoiceAmount', 'invoice_amount'],
  'client-invoices': [],
}
const PERIOD_FIELDS = ['totalAmountIncMaintenanceFee', 'total_amount_inc_maintenance_fee']

/** Listed rows whose amount was given and could not be read, each with the value as received, by id. */
export async function readUnreadable(tx: Executor, list: MirroredList): Promise<ResourceCare['unreadable']> {
  const isPeriods = list.resource === 'billing-periods'
  const fields = isPeriods ? PERIOD_FIELDS : INVOICE_FIELDS[list.source]
  if (fields.length === 0) return { total: 0, isMore: false, rows: [] }
  const from = isPeriods
    ? sql`billing_period where ${isUnreadable}`
    : sql`invoice where source = ${list.source} and ${isUnreadable}`
  const total = await countUpTo(tx, from)
  if (total === 0) return { total, isMore: false, rows: [] }
  const found = await rows<{ id: string; reason: string; raw: Record<string, unknown> }>(
    tx,
    sql`select id, amount_issue as reason, raw from ${from} order by id collate "C" limit ${SHOWN}`,
  )
  return {
    total: Math.min(total, COUNTED),
    isMore: total > COUNTED,
    rows: found.map((row) => told(row, fields)),
  }
}

async function countUpTo(tx: Executor, from: SQL): Promise<number> {
  const [counted] = await rows<{ count: number }>(
    tx,
    sql`select count(*)::int as count from (select 1 from ${from} limit ${COUNTED + 1}) as first_ones`,
  )
  return counted?.count ?? 0
}

function told(
  row: { id: string; reason: string; raw: Record<string, unknown> },
  fields: readonly string[],
): UnreadableRow {
  const field = fields.find((name) => Object.hasOwn(row.raw, name)) ?? fields[0] ?? ''
  const value = publicRecord({ [field]: row.raw[field] })[field]
  const text = JSON.stringify(value)
  const raw = text === undefined ? null : redact(text).slice(0, MAX_RAW_CHARACTERS)
  return { id: row.id, field, reason: row.reason, raw }
}

/** Listed rows whose status is none that Furrow knows; they are outside every figure and counted there. */
export async function countUnknownStatuses(tx: Executor, list: MirroredList): Promise<number> {
  const from =
    list.resource === 'billing-periods'
      ? aggregates('billing_period', sql`status = ${OTHER_STATUS}`)
      : aggregates('invoice', sql`source = ${list.source} and state = ${OTHER_STATE}`)
  const [counted] = await rows<{ count: number }>(
    tx,
    sql`select coalesce(sum(count), 0)::int as count from ${from}`,
  )
  return counted?.count ?? 0
}
