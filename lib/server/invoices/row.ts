import 'server-only'
import { sql } from 'drizzle-orm'
import { hasPdfs } from '#lib/invoices/pack.ts'
import type { Invoice } from '#lib/invoices/schema.ts'
import { instantText } from '#lib/server/db/instant-text.ts'

/** A row of `invoice`, as `invoiceColumns` selects it. */
export type InvoiceRow = Omit<Invoice, 'hasPdf'>

export const invoiceColumns = sql`
  source, id, number, title, customer, account_number as "accountNumber", site_ref as "siteRef",
  site_name as "siteName", invoice_type as "invoiceType", invoice_type_label as "invoiceTypeLabel", currency,
  amount::text as amount, amount_issue as "amountIssue", usd_amount::text as "usdAmount",
  paid_amount::text as "paidAmount", state, funnel_state as "funnelState", issued_on::text as "issuedOn",
  ${instantText(sql`issued_at`)} as "issuedAt", due_on::text as "dueOn", processed_on::text as "processedOn",
  funding_source as "fundingSource", assignment, ${instantText(sql`first_seen_at`)} as "firstSeenAt",
  ${instantText(sql`changed_at`)} as "changedAt"`

/**
 * Payment links have no PDFs. An invoice of another source counts as having one, though its source may not
 * have issued it.
 */
export function toInvoice(row: InvoiceRow): Invoice {
  return { ...row, hasPdf: hasPdfs(row.source) }
}
