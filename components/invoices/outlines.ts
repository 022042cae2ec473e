import { amountOutline, fundingSourceOutline } from '#components/list/source-outlines.ts'
import type { ColumnOutline } from '#components/table/column.ts'
import type { Source } from '#lib/sources.ts'
import type { Words } from '#lib/words/words.ts'

/** Returns the outlines of the columns that a source provides data for, in the language of `t`. */
export function invoiceOutlines(
  source: Source,
  t: Words<'invoices'>,
  tList: Words<'list'>,
): readonly ColumnOutline[] {
  const amount = amountOutline(tList)
  const fundingSource = fundingSourceOutline(tList)
  const number: ColumnOutline = {
    id: 'number',
    meta: { label: t('field.number'), width: 144, sortField: 'number', card: 'title', isDefault: true },
  }
  const title: ColumnOutline = {
    id: 'title',
    meta: { label: t('field.title'), width: 120, grow: 2, card: 'party', isDefault: true },
  }
  const issued: ColumnOutline = {
    id: 'issued_on',
    meta: {
      label: t('field.issued'),
      width: 112,
      grow: 0,
      sortField: 'issued_on',
      card: 'detail',
      isDefault: true,
    },
  }
  const state: ColumnOutline = {
    id: 'state',
    meta: {
      label: t('field.state'),
      width: 132,
      grow: 0,
      sortField: 'state',
      card: 'status',
      isDefault: true,
    },
  }
  const usd: ColumnOutline = {
    id: 'usd',
    meta: { label: t('field.usd'), width: 120, grow: 0, isNumeric: true },
  }
  const paid: ColumnOutline = {
    id: 'paid',
    meta: { label: t('field.reported-paid'), width: 148, grow: 0, isNumeric: true, isDefault: true },
  }
  const account: ColumnOutline = {
    id: 'account',
    meta: { label: t('field.account'), width: 104, card: 'party', isDefault: true },
  }
  const funnel: ColumnOutline = {
    id: 'funnel_state',
    meta: { label: t('field.funnel'), width: 112, grow: 0, isDefault: true },
  }
  const processed: ColumnOutline = {
    id: 'processed_on',
    meta: { label: t('field.processed'), width: 112, grow: 0, sortField: 'processed_on' },
  }
  const customer: ColumnOutline = {
    id: 'customer',
    meta: {
      label: t('field.customer'),
      width: 160,
      grow: 2,
      sortField: 'customer',
      card: 'detail',
      isDefault: true,
    },
  }
  const site: ColumnOutline = {
    id: 'site',
    meta: { label: t('field.site'), width: 120, isDefault: true },
  }
  const type: ColumnOutline = {
    id: 'invoice_type',
    meta: { label: t('field.type'), width: 112, card: 'status', isDefault: true },
  }
  const due: ColumnOutline = {
    id: 'due_on',
    meta: { label: t('field.due'), width: 112, grow: 0, sortField: 'due_on', isDefault: true },
  }
  const changed: ColumnOutline = {
    id: 'changed_at',
    meta: { label: t('field.changed'), width: 112, grow: 0, sortField: 'changed_at' },
  }

  /** On the card of a client invoice the date is where other sources show the amount. */
  const issuedAside: ColumnOutline = { ...issued, meta: { ...issued.meta, card: 'aside' } }

  /** Numbers of payment links are short. */
  const shortNumber: ColumnOutline = { ...number, meta: { ...number.meta, width: 96 } }
  const columns: Record<Source, readonly ColumnOutline[]> = {
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
