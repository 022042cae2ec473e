import 'server-only'
import { decimalOf } from '#lib/sandbox/dataset/amounts.ts'
import type { BillingPeriod } from '#lib/sandbox/dataset/billing-periods.ts'
import { CLIENT_INVOICE_TYPES, type ClientInvoice } from '#lib/sandbox/dataset/client-invoices.ts'
import { statusAt } from '#lib/sandbox/dataset/collection.ts'
import { correctedAt } from '#lib/sandbox/dataset/corrections.ts'
import type { Invoice } from '#lib/sandbox/dataset/invoices.ts'
import { isoStamp } from '#lib/sandbox/dataset/time.ts'
import type { Dialect } from './options.ts'

export type Row = Record<string, unknown>

const STATUS_CODES = ['DRAFT', 'SENT_TO_PAYMENT_SERVICE', 'PAYMENT_COMPLETE', 'PAYMENT_FAILED', 'PENDING']

/** Writes a decimal as text or as a JSON number; words and null stay unchanged. */
export function money(value: string | null, as: Dialect['moneyAs'], seed: 'string' | 'number'): unknown {
  const form = as === 'seed' ? seed : as
  if (value === null || form === 'string') return value
  const number = Number(value)
  return Number.isFinite(number) ? number : value
}

function status(name: string | null, as: Dialect['statusAs']): unknown {
  if (name === null || as === 'text') return name
  if (as === 'label') return { label: name }
  if (as === 'code-label') return { code: STATUS_CODES.indexOf(name), label: name }
  const phrase = name.charAt(0) + name.slice(1).toLowerCase().replaceAll('_', ' ')
  return { code: name, label: phrase }
}

/** Builds a billing period's row in the list and its detail at an instant. */
export function billingPeriodRow(period: BillingPeriod, now: number, dialect: Dialect): Row {
  const isSeed = dialect.keysAs === 'seed'
  const { amount, startDate, endDate } = correctedAt(period, now)
  return {
    id: dialect.idsAs === 'seed' ? period.id : String(period.id),
    [isSeed ? 'loanName' : 'loan_name']: period.loanName,
    start_date: startDate,
    end_date: endDate,
    status: status(statusAt(period.events, now), dialect.statusAs),
    currency: period.currency,
    [isSeed ? 'totalAmountIncMaintenanceFee' : 'total_amount_inc_maintenance_fee']: money(
      amount,
      dialect.moneyAs,
      'string',
    ),
  }
}

/** Builds a Hello Tractor invoice's row in the list at an instant. */
export function invoiceRow(invoice: Invoice, now: number, dialect: Dialect): Row {
  return {
    id: invoice.id,
    invoice_no: invoice.number,
    title: invoice.title,
    total: money(invoice.total, dialect.moneyAs, 'string'),
    usd_total: money(invoice.usdTotal, dialect.moneyAs, 'string'),
    invoice_paid: invoice.isPaidUnknown ? null : invoice.paidAt !== null && invoice.paidAt <= now,
    created_at: isoStamp(invoice.createdAt),
  }
}

/** Builds the detail of a Hello Tractor invoice: the row with four more fields. */
export function invoiceDetailRow(
  invoice: Invoice,
  now: number,
  dialect: Dialect,
  pdfUrl: string | null,
): Row {
  return {
    ...invoiceRow(invoice, now, dialect),
    pdf_url: pdfUrl,
    invoice_type: invoice.invoiceType,
    maintenance_fees: money(decimalOf(invoice.maintenanceFee), dialect.moneyAs, 'string'),
    user_id: invoice.contract.userId,
  }
}

/** Builds a client invoice's row in the list. */
export function clientInvoiceRow(invoice: ClientInvoice): Row {
  return {
    invoice_number: invoice.number,
    customer_name: invoice.contract.holder,
    billing_site_ref: invoice.billingSiteRef,
    billing_site_name: invoice.billingSiteName,
    invoice_type: invoice.invoiceType,
    invoice_type_label: CLIENT_INVOICE_TYPES[invoice.invoiceType],
    accounting_date: invoice.accountingDate,
    payment_deadline: invoice.paymentDeadline,
  }
}
