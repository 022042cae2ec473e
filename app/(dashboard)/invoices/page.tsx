import { dehydrate } from '@tanstack/react-query'
import { readListAddress, Understood } from '#app/address.tsx'
import { PageWords } from '#app/page-words.tsx'
import { InvoicesView } from '#components/invoices/invoices-view.tsx'
import { Hydrated } from '#components/shell/hydrated.tsx'
import { FIRST_PAGE_QUERY } from '#lib/api/paging.ts'
import { prefetch } from '#lib/api/prefetch.ts'
import { getQueryClient } from '#lib/api/query-client.ts'
import { invoiceFilters } from '#lib/invoices/filters.ts'
import { fitToSource } from '#lib/invoices/fit-to-source.ts'
import { invoiceQueries } from '#lib/invoices/queries.ts'
import { currentViewer } from '#lib/server/auth/viewer.ts'
import { listInvoices } from '#lib/server/invoices/list.ts'
import { filterOptions } from '#lib/server/lists/filter-options.ts'

export default async function InvoicesPage({ searchParams }: PageProps<'/invoices'>) {
  const viewer = await currentViewer()
  const { filters, issues } = await readListAddress(invoiceFilters, searchParams, fitToSource)
  const client = getQueryClient()
  await Promise.all([
    prefetch(client, invoiceQueries.list(filters), () =>
      listInvoices(viewer, { ...filters, ...FIRST_PAGE_QUERY }),
    ),
    prefetch(client, invoiceQueries.options(filters.source), () =>
      filterOptions(viewer, { list: 'invoices', source: filters.source }),
    ),
  ])
  return (
    <PageWords areas={['extra', 'live', 'notes', 'reasons']}>
      <Hydrated state={dehydrate(client)}>
        <Understood issues={issues}>
          <InvoicesView />
        </Understood>
      </Hydrated>
    </PageWords>
  )
}
