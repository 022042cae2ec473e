import { amountColumn, fundingSourceColumn } from '#components/list/source-row.tsx'
import { DayCell, InstantCell, MoneyCell, RowLink, TextCell } from '#components/table/cells.tsx'
import type { AppColumn } from '#components/table/column.ts'
import type { Invoice } from '#lib/invoices/schema.ts'
import type { Source } from '#lib/sources.ts'
import type { Words } from '#lib/words/words.ts'
import { FunnelStateBadge, InvoiceStateBadge } from './state-badges.tsx'

/** Returns the columns that a source provides data for, in the language of `t`. */
export function invoiceColumns(
  source: Source,
  t: Words<'invoices'>,
  tList: Words<'list'>,
): readonly AppColumn<Invoice>[] {
  const amount = amountColumn(tList)
  const fundingSource = fundingSourceColumn(tList)
  const number: AppColumn<Invoice> = {
    id: 'number',
    meta: { label: t('field.number'), width: 144, sortField: 'number', card: 'title', isDefault: true },
    cell: (row) => <RowLink id={row.id} text={row.number ?? t('missing.number')} />,
  }
  const title: AppColumn<Invoice> = {
    id: 'title',
    meta: { label: t('field.title'), width: 120, grow: 2, isDefault: true },
    cell: (row) => <TextCell text={row.title} unknown={t('missing.title')} />,
  }
  const issued: AppColumn<Invoice> = {
    id: 'issued_on',
    meta: {
      label: t('field.issued'),
      width: 112,
      grow: 0,
      sortField: 'issued_on',
      card: 'detail',
      isDefault: true,
    },
    cell: (row) => <DayCell day={row.issuedOn} unknown={t('missing.day')} />,
  }
  const state: AppColumn<Invoice> = {
    id: 'state',
    meta: {
      label: t('field.state'),
      width: 132,
      grow: 0,
      sortField: 'state',
      card: 'status',
      isDefault: true,
    },
    cell: (row) => <InvoiceStateBadge state={row.state} />,
  }
  const usd: AppColumn<Invoice> = {
    id: 'usd',
    meta: { label: t('field.usd'), width: 120, grow: 0, isNumeric: true },
    amount: (row) => [row.usdAmount, 'USD'],
    cell: (row) => <MoneyCell amount={row.usdAmount} currency="USD" unknown={t('missing.usd')} />,
  }
  const paid: AppColumn<Invoice> = {
    id: 'paid',
    meta: { label: t('field.reported-paid'), width: 148, grow: 0, isNumeric: true, isDefault: true },
    amount: (row) => [row.paidAmount, row.currency],
    cell: (row) => <MoneyCell amount={row.paidAmount} currency={row.currency} unknown={t('missing.paid')} />,
  }
  const account: AppColumn<Invoice> = {
    id: 'account',
    meta: { label: t('field.account'), width: 104, isDefault: true },
    cell: (row) => <TextCell text={row.accountNumber} unknown={t('missing.account')} />,
  }
  const funnel: AppColumn<Invoice> = {
    id: 'funnel_state',
    meta: { label: t('field.funnel'), width: 112, grow: 0, isDefault: true },
    cell: (row) => <FunnelStateBadge state={row.funnelState} />,
  }
  const processed: AppColumn<Invoice> = {
    id: 'processed_on',
    meta: { label: t('field.processed'), width: 112, grow: 0, sortField: 'processed_on' },
    cell: (row) => <DayCell day={row.processedOn} unknown={t('missing.processed')} />,
  }
  const customer: AppColumn<Invoice> = {
    id: 'customer',
    meta: {
      label: t('field.customer'),
      width: 160,
      grow: 2,
      sortField: 'customer',
      card: 'detail',
      isDefault: true,
    },
    cell: (row) => <TextCell text={row.customer} unknown={t('missing.customer')} />,
  }
  const site: AppColumn<Invoice> = {
    id: 'site',
    meta: { label: t('field.site'), width: 120, isDefault: true },
    cell: (row) => <TextCell text={row.siteName ?? row.siteRef} unknown={t('missing.site')} isSoft />,
  }
  const type: AppColumn<Invoice> = {
    id: 'invoice_type',
    meta: { label: t('field.type'), width: 112, card: 'status', isDefault: true },
    cell: (row) => (
      <TextCell text={row.invoiceTypeLabel ?? row.invoiceType} unknown={t('missing.type')} isSoft />
    ),
  }
  const due: AppColumn<Invoice> = {
    id: 'due_on',
    meta: { label: t('field.due'), width: 112, grow: 0, sortField: 'due_on', isDefault: true },
    cell: (row) => <DayCell day={row.dueOn} unknown={t('missing.day')} />,
  }
  const changed: AppColumn<Invoice> = {
    id: 'changed_at',
    meta: { label: t('field.changed'), width: 112, grow: 0, sortField: 'changed_at' },
    cell: (row) => <InstantCell instant={row.changedAt} />,
  }

  /** On the card of a client invoice the date is where other sources show the amount. */
  const issuedAside: AppColumn<Invoice> = { ...issued, meta: { ...issued.meta, card: 'aside' } }

  /** Numbers of payment links are short. */
  const shortNumber: AppColumn<Invoice> = { ...number, meta: { ...number.meta, width: 96 } }
  const columns: Record<Source, readonly AppColumn<Invoice>[]> = {
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
  return columns[source]
}
