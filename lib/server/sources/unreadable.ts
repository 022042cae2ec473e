import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { OTHER_STATUS } from '#lib/billing-periods/status.ts'
import { OTHER_STATE } from '#lib/invoices/status.ts'
import { readMoney } from '#lib/money.ts'
import { type Executor, rows } from '#lib/server/db/client.ts'
import { aggregates } from '#lib/server/lists/aggregates.ts'
import type { MirroredList } from '#lib/server/lists/mirrored-list.ts'
import { DATE_FIELDS } from '#lib/server/lists/unreadable-dates.ts'
import { clipped, createRedactor, publicRecord } from '#lib/server/log/redact.ts'
import { otherSpellings } from '#lib/server/upstream/fields.ts'
import type { ResourceCare, UnreadableRow } from '#lib/sources/care-schema.ts'
import type { Source } from '#lib/sources.ts'

const SHOWN = 50
/** Beyond it the number is told as "more than". */
const COUNTED = 1_000
const MAX_RAW_CHARACTERS = 200
const redact = createRedactor([])

/** As the index has it: a value was there and could not be read as an amount. */
const isUnreadable = sql`gone_at is null and amount_issue not in ('missing', 'blank')`

/** As its index has it: another field holds a value that could not be read. */
const isPartlyUnreadable = sql`gone_at is null and unreadable_fields is not null`

/** The documented name of the amount; null where a source has none. */
const INVOICE_AMOUNTS: Record<Source, string | null> = {
  'hello-tractor': 'total',
  'payment-links': 'invoiceAmount',
  'client-invoices': null,
}
const PERIOD_AMOUNT = 'totalAmountIncMaintenanceFee'

/** Values of listed rows that were given and could not be read: amounts and dates, each as received, by id of the row. */
export async function readUnreadable(tx: Executor, list: MirroredList): Promise<ResourceCare['unreadable']> {
  const isPeriods = list.resource === 'billing-periods'
  const amountField = isPeriods ? PERIOD_AMOUNT : INVOICE_AMOUNTS[list.source]
  const from = (where: SQL) =>
    isPeriods ? sql`billing_period where ${where}` : sql`invoice where source = ${list.source} and ${where}`
  // Each row of `values` is one value: the row's amount, or one of its other fields.
  const values = sql`(
    (select id, raw, ${amountField}::text as field from ${from(isUnreadable)} order by id collate "C" limit ${COUNTED + 1})
    union all
    (select id, raw, unnest(string_to_array(unreadable_fields, ' ')) from ${from(isPartlyUnreadable)}
      order by id collate "C" limit ${COUNTED + 1})) as given`
  const [counted] = await rows<{ count: number }>(tx, sql`select count(*)::int as count from ${values}`)
  const total = counted?.count ?? 0
  if (total === 0) return { total, isMore: false, rows: [] }
  const found = await rows<Found>(
    tx,
    sql`select id, raw, field from ${values} order by id collate "C", field limit ${SHOWN}`,
  )
  return { total: Math.min(total, COUNTED), isMore: total > COUNTED, rows: found.map(told) }
}

type Found = { id: string; field: string; raw: Record<string, unknown> }

function told({ id, field: documented, raw: record }: Found): UnreadableRow {
  const spellings = [documented, ...otherSpellings(documented)]
  const field = spellings.find((name) => Object.hasOwn(record, name)) ?? documented
  const value = publicRecord({ [field]: record[field] })[field]
  const text = JSON.stringify(value)
  const raw = text === undefined ? null : clipped(redact(text), MAX_RAW_CHARACTERS)
  const reason = DATE_FIELDS.includes(documented)
    ? 'not a date with one meaning'
    : (readMoney(record[field]).issue ?? 'not readable')
  return { id, field, reason, raw }
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
