import { amountDrawing, fundingSourceDrawing } from '#components/list/source-row.tsx'
import { DayCell, InstantCell, MoneyCell, RowLink, TextCell } from '#components/table/cells.tsx'
import { type AppColumn, drawnColumns } from '#components/table/column.ts'
import type { Invoice } from '#lib/invoices/schema.ts'
import type { Source } from '#lib/sources.ts'
import type { Words } from '#lib/words/words.ts'
import { invoiceOutlines } from './outlines.ts'
import { FunnelStateBadge, InvoiceStateBadge } from './state-badges.tsx'

/** Returns the columns that a source provides data for, in the language of `t`. */
export function invoiceColumns(
  source: Source,
  t: Words<'invoices'>,
  tList: Words<'list'>,
): readonly AppColumn<Invoice>[] {
  return drawnColumns<Invoice>(invoiceOutlines(source, t, tList), {
    amount: amountDrawing,
    funding_source: fundingSourceDrawing(tList),
    number: {
      cell: (row) => <RowLink id={row.id} text={row.number ?? t('missing.number')} />,
    },
    title: {
      cell: (row) => <TextCell text={row.title} unknown={t('missing.title')} />,
    },
    issued_on: {
      cell: (row) => <DayCell day={row.issuedOn} unknown={t('missing.day')} />,
    },
    state: {
      cell: (row) => <InvoiceStateBadge state={row.state} />,
    },
    usd: {
      amount: (row) => [row.usdAmount, 'USD'],
      cell: (row) => <MoneyCell amount={row.usdAmount} currency="USD" unknown={t('missing.usd')} />,
    },
    paid: {
      amount: (row) => [row.paidAmount, row.currency],
      cell: (row) => (
        <MoneyCell amount={row.paidAmount} currency={row.currency} unknown={t('missing.paid')} />
      ),
    },
    account: {
      cell: (row) => <TextCell text={row.accountNumber} unknown={t('missing.account')} />,
    },
    funnel_state: {
      cell: (row) => <FunnelStateBadge state={row.funnelState} />,
    },
    processed_on: {
      cell: (row) => <DayCell day={row.processedOn} unknown={t('missing.processed')} />,
    },
    customer: {
      cell: (row) => <TextCell text={row.customer} unknown={t('missing.customer')} />,
    },
    site: {
      cell: (row) => <TextCell text={row.siteName ?? row.siteRef} unknown={t('missing.site')} isSoft />,
    },
    invoice_type: {
      cell: (row) => (
        <TextCell text={row.invoiceTypeLabel ?? row.invoiceType} unknown={t('missing.type')} isSoft />
      ),
    },
    due_on: {
      cell: (row) => <DayCell day={row.dueOn} unknown={t('missing.day')} />,
    },
    changed_at: {
      cell: (row) => <InstantCell instant={row.changedAt} />,
    },
  })
}
