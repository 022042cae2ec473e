import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { OTHER_STATUS } from '#lib/billing-periods/status.ts'
import { OTHER_STATE } from '#lib/invoices/status.ts'
import { readMoney } from '#lib/money.ts'
import { type Executor, query } from '#lib/server/db/client.ts'
import { parsedRows } from '#lib/server/db/parsed-rows.ts'
import { aggregates } from '#lib/server/lists/aggregates.ts'
import type { MirroredList } from '#lib/server/lists/mirrored-list.ts'
import { rawSchema } from '#lib/server/lists/mirrored-row.ts'
import { DATE_FIELDS } from '#lib/server/lists/unreadable-dates.ts'
import { clipped, createRedactor, publicRecord } from '#lib/server/log/redact.ts'
import { otherSpellings } from '#lib/server/upstream/fields.ts'
import { english } from '#lib/server/words/words.ts'
import type { ResourceDiagnostics, UnreadableRow } from '#lib/sources/diagnostics-schema.ts'
import type { Source } from '#lib/sources.ts'

const t = english('sources')

const SHOWN = 50
/** Larger numbers are shown as "more than". */
const COUNTED = 1_000
const MAX_RAW_CHARACTERS = 200
const redact = createRedactor([])

/** Matches the condition of the index: an amount was given but could not be read. */
const whereUnreadable = sql`gone_at is null and amount_issue not in ('missing', 'blank')`

/** Matches the condition of its index: another field holds an unreadable value. */
const wherePartlyUnreadable = sql`gone_at is null and unreadable_fields is not null`

/** The documented name of the amount field; null if the source has none. */
const INVOICE_AMOUNTS: Record<Source, string | null> = {
  'hello-tractor': 'total',
  'payment-links': 'invoiceAmount',
  'client-invoices': null,
}
const PERIOD_AMOUNT = 'totalAmountIncMaintenanceFee'

/** One unreadable value: the row's id and record, and the documented name of the field. */
const foundSchema = z.object({ id: z.string(), field: z.string(), raw: rawSchema })

/**
 * Reads amounts and dates of listed rows that were given but could not be read, each as received, ordered by
 * row id.
 */
export async function readUnreadable(
  tx: Executor,
  list: MirroredList,
): Promise<ResourceDiagnostics['unreadable']> {
  const isPeriods = list.resource === 'billing-periods'
  const amountField = isPeriods ? PERIOD_AMOUNT : INVOICE_AMOUNTS[list.source]
  const from = (where: SQL) =>
    isPeriods ? sql`billing_period where ${where}` : sql`invoice where source = ${list.source} and ${where}`
  // Each row of `values` is one unreadable value: the row's amount, or one of its other fields.
  const values = sql`(
    (select id, raw, ${amountField}::text as field from ${from(whereUnreadable)} order by id collate "C" limit ${COUNTED + 1})
    union all
    (select id, raw, unnest(string_to_array(unreadable_fields, ' ')) from ${from(wherePartlyUnreadable)}
      order by id collate "C" limit ${COUNTED + 1})) as given`
  const [counted] = await query<{ count: number }>(tx)`select count(*)::int as count from ${values}`
  const total = counted?.count ?? 0
  if (total === 0) return { total, isMore: false, rows: [] }
  const found = await parsedRows(
    tx,
    sql`select id, raw, field from ${values} order by id collate "C", field limit ${SHOWN}`,
    foundSchema,
  )
  return { total: Math.min(total, COUNTED), isMore: total > COUNTED, rows: found.map(told) }
}

function told({ id, field: documented, raw: record }: z.infer<typeof foundSchema>): UnreadableRow {
  const spellings = [documented, ...otherSpellings(documented)]
  const field = spellings.find((name) => Object.hasOwn(record, name)) ?? documented
  const value = publicRecord({ [field]: record[field] })[field]
  const text = JSON.stringify(value)
  const raw = text === undefined ? null : clipped(redact(text), MAX_RAW_CHARACTERS)
  const code = DATE_FIELDS.includes(documented) ? 'date' : codeOf(record[field])
  return { id, field, code, reason: t(`unread.${code}`), raw }
}

/** Counts listed rows with a status unknown to Furrow, which every figure leaves out. */
export async function countUnknownStatuses(tx: Executor, list: MirroredList): Promise<number> {
  const from =
    list.resource === 'billing-periods'
      ? aggregates('billing_period', sql`status = ${OTHER_STATUS}`)
      : aggregates('invoice', sql`source = ${list.source} and state = ${OTHER_STATE}`)
  const [counted] = await query<{ count: number }>(tx)`
    select coalesce(sum(count), 0)::int as count from ${from}`
  return counted?.count ?? 0
}

/** Says by a code why an amount cannot be read. */
function codeOf(amount: unknown): UnreadableRow['code'] {
  const { issue } = readMoney(amount)
  switch (issue) {
    case 'not a number':
      return 'not_a_number'
    case 'too large':
      return 'too_large'
    case 'too many decimals':
      return 'too_many_decimals'
    default:
      return 'other'
  }
}
