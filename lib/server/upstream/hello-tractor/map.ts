import 'server-only'
import { BILLING_STATUSES, readBillingStatus } from '#lib/billing-periods/status.ts'
import { type Day, dayInZone } from '#lib/calendar-date.ts'
import { isUnreadableMoney, readMoney } from '#lib/money.ts'
import type { BillingPeriodRecord, InvoiceRecord, RawRecord } from '#lib/server/upstream/contract.ts'
import type { DateReading } from '#lib/server/upstream/dates.ts'
import {
  currencyCode,
  dayOf,
  instantOf,
  isUnreadableDay,
  unreadableFields,
} from '#lib/server/upstream/fields.ts'
import { billingPeriodWire, invoiceWire, type NamedWire } from './wire.ts'

/**
 * Maps a payment request to a billing period; null when its id cannot be read. Any other unreadable field is
 * null.
 */
export function toBillingPeriod(raw: RawRecord): BillingPeriodRecord | null {
  const wire = billingPeriodWire.safeParse(raw)
  if (!wire.success) return null
  const row = wire.data
  const money = readMoney(row.totalAmountIncMaintenanceFee)
  return {
    id: row.id,
    contract: row.loanName,
    startDate: dayOf(row.start_date),
    endDate: dayOf(row.end_date),
    status: statusName(row.status),
    currency: currencyCode(row.currency),
    amount: money.amount,
    amountIssue: money.issue,
    fundingSource: row.funding_source,
    unreadable: unreadableFields({
      start_date: isUnreadableDay(row.start_date),
      end_date: isUnreadableDay(row.end_date),
    }),
    raw,
  }
}

/** A name as programs write it (`PAYMENT_FAILED`), unlike a phrase for people. */
const NAME = /^[A-Z][A-Z_]{2,}$/

/**
 * Chooses between label and code: a known status first, then a text like a program's name, then the label,
 * then the code.
 */
function statusName(status: NamedWire): string | null {
  if (!status) return null
  const names = [status.label, status.code].flatMap((text) => (text && readBillingStatus(text)) || [])
  const known = names.find((name) => BILLING_STATUSES.some((status) => status === name))
  return known ?? names.find((name) => NAME.test(name)) ?? names[0] ?? null
}

/**
 * Maps an invoice; its day of issue is the day of created_at in the business time zone. Null when its id
 * cannot be read.
 */
export function toInvoice(raw: RawRecord, timeZone: string): InvoiceRecord | null {
  const wire = invoiceWire.safeParse(raw)
  if (!wire.success) return null
  const row = wire.data
  const money = readMoney(row.total)
  const usd = readMoney(row.usd_total)
  return {
    source: 'hello-tractor',
    id: row.id,
    number: row.invoice_no,
    title: row.title,
    customer: null,
    accountNumber: null,
    siteRef: null,
    siteName: null,
    invoiceType: row.invoice_type?.code ?? row.invoice_type?.label ?? null,
    invoiceTypeLabel: row.invoice_type?.label ?? null,
    currency: currencyCode(row.currency),
    amount: money.amount,
    amountIssue: money.issue,
    usdAmount: usd.amount,
    paidAmount: null,
    state: row.invoice_paid === null ? 'unknown' : row.invoice_paid ? 'paid' : 'not_paid',
    funnelState: null,
    ...issue(row.created_at, timeZone),
    dueOn: null,
    sourceUpdatedAt: null,
    fundingSource: row.funding_source,
    unreadable: unreadableFields({
      created_at: row.created_at.kind === 'unreadable',
      usd_total: isUnreadableMoney(usd),
    }),
    raw,
  }
}

function issue(createdAt: DateReading, timeZone: string): { issuedOn: Day | null; issuedAt: string | null } {
  const issuedAt = instantOf(createdAt)
  // A plain day is the same in every zone; only an instant must be converted to a zone's day.
  if (createdAt.kind === 'day') return { issuedOn: createdAt.day, issuedAt }
  return { issuedOn: issuedAt && dayInZone(new Date(issuedAt), timeZone), issuedAt }
}
