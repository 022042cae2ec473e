import { AMOUNT_COLUMN, FUNDING_SOURCE_COLUMN } from '#components/list/source-row.tsx'
import { DayCell, InstantCell, MoneyCell, RowLink, TextCell } from '#components/table/cells.tsx'
import type { AppColumn } from '#components/table/column.ts'
import type { Invoice } from '#lib/invoices/schema.ts'
import type { Source } from '#lib/sources.ts'
import { REASONS } from './copy.ts'
import { FunnelStateBadge, InvoiceStateBadge } from './state-badges.tsx'

const number: AppColumn<Invoice> = {
  id: 'number',
  meta: { label: 'Number', width: 144, sortField: 'number', card: 'title', isDefault: true },
  cell: (row) => <RowLink id={row.id} text={row.number ?? REASONS.number} />,
}
const title: AppColumn<Invoice> = {
  id: 'title',
  meta: { label: 'Title', width: 120, grow: 2, isDefault: true },
  cell: (row) => <TextCell text={row.title} unknown={REASONS.title} />,
}
const issued: AppColumn<Invoice> = {
  id: 'issued_on',
  meta: { label: 'Issued', width: 112, grow: 0, sortField: 'issued_on', card: 'detail', isDefault: true },
  cell: (row) => <DayCell day={row.issuedOn} unknown={REASONS.day} />,
}
const state: AppColumn<Invoice> = {
  id: 'state',
  meta: { label: 'State', width: 132, grow: 0, sortField: 'state', card: 'status', isDefault: true },
  cell: (row) => <InvoiceStateBadge state={row.state} />,
}
const usd: AppColumn<Invoice> = {
  id: 'usd',
  meta: { label: 'USD', width: 120, grow: 0, isNumeric: true },
  amount: (row) => [row.usdAmount, 'USD'],
  cell: (row) => <MoneyCell amount={row.usdAmount} currency="USD" unknown={REASONS.usd} />,
}
const paid: AppColumn<Invoice> = {
  id: 'paid',
  meta: { label: 'Reported paid', width: 148, grow: 0, isNumeric: true, isDefault: true },
  amount: (row) => [row.paidAmount, row.currency],
  cell: (row) => <MoneyCell amount={row.paidAmount} currency={row.currency} unknown={REASONS.paid} />,
}
const account: AppColumn<Invoice> = {
  id: 'account',
  meta: { label: 'Account', width: 104, isDefault: true },
  cell: (row) => <TextCell text={row.accountNumber} unknown={REASONS.account} />,
}
const funnel: AppColumn<Invoice> = {
  id: 'funnel_state',
  meta: { label: 'Funnel', width: 112, grow: 0, isDefault: true },
  cell: (row) => <FunnelStateBadge state={row.funnelState} />,
}
const processed: AppColumn<Invoice> = {
  id: 'processed_on',
  meta: { label: 'Processed', width: 112, grow: 0, sortField: 'processed_on' },
  cell: (row) => <DayCell day={row.processedOn} unknown={REASONS.processed} />,
}
const customer: AppColumn<Invoice> = {
  id: 'customer',
  meta: { label: 'Customer', width: 160, grow: 2, sortField: 'customer', card: 'detail', isDefault: true },
  cell: (row) => <TextCell text={row.customer} unknown={REASONS.customer} />,
}
const site: AppColumn<Invoice> = {
  id: 'site',
  meta: { label: 'Site', width: 120, isDefault: true },
  cell: (row) => <TextCell text={row.siteName ?? row.siteRef} unknown={REASONS.site} isSoft />,
}
const type: AppColumn<Invoice> = {
  id: 'invoice_type',
  meta: { label: 'Type', width: 112, card: 'status', isDefault: true },
  cell: (row) => <TextCell text={row.invoiceTypeLabel ?? row.invoiceType} unknown={REASONS.type} isSoft />,
}
const due: AppColumn<Invoice> = {
  id: 'due_on',
  meta: { label: 'Due', width: 112, grow: 0, sortField: 'due_on', isDefault: true },
  cell: (row) => <DayCell day={row.dueOn} unknown={REASONS.day} />,
}
const changed: AppColumn<Invoice> = {
  id: 'changed_at',
  meta: { label: 'Changed', width: 112, grow: 0, sortField: 'changed_at' },
  cell: (row) => <InstantCell instant={row.changedAt} />,
}

/** On the card of a client invoice the date is where other sources show the amount. */
const issuedAside: AppColumn<Invoice> = { ...issued, meta: { ...issued.meta, card: 'aside' } }

/** Numbers of payment links are short. */
const shortNumber: AppColumn<Invoice> = { ...number, meta: { ...number.meta, width: 96 } }

/** The columns that each source provides data for. */
export const INVOICE_COLUMNS: Record<Source, readonly AppColumn<Invoice>[]> = {
  'hello-tractor': [number, title, issued, state, FUNDING_SOURCE_COLUMN, AMOUNT_COLUMN, usd, changed],
  'payment-links': [
    shortNumber,
    account,
    issued,
    state,
    funnel,
    AMOUNT_COLUMN,
    paid,
    FUNDING_SOURCE_COLUMN,
    processed,
    changed,
  ],
  'client-invoices': [number, customer, site, type, issuedAside, due, changed],
}
