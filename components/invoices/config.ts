import type { FilterSpec } from '#components/filters/filter-spec.ts'
import { historySpecs } from '#components/list/history-specs.ts'
import type { ListConfig } from '#components/list/list-screen.tsx'
import { INVOICE_FILTERS_BY_SOURCE } from '#lib/invoices/filters.ts'
import { hasPdfs } from '#lib/invoices/pack.ts'
import type { Invoice } from '#lib/invoices/schema.ts'
import { funnelStateLabels, invoiceStateLabels } from '#lib/invoices/status.ts'
import type { Source } from '#lib/sources.ts'
import type { Words } from '#lib/words/words.ts'
import { invoiceColumns } from './columns.tsx'

/** Every filter of invoices in bar order; each source shows those it supports. */
function specs(source: Source, t: Words<'invoices'>, tList: Words<'list'>): readonly FilterSpec[] {
  const states = invoiceStateLabels(t)
  const funnel = funnelStateLabels(t)
  return [
    { kind: 'choice', key: 'funding_source', label: t('field.funding-source'), isPinned: true },
    { kind: 'choice', key: 'state', label: t('field.state'), labels: states, isPinned: true },
    { kind: 'choice', key: 'customer', label: t('field.customer'), isPinned: true },
    { kind: 'choice', key: 'funnel_state', label: t('field.funnel'), labels: funnel },
    { kind: 'days', key: 'issued_from', to: 'issued_to', label: t('field.issued') },
    { kind: 'days', key: 'due_from', to: 'due_to', label: t('field.due') },
    { kind: 'days', key: 'processed_from', to: 'processed_to', label: t('field.processed') },
    { kind: 'choice', key: 'currency', label: t('field.currency') },
    { kind: 'amounts', key: 'amount_from', to: 'amount_to', label: tList('field.amount') },
    { kind: 'unpaid', key: 'unpaid_over', label: tList('unpaid-over'), of: 'invoices' },
    { kind: 'choice', key: 'site', label: t('field.site') },
    { kind: 'choice', key: 'invoice_type', label: t('field.type') },
    ...historySpecs({ source, resource: 'invoices' }, tList),
  ]
}

/** Returns the configuration of one source's list of invoices, in the language of `t`. */
export function invoiceList(source: Source, t: Words<'invoices'>, tList: Words<'list'>): ListConfig<Invoice> {
  return {
    title: t('title'),
    list: 'invoices',
    searchHint: t(`search.${source}`),
    columns: invoiceColumns(source, t, tList),
    specs: specs(source, t, tList).filter((spec) =>
      INVOICE_FILTERS_BY_SOURCE[source].some((name) => name === spec.key),
    ),
    hasAmounts: source !== 'client-invoices',
    fileName: `${source}-invoices`,
    hasPeopleFile: true,
    rowTitle: (id, row) => t('row.title', { number: row?.number ?? id }),
    isSelectable: hasPdfs(source),
  }
}
