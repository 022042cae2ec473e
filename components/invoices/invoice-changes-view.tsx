'use client'

import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { ChangesView } from '#components/changes/changes-view.tsx'
import { useFilterOptions } from '#components/filters/use-filter-options.ts'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import { UNKNOWN } from '#lib/format.ts'
import { fitChangesToSource, invoiceChangeFilters } from '#lib/invoices/change-filters.ts'
import { invoiceChangesQuery } from '#lib/invoices/change-queries.ts'
import type { InvoiceValues } from '#lib/invoices/changes-schema.ts'
import { INVOICE_FILTERS_BY_SOURCE } from '#lib/invoices/filters.ts'
import { invoiceChangesPath, invoicesPath } from '#lib/invoices/paths.ts'
import { invoiceQueries } from '#lib/invoices/queries.ts'
import { funnelStateText, invoiceStateText } from '#lib/invoices/status.ts'
import { withQuery } from '#lib/paths.ts'
import { serializeParams, urlParsers } from '#lib/search-params.ts'
import { SourceTabs } from './source-tabs.tsx'

const parsers = urlParsers(invoiceChangeFilters)
const FIELDS = [
  'amount',
  'paidAmount',
  'currency',
  'issuedOn',
  'dueOn',
  'fundingSource',
  'customer',
  'number',
] as const

/** What changed in the invoices of one source since an instant. */
export function InvoiceChangesView() {
  const format = useFormat()
  const t = useWords('invoices')
  const [params, setParams] = useQueryStates(parsers, { history: 'push' })
  const filters = fitChangesToSource(params)
  const { source } = filters
  const choices = useFilterOptions(useQuery(invoiceQueries.options(source)))
  const hasFundingSources = INVOICE_FILTERS_BY_SOURCE[source].includes('funding_source')
  const statuses = ({ state, funnelState }: InvoiceValues) => ({
    status: invoiceStateText(state, t),
    activity: funnelStateText(funnelState, t),
  })
  return (
    <ChangesView
      key={source}
      list="invoices"
      query={useInfiniteQuery(invoiceChangesQuery(filters))}
      params={filters}
      onChange={(patch) => void setParams(patch)}
      choices={hasFundingSources ? choices : null}
      hasAmounts={source !== 'client-invoices'}
      hrefOf={(currency) =>
        withQuery(
          '/invoices/changes',
          serializeParams(invoiceChangeFilters, { ...filters, currency: [currency] }),
        )
      }
      drawing={{
        name: ({ number }) => number ?? t('missing.number'),
        days: ({ issuedOn }) => (issuedOn === null ? UNKNOWN : format.day(issuedOn)),
        href: (id) => invoicesPath({ source }, id),
        statuses,
        fields: FIELDS,
      }}
      tabs={
        <SourceTabs
          current={source}
          href={invoiceChangesPath}
          onChoose={(chosen) => void setParams({ source: chosen, currency: null, funding_source: null })}
        />
      }
    />
  )
}
