'use client'

import { Since } from '#components/detail/detail-parts.tsx'
import { MoneyCell } from '#components/table/cells.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { SourceText } from '#components/ui/source-text.tsx'
import type { Invoice } from '#lib/invoices/schema.ts'
import { REASONS, unknownAmount } from './copy.ts'
import { FunnelStateBadge, InvoiceStateBadge } from './state-badges.tsx'

/** The heading of an invoice: amount and status, or the customer if the source provides neither. */
export function InvoiceHeading({ invoice }: { invoice: Invoice }) {
  const format = useFormat()
  if (invoice.source === 'client-invoices') {
    return (
      <>
        <h2 className="page-title mt-1 break-words">
          {invoice.customer === null ? REASONS.customer : <SourceText text={invoice.customer} />}
        </h2>
        <p className="mt-1 text-soft">
          {invoice.issuedOn === null ? REASONS.day : `issued ${format.day(invoice.issuedOn)}`}
          {invoice.dueOn === null ? '' : `, due ${format.day(invoice.dueOn)}`}
        </p>
      </>
    )
  }
  return (
    <>
      <h2 className="page-title mt-1 wrap-anywhere">
        <MoneyCell
          amount={invoice.amount}
          currency={invoice.currency}
          unknown={unknownAmount(invoice.amountIssue)}
        />
      </h2>
      <p className="mt-2 flex flex-wrap items-center gap-2 text-soft">
        <InvoiceStateBadge state={invoice.state} />
        {invoice.source === 'payment-links' ? <FunnelStateBadge state={invoice.funnelState} /> : null}
        <Since row={invoice} />
      </p>
    </>
  )
}
