import 'server-only'
import { funnelStateText, invoiceStateText } from '#lib/invoices/status.ts'
import { screenNoteColumns } from '#lib/server/export/note-columns.ts'
import type { ScreenColumns } from '#lib/server/export/people.ts'
import type { ReportColumn } from '#lib/server/export/report.ts'
import { wordsIn } from '#lib/server/words/words.ts'
import type { Source } from '#lib/sources.ts'
import { FALLBACK_LANGUAGE, type Language } from '#lib/words/languages.ts'
import type { InvoiceRow } from './query.ts'

/** The columns of the screen, by source. */
const SHOWN: Record<Source, readonly string[]> = {
  'hello-tractor': ['number', 'title', 'issued_on', 'state', 'funding_source', 'amount', 'usd', 'changed_at'],
  'payment-links': [
    ...['number', 'account', 'issued_on', 'state', 'funnel_state', 'amount', 'paid', 'funding_source'],
    ...['processed_on', 'changed_at'],
  ],
  'client-invoices': ['number', 'customer', 'site', 'invoice_type', 'issued_on', 'due_on', 'changed_at'],
}

/** Returns the columns of a file for people, by the columns of a source's screen. */
export function screenColumns(source: Source, language: Language = FALLBACK_LANGUAGE): ScreenColumns {
  const t = wordsIn(language, 'invoices')
  const tList = wordsIn(language, 'list')
  const one = (
    field: keyof InvoiceRow,
    kind: ReportColumn['kind'],
    name: string,
    rest: Partial<ReportColumn> = {},
  ): ReportColumn => ({ field, kind, name, ...rest })
  const currency = one('currency', 'text', wordsIn(language, 'files')('currency'))
  const all: ScreenColumns = {
    number: [one('number', 'text', t('field.number'))],
    title: [one('title', 'text', t('field.title'))],
    account: [one('accountNumber', 'text', t('field.account'))],
    customer: [one('customer', 'text', t('field.customer'))],
    site: [one('siteName', 'text', t('field.site'), { otherwise: 'siteRef' })],
    invoice_type: [one('invoiceTypeLabel', 'text', t('field.type'), { otherwise: 'invoiceType' })],
    issued_on: [one('issuedOn', 'day', t('field.issued'))],
    due_on: [one('dueOn', 'day', t('field.due'))],
    processed_on: [one('processedOn', 'day', t('field.processed'))],
    state: [
      one('state', 'text', t('field.state'), {
        derive: (state) => invoiceStateText(state, t),
        unknown: invoiceStateText(null, t),
      }),
    ],
    funnel_state: [
      one('funnelState', 'text', t('field.funnel'), {
        derive: (state) => funnelStateText(state, t),
        unknown: funnelStateText(null, t),
      }),
    ],
    amount: [currency, one('amount', 'money', tList('field.amount'))],
    usd: [one('usdAmount', 'money', t('field.usd'), { currency: 'USD' })],
    paid: [currency, one('paidAmount', 'money', t('field.reported-paid'))],
    funding_source: [one('fundingSource', 'text', t('field.funding-source'))],
    changed_at: [one('changedAt', 'instant', t('field.changed'))],
  }
  const shown = Object.fromEntries(SHOWN[source].map((name) => [name, all[name] ?? []]))
  return { ...shown, ...screenNoteColumns(language) }
}
