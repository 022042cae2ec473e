import { Field, FundingSourceField, Since } from '#components/detail/detail-parts.tsx'
import { RowAmount } from '#components/list/source-row.tsx'
import { DayCell, MoneyCell, TextCell, UnknownCell } from '#components/table/cells.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { SourceText } from '#components/ui/source-text.tsx'
import { UNKNOWN } from '#lib/format.ts'
import type { Invoice } from '#lib/invoices/schema.ts'
import { visibleText } from '#lib/visible-text.ts'
import { REASONS } from './copy.ts'
import { FunnelStateBadge, InvoiceStateBadge } from './state-badges.tsx'

/** The fields of an invoice that its source provides. */
export function InvoiceFields({ invoice }: { invoice: Invoice }) {
  const format = useFormat()
  return (
    <>
      <Field label="Number">
        {invoice.number === null ? REASONS.number : <SourceText text={invoice.number} />}
      </Field>
      {invoice.source === 'hello-tractor' ? <HelloTractorFields invoice={invoice} /> : null}
      {invoice.source === 'payment-links' ? <PaymentLinkFields invoice={invoice} /> : null}
      {invoice.source === 'client-invoices' ? <ClientInvoiceFields invoice={invoice} /> : null}
      <Field label="First seen">{format.instant(invoice.firstSeenAt)}</Field>
    </>
  )
}

function HelloTractorFields({ invoice }: { invoice: Invoice }) {
  return (
    <>
      <Field label="Title">
        <Named text={invoice.title} unknown={REASONS.title} />
      </Field>
      <Field label="In USD" hint="As the source gives it; no rate is applied here">
        <MoneyCell amount={invoice.usdAmount} currency="USD" unknown={REASONS.usd} />
      </Field>
      <Issued invoice={invoice} />
      <FundingSourceField row={invoice} />
    </>
  )
}

function PaymentLinkFields({ invoice }: { invoice: Invoice }) {
  return (
    <>
      <Field label="Account">
        <TextCell text={invoice.accountNumber} unknown={REASONS.account} />
      </Field>
      <Field label="Reported paid">
        <MoneyCell amount={invoice.paidAmount} currency={invoice.currency} unknown={REASONS.paid} />
      </Field>
      <Issued invoice={invoice} />
      <Field label="Processed" hint="Latest daily report that listed it">
        <DayCell day={invoice.processedOn} unknown={REASONS.processed} />
      </Field>
      <FundingSourceField row={invoice} />
    </>
  )
}

function ClientInvoiceFields({ invoice }: { invoice: Invoice }) {
  const format = useFormat()
  return (
    <>
      <Field
        label="Site"
        hint={invoice.siteName === null ? undefined : visibleText(invoice.siteRef ?? '') || undefined}
      >
        <Named text={invoice.siteName ?? invoice.siteRef} unknown={REASONS.site} />
      </Field>
      <Field label="Type">
        <Named text={invoice.invoiceTypeLabel ?? invoice.invoiceType} unknown={REASONS.type} />
      </Field>
      <Field label="Accounting date">
        {invoice.issuedOn === null ? UNKNOWN : format.day(invoice.issuedOn)}
      </Field>
      <Field label="Payment deadline">{invoice.dueOn === null ? UNKNOWN : format.day(invoice.dueOn)}</Field>
    </>
  )
}

/** Text that wraps, or the reason why there is none. */
function Named({ text, unknown }: { text: string | null; unknown: string }) {
  return text === null ? <UnknownCell reason={unknown} /> : <SourceText text={text} />
}

function Issued({ invoice }: { invoice: Invoice }) {
  const format = useFormat()
  return (
    <Field label="Issued">
      {invoice.issuedAt === null ? (
        <DayCell day={invoice.issuedOn} unknown={REASONS.day} />
      ) : (
        format.instant(invoice.issuedAt)
      )}
    </Field>
  )
}

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
        <RowAmount row={invoice} />
      </h2>
      <p className="mt-2 flex flex-wrap items-center gap-2 text-soft">
        <InvoiceStateBadge state={invoice.state} />
        {invoice.source === 'payment-links' ? <FunnelStateBadge state={invoice.funnelState} /> : null}
        <Since row={invoice} />
      </p>
    </>
  )
}
