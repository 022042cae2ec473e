import 'server-only'
import type { InvoiceRecord, RawRecord } from '#lib/server/upstream/contract.ts'
import { dayOf, isUnreadableDay, unreadableFields } from '#lib/server/upstream/fields.ts'
import { clientInvoiceWire } from './wire.ts'

/**
 * Maps a client invoice to an InvoiceRecord; null when its number cannot be read. Its dates are calendar days
 * without a zone.
 */
export function toInvoice(raw: RawRecord): InvoiceRecord | null {
  const wire = clientInvoiceWire.safeParse(raw)
  if (!wire.success) return null
  const row = wire.data
  return {
    source: 'client-invoices',
    id: row.invoice_number,
    number: row.invoice_number,
    title: null,
    customer: row.customer_name,
    accountNumber: null,
    siteRef: row.billing_site_ref,
    siteName: row.billing_site_name,
    invoiceType: row.invoice_type,
    invoiceTypeLabel: row.invoice_type_label,
    currency: null,
    amount: null,
    amountIssue: null,
    usdAmount: null,
    paidAmount: null,
    state: null,
    funnelState: null,
    issuedOn: dayOf(row.accounting_date),
    issuedAt: null,
    dueOn: dayOf(row.payment_deadline),
    sourceUpdatedAt: null,
    fundingSource: null,
    unreadable: unreadableFields({
      accounting_date: isUnreadableDay(row.accounting_date),
      payment_deadline: isUnreadableDay(row.payment_deadline),
    }),
    raw,
  }
}
