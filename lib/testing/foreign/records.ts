import { exact, exactJson, type Spelled } from './spelled.ts'
import { SPELLED_AMOUNTS } from './spelled-amounts.ts'
import { SPELLED_DAYS, SPELLED_INSTANTS } from './spelled-days.ts'
import { NAMES, SPELLED_PAID, SPELLED_STATUSES } from './spelled-words.ts'

/** Funding programmes of this source; the financier in the tests has the first one. */
export const PROGRAMMES = ['AGRI-FUND-1', 'Société d’Énergie', 'صندوق الزراعة'] as const

/** One row of a list: its fields as spelled, and the day by which the source files the row. */
export type SpelledRecord = {
  readonly id: string
  readonly fields: ReadonlyMap<string, Spelled>
  readonly filedOn: string
  readonly currency: string
  readonly programme: string | null
}

const CURRENCIES = ['NGN', 'KES', 'UGX'] as const

/** A different plain amount for each row, so that a sum reveals which row is missing. */
function plainAmount(index: number): Spelled {
  const text = `${1000 + index * 7}.${String(index % 100).padStart(2, '0')}`
  return exact(text, text)
}

/** The row's programme; one row in four has none. */
function programmeOf(index: number): string | null {
  return PROGRAMMES[index % 4] ?? null
}

function currencyOf(index: number): string {
  return CURRENCIES[index % CURRENCIES.length] ?? 'NGN'
}

function plainDay(index: number): string {
  return `2026-11-${String(2 + (index % 24)).padStart(2, '0')}`
}

/**
 * The day by which the source files a row: the meaning of its date field, or a day derived from its index.
 */
function filedOn(date: Spelled, index: number): string {
  return date.truth?.slice(0, 10) ?? plainDay(index)
}

function name(index: number): Spelled {
  const text = NAMES[index % NAMES.length] ?? ''
  return exact(text, text)
}

/** Every spelling of one dimension in its own row, with plain values in the other fields. */
type Plan = { readonly date?: Spelled; readonly amount?: Spelled; readonly word?: Spelled }

function plans(dates: readonly Spelled[], words: readonly Spelled[]): Plan[] {
  return [
    ...dates.map((date) => ({ date })),
    ...SPELLED_AMOUNTS.map((amount) => ({ amount })),
    ...words.map((word) => ({ word })),
  ]
}

function billingPeriod(plan: Plan, index: number): SpelledRecord {
  const day = plainDay(index)
  const start = plan.date ?? exact(day, day)
  const status = plan.word ?? {
    wire: '{"label":"PAYMENT_COMPLETE"}',
    truth: 'PAYMENT_COMPLETE',
    rule: 'exact',
  }
  const id = String(7000 + index)
  const currency = currencyOf(index)
  const isSnakeCase = index % 5 === 0
  return {
    id,
    filedOn: filedOn(start, index),
    currency,
    programme: programmeOf(index),
    fields: new Map<string, Spelled>([
      ['id', index % 7 === 0 ? exact(id, id) : exactJson(id, id)],
      [isSnakeCase ? 'loan_name' : 'loanName', name(index)],
      ['start_date', start],
      ['end_date', start],
      ['status', status],
      ['currency', exact(currency, currency)],
      [
        isSnakeCase ? 'total_amount_inc_maintenance_fee' : 'totalAmountIncMaintenanceFee',
        plan.amount ?? plainAmount(index),
      ],
      ['customer_email', exact('', 'farmer@example.com')],
    ]),
  }
}

function invoice(plan: Plan, index: number): SpelledRecord {
  const instant = `${plainDay(index)}T08:00:00Z`
  const created = plan.date ?? exact(instant, instant)
  const id = `inv-${String(index).padStart(3, '0')}`
  return {
    id,
    filedOn: filedOn(created, index),
    currency: currencyOf(index),
    programme: programmeOf(index),
    fields: new Map<string, Spelled>([
      ['id', exact(id, id)],
      ['invoice_no', exact(`INV/2026/${index}`, `INV/2026/${index}`)],
      ['title', name(index)],
      ['total', plan.amount ?? plainAmount(index)],
      ['usd_total', plan.amount ?? exact('1.25', '1.25')],
      ['invoice_paid', plan.word ?? { wire: 'true', truth: 'true', rule: 'exact' }],
      ['created_at', created],
      ['phone', exact('', '+2348000000000')],
      [
        'payer',
        exactJson('', '{"emailAddress":"payer@example.com","link":"https://pay.example.com/s3cret"}'),
      ],
    ]),
  }
}

function paymentLink(plan: Plan, index: number): SpelledRecord {
  const stamp = `${plainDay(index)} 08:00:00`
  const created = plan.date ?? exact(`${plainDay(index)}T08:00:00Z`, stamp)
  const id = String(190 + index)
  return {
    id,
    filedOn: filedOn(created, index),
    currency: 'AUD',
    programme: programmeOf(index),
    fields: new Map<string, Spelled>([
      ['invoiceId', index % 2 === 0 ? exact(id, id) : exactJson(id, id)],
      ['accountNumber', exact(`000${index}`, `000${index}`)],
      ['invoiceAmount', plan.amount ?? plainAmount(index)],
      ['invoiceStatus', exact('paid', 'paid')],
      ['overallStatus', exact('paid', 'paid')],
      ['url', exact('', `https://pay.example.com/${index}`)],
      ['email', exact('', 'Payer <payer@example.com>')],
      ['mobileNumber', exact('', '+61 432 555 666')],
      ['customLabel1', exact('', 'Programme')],
      [
        'customValue1',
        programmeOf(index) === null
          ? { wire: 'null', truth: null, rule: 'none' }
          : exact('', programmeOf(index) ?? ''),
      ],
      ['created', created],
      ['updated', created],
    ]),
  }
}

function clientInvoice(plan: Plan, index: number): SpelledRecord {
  const day = plainDay(index)
  const date = plan.date ?? exact(day, day)
  const id = `FACTTSO2511${String(index).padStart(4, '0')}`
  return {
    id,
    filedOn: filedOn(date, index),
    currency: '',
    programme: null,
    fields: new Map<string, Spelled>([
      ['invoice_number', exact(id, id)],
      ['customer_name', name(index)],
      ['billing_site_ref', exact(`SITE${index}`, `SITE${index}`)],
      ['billing_site_name', name(index + 3)],
      ['invoice_type', index % 2 === 0 ? exactJson('1', '1') : exact('1', '1')],
      ['invoice_type_label', exact('Avoir d’août', 'Avoir d’août')],
      ['accounting_date', date],
      ['payment_deadline', date],
    ]),
  }
}

export const BILLING_PERIODS = plans(SPELLED_DAYS, SPELLED_STATUSES).map(billingPeriod)
export const INVOICES = plans(SPELLED_INSTANTS, SPELLED_PAID).map(invoice)
export const PAYMENT_LINKS = plans(SPELLED_INSTANTS, []).map(paymentLink)
export const CLIENT_INVOICES = [...SPELLED_DAYS, ...SPELLED_DAYS].map((date, index) =>
  clientInvoice(index < SPELLED_DAYS.length ? { date } : {}, index),
)

/** Serializes one row as the source's JSON, with each field exactly as spelled. */
export function rowJson(row: SpelledRecord): string {
  const fields = [...row.fields].flatMap(([key, value]) =>
    value.wire === null ? [] : [`${JSON.stringify(key)}:${value.wire}`],
  )
  return `{${fields.join(',')}}`
}
