import type { Source } from '#lib/sources.ts'

/** Reasons why a field of an invoice is not shown. */
export const REASONS = {
  number: 'No invoice number',
  title: 'The source gives no title',
  day: 'The source gives no readable day',
  customer: 'The source gives no customer',
  account: 'The source gives no account number',
  site: 'The source gives no site',
  type: 'The source gives no type',
  usd: 'The source gives no amount in USD',
  paid: 'The source reports no payment',
  state: 'The source says nothing about payment',
  processed: 'Not in any daily report read so far',
}

/** What a source's list does not contain, stated above the list. */
export const SOURCE_NOTES: Record<Source, string | null> = {
  'hello-tractor': null,
  'payment-links': 'As the daily reports list them. Money state and funnel state are two different things.',
  'client-invoices': 'The source gives no amounts and no payment state: they are in the PDF only.',
}
