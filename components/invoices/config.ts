import type { FilterSpec } from '#components/filters/filter-spec.ts'
import type { ListConfig } from '#components/list/list-screen.tsx'
import { INVOICE_FILTERS_BY_SOURCE } from '#lib/invoices/filters.ts'
import { hasPdfs } from '#lib/invoices/pack.ts'
import type { Invoice } from '#lib/invoices/schema.ts'
import { FUNNEL_STATE_LABELS, INVOICE_STATE_LABELS } from '#lib/invoices/status.ts'
import { SOURCES, type Source } from '#lib/sources.ts'
import { INVOICE_COLUMNS } from './columns.tsx'

/** Every filter of invoices in bar order; each source shows those it supports. */
const SPECS: readonly FilterSpec[] = [
  { kind: 'choice', key: 'funding_source', label: 'Funding source', isPinned: true },
  { kind: 'choice', key: 'state', label: 'State', labels: INVOICE_STATE_LABELS, isPinned: true },
  { kind: 'choice', key: 'customer', label: 'Customer', isPinned: true },
  { kind: 'choice', key: 'funnel_state', label: 'Funnel', labels: FUNNEL_STATE_LABELS },
  { kind: 'days', key: 'issued_from', to: 'issued_to', label: 'Issued' },
  { kind: 'days', key: 'due_from', to: 'due_to', label: 'Due' },
  { kind: 'days', key: 'processed_from', to: 'processed_to', label: 'Processed' },
  { kind: 'choice', key: 'currency', label: 'Currency' },
  { kind: 'choice', key: 'site', label: 'Site' },
  { kind: 'choice', key: 'invoice_type', label: 'Type' },
]

const SEARCH_HINTS: Record<Source, string> = {
  'hello-tractor': 'Search number or title',
  'payment-links': 'Search number or account',
  'client-invoices': 'Search number, customer',
}

function configOf(source: Source): ListConfig<Invoice> {
  return {
    title: 'Invoices',
    noun: { one: 'invoice', many: 'invoices' },
    searchHint: SEARCH_HINTS[source],
    columns: INVOICE_COLUMNS[source],
    specs: SPECS.filter((spec) => INVOICE_FILTERS_BY_SOURCE[source].some((name) => name === spec.key)),
    hasAmounts: source !== 'client-invoices',
    fileName: `${source}-invoices`,
    rowTitle: (id, row) => `Invoice ${row?.number ?? id}`,
    isSelectable: hasPdfs(source),
  }
}

/** Configuration of each source's list of invoices. */
export const INVOICE_LISTS = Object.fromEntries(
  SOURCES.map((source) => [source, configOf(source)]),
) as Record<Source, ListConfig<Invoice>>
