import { FundingSourceField, Since } from '#components/detail/detail-parts.tsx'
import { Field } from '#components/detail/field-list.tsx'
import { RowAmount } from '#components/list/source-row.tsx'
import { DayCell, MoneyCell, TextCell, UnknownCell } from '#components/table/cells.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { SourceText } from '#components/ui/source-text.tsx'
import { useWords } from '#components/ui/words.tsx'
import { type Format, UNKNOWN } from '#lib/format.ts'
import type { Invoice } from '#lib/invoices/schema.ts'
import { visibleText } from '#lib/visible-text.ts'
import type { Words } from '#lib/words/words.ts'
import { FunnelStateBadge, InvoiceStateBadge } from './state-badges.tsx'

/** The fields of an invoice that its source provides. */
export function InvoiceFields({ invoice }: { invoice: Invoice }) {
  const t = useWords('invoices')
  const format = useFormat()
  return (
    <>
      <Field label={t('field.number')}>
        {invoice.number === null ? t('missing.number') : <SourceText text={invoice.number} />}
      </Field>
      {invoice.source === 'hello-tractor' ? <HelloTractorFields invoice={invoice} /> : null}
      {invoice.source === 'payment-links' ? <PaymentLinkFields invoice={invoice} /> : null}
      {invoice.source === 'client-invoices' ? <ClientInvoiceFields invoice={invoice} /> : null}
      <Field label={t('field.first-seen')}>{format.instant(invoice.firstSeenAt)}</Field>
    </>
  )
}

function HelloTractorFields({ invoice }: { invoice: Invoice }) {
  const t = useWords('invoices')
  return (
    <>
      <Field label={t('field.title')}>
        <Named text={invoice.title} unknown={t('missing.title')} />
      </Field>
      <Field label={t('field.in-usd')} hint={t('hint.in-usd')}>
        <MoneyCell amount={invoice.usdAmount} currency="USD" unknown={t('missing.usd')} />
      </Field>
      <Issued invoice={invoice} />
      <FundingSourceField row={invoice} />
    </>
  )
}

function PaymentLinkFields({ invoice }: { invoice: Invoice }) {
  const t = useWords('invoices')
  return (
    <>
      <Field label={t('field.account')}>
        <TextCell text={invoice.accountNumber} unknown={t('missing.account')} />
      </Field>
      <Field label={t('field.reported-paid')}>
        <MoneyCell amount={invoice.paidAmount} currency={invoice.currency} unknown={t('missing.paid')} />
      </Field>
      <Issued invoice={invoice} />
      <Field label={t('field.processed')} hint={t('hint.processed')}>
        <DayCell day={invoice.processedOn} unknown={t('missing.processed')} />
      </Field>
      <FundingSourceField row={invoice} />
    </>
  )
}

function ClientInvoiceFields({ invoice }: { invoice: Invoice }) {
  const t = useWords('invoices')
  const format = useFormat()
  return (
    <>
      <Field
        label={t('field.site')}
        hint={invoice.siteName === null ? undefined : visibleText(invoice.siteRef ?? '') || undefined}
      >
        <Named text={invoice.siteName ?? invoice.siteRef} unknown={t('missing.site')} />
      </Field>
      <Field label={t('field.type')}>
        <Named text={invoice.invoiceTypeLabel ?? invoice.invoiceType} unknown={t('missing.type')} />
      </Field>
      <Field label={t('field.accounting-date')}>
        {invoice.issuedOn === null ? UNKNOWN : format.day(invoice.issuedOn)}
      </Field>
      <Field label={t('field.deadline')}>
        {invoice.dueOn === null ? UNKNOWN : format.day(invoice.dueOn)}
      </Field>
    </>
  )
}

/** Text that wraps, or the reason why there is none. */
function Named({ text, unknown }: { text: string | null; unknown: string }) {
  return text === null ? <UnknownCell reason={unknown} /> : <SourceText text={text} />
}

function Issued({ invoice }: { invoice: Invoice }) {
  const t = useWords('invoices')
  const format = useFormat()
  return (
    <Field label={t('field.issued')}>
      {invoice.issuedAt === null ? (
        <DayCell day={invoice.issuedOn} unknown={t('missing.day')} />
      ) : (
        format.instant(invoice.issuedAt)
      )}
    </Field>
  )
}

/** The heading of an invoice: amount and status, or the customer if the source provides neither. */
export function InvoiceHeading({ invoice }: { invoice: Invoice }) {
  const t = useWords('invoices')
  const format = useFormat()
  if (invoice.source === 'client-invoices') {
    return (
      <>
        <h2 className="page-title mt-1 break-words">
          {invoice.customer === null ? t('missing.customer') : <SourceText text={invoice.customer} />}
        </h2>
        <p className="mt-1 text-soft">{describeDays(invoice, format, t)}</p>
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

/** The days of a client invoice, e.g. "issued 3 May 2026, due 2 June 2026". */
function describeDays({ issuedOn, dueOn }: Invoice, format: Format, t: Words<'invoices'>): string {
  if (issuedOn === null) {
    return dueOn === null ? t('missing.day') : t('detail.none-due', { due: format.day(dueOn) })
  }
  if (dueOn === null) return t('detail.issued', { day: format.day(issuedOn) })
  return t('detail.issued-due', { issued: format.day(issuedOn), due: format.day(dueOn) })
}
