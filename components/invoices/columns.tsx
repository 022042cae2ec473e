'use client'

import type { AppColumn } from '#components/table/app-table.ts'
import { DayCell, InstantCell, MoneyCell, RowLink, TextCell } from '#components/table/cells.tsx'
import { unassignedReason } from '#lib/assignment.ts'
import type { Invoice } from '#lib/invoices/schema.ts'
import type { Source } from '#lib/sources/sources.ts'
import { REASONS, unknownAmount } from './copy.ts'
import { FunnelStateBadge, InvoiceStateBadge } from './state-badges.tsx'

const number: AppColumn<Invoice> = {
  id: 'number',
  header: 'Number',
  meta: { label: 'Number', width: 144, sortField: 'number', card: 'title', isDefault: true },
  cell: ({ row }) => <RowLink id={row.original.id} text={row.original.number ?? REASONS.number} />,
}
const title: AppColumn<Invoice> = {
  id: 'title',
  header: 'Title',
  meta: { label: 'Title', width: 120, grow: 2, isDefault: true },
  cell: ({ row }) => <TextCell text={row.original.title} unknown={REASONS.title} />,
}
const issued: AppColumn<Invoice> = {
  id: 'issued_on',
  header: 'Issued',
  meta: { label: 'Issued', width: 112, grow: 0, sortField: 'issued_on', card: 'detail', isDefault: true },
  cell: ({ row }) => <DayCell day={row.original.issuedOn} unknown={REASONS.day} />,
}
const state: AppColumn<Invoice> = {
  id: 'state',
  header: 'State',
  meta: { label: 'State', width: 132, grow: 0, sortField: 'state', card: 'status', isDefault: true },
  cell: ({ row }) => <InvoiceStateBadge state={row.original.state} />,
}
const fundingSource: AppColumn<Invoice> = {
  id: 'funding_source',
  header: 'Funding source',
  meta: { label: 'Funding source', width: 104, sortField: 'funding_source', isDefault: true },
  cell: ({ row: { original } }) => (
    <TextCell text={original.fundingSource} unknown={unassignedReason(original.assignment)} isSoft />
  ),
}
const amount: AppColumn<Invoice> = {
  id: 'amount',
  header: 'Amount',
  meta: {
    label: 'Amount',
    width: 148,
    grow: 0,
    isNumeric: true,
    sortField: 'amount',
    card: 'aside',
    isDefault: true,
  },
  cell: ({ row: { original } }) => (
    <MoneyCell
      amount={original.amount}
      currency={original.currency}
      unknown={unknownAmount(original.amountIssue)}
    />
  ),
}
const usd: AppColumn<Invoice> = {
  id: 'usd',
  header: 'USD',
  meta: { label: 'USD', width: 120, grow: 0, isNumeric: true },
  cell: ({ row }) => <MoneyCell amount={row.original.usdAmount} currency="USD" unknown={REASONS.usd} />,
}
const paid: AppColumn<Invoice> = {
  id: 'paid',
  header: 'Reported paid',
  meta: { label: 'Reported paid', width: 148, grow: 0, isNumeric: true, isDefault: true },
  cell: ({ row: { original } }) => (
    <MoneyCell amount={original.paidAmount} currency={original.currency} unknown={REASONS.paid} />
  ),
}
const account: AppColumn<Invoice> = {
  id: 'account',
  header: 'Account',
  meta: { label: 'Account', width: 104, isDefault: true },
  cell: ({ row }) => <TextCell text={row.original.accountNumber} unknown={REASONS.account} />,
}
const funnel: AppColumn<Invoice> = {
  id: 'funnel_state',
  header: 'Funnel',
  meta: { label: 'Funnel', width: 112, grow: 0, isDefault: true },
  cell: ({ row }) => <FunnelStateBadge state={row.original.funnelState} />,
}
const processed: AppColumn<Invoice> = {
  id: 'processed_on',
  header: 'Processed',
  meta: { label: 'Processed', width: 112, grow: 0, sortField: 'processed_on' },
  cell: ({ row }) => <DayCell day={row.original.processedOn} unknown={REASONS.processed} />,
}
const customer: AppColumn<Invoice> = {
  id: 'customer',
  header: 'Customer',
  meta: { label: 'Customer', width: 160, grow: 2, sortField: 'customer', card: 'detail', isDefault: true },
  cell: ({ row }) => <TextCell text={row.original.customer} unknown={REASONS.customer} />,
}
const site: AppColumn<Invoice> = {
  id: 'site',
  header: 'Site',
  meta: { label: 'Site', width: 120, isDefault: true },
  cell: ({ row: { original } }) => (
    <TextCell text={original.siteName ?? original.siteRef} unknown={REASONS.site} isSoft />
  ),
}
const type: AppColumn<Invoice> = {
  id: 'invoice_type',
  header: 'Type',
  meta: { label: 'Type', width: 112, card: 'status', isDefault: true },
  cell: ({ row: { original } }) => (
    <TextCell text={original.invoiceTypeLabel ?? original.invoiceType} unknown={REASONS.type} isSoft />
  ),
}
const due: AppColumn<Invoice> = {
  id: 'due_on',
  header: 'Due',
  meta: { label: 'Due', width: 112, grow: 0, sortField: 'due_on', isDefault: true },
  cell: ({ row }) => <DayCell day={row.original.dueOn} unknown={REASONS.day} />,
}
const changed: AppColumn<Invoice> = {
  id: 'changed_at',
  header: 'Changed',
  meta: { label: 'Changed', width: 112, grow: 0, sortField: 'changed_at' },
  cell: ({ row }) => <InstantCell instant={row.original.changedAt} />,
}

/** On the card of a client invoice the day stands where others have an amount. */
const issuedAside: AppColumn<Invoice> = { ...issued, meta: { ...issued.meta, card: 'aside' } }

/** Payment links are numbered briefly. */
const shortNumber: AppColumn<Invoice> = { ...number, meta: { ...number.meta, width: 96 } }

/** The columns each source can fill. */
export const INVOICE_COLUMNS: Record<Source, readonly AppColumn<Invoice>[]> = {
  'hello-tractor': [number, title, issued, state, fundingSource, amount, usd, changed],
  'payment-links': [
    shortNumber,
    account,
    issued,
    state,
    funnel,
    amount,
    paid,
    fundingSource,
    processed,
    changed,
  ],
  'client-invoices': [number, customer, site, type, issuedAside, due, changed],
}
