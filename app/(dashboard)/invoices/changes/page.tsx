import { dehydrate } from '@tanstack/react-query'
import { readAddress, Understood } from '#app/address.tsx'
import { InvoiceChangesView } from '#components/invoices/invoice-changes-view.tsx'
import { Hydrated } from '#components/shell/hydrated.tsx'
import { FIRST_PAGE_QUERY } from '#lib/api/paging.ts'
import { prefetch } from '#lib/api/prefetch.ts'
import { getQueryClient } from '#lib/api/query-client.ts'
import { fitChangesToSource, invoiceChangeFilters } from '#lib/invoices/change-filters.ts'
import { invoiceChangesQuery } from '#lib/invoices/change-queries.ts'
import { invoiceQueries } from '#lib/invoices/queries.ts'
import { currentViewer } from '#lib/server/auth/viewer.ts'
import { invoiceChanges } from '#lib/server/invoices/changes.ts'
import { filterOptions } from '#lib/server/lists/filter-options.ts'

export default async function InvoiceChangesPage({ searchParams }: PageProps<'/invoices/changes'>) {
  const viewer = await currentViewer()
  const { filters, issues } = await readAddress(invoiceChangeFilters, searchParams, fitChangesToSource)
  const client = getQueryClient()
  await Promise.all([
    prefetch(client, invoiceChangesQuery(filters), () =>
      invoiceChanges(viewer, { ...filters, ...FIRST_PAGE_QUERY }),
    ),
    prefetch(client, invoiceQueries.options(filters.source), () =>
      filterOptions(viewer, { list: 'invoices', source: filters.source }),
    ),
  ])
  return (
    <Hydrated state={dehydrate(client)}>
      <Understood issues={issues}>
        <InvoiceChangesView />
      </Understood>
    </Hydrated>
  )
}
