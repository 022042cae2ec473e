import { dehydrate } from '@tanstack/react-query'
import { readListAddress, Understood } from '#app/address.tsx'
import { PageWords } from '#app/page-words.tsx'
import { ContractsView } from '#components/contracts/contracts-view.tsx'
import { Hydrated } from '#components/shell/hydrated.tsx'
import { FIRST_PAGE_QUERY } from '#lib/api/paging.ts'
import { prefetch } from '#lib/api/prefetch.ts'
import { getQueryClient } from '#lib/api/query-client.ts'
import { withComparableSort } from '#lib/comparable-sort.ts'
import { CONTRACT_AMOUNT_SORTS, contractFilters } from '#lib/contracts/filters.ts'
import { contractQueries } from '#lib/contracts/queries.ts'
import { currentViewer } from '#lib/server/auth/viewer.ts'
import { businessToday } from '#lib/server/config/business-today.ts'
import { listContracts } from '#lib/server/contracts/list.ts'
import { filterOptions } from '#lib/server/lists/filter-options.ts'

export default async function ContractsPage({ searchParams }: PageProps<'/contracts'>) {
  const viewer = await currentViewer()
  const { filters, issues } = await readListAddress(contractFilters, searchParams, (asked) =>
    withComparableSort(asked, '-weeks_behind', CONTRACT_AMOUNT_SORTS),
  )
  const client = getQueryClient()
  await Promise.all([
    prefetch(client, contractQueries.list(filters), () =>
      listContracts(viewer, { ...filters, ...FIRST_PAGE_QUERY }),
    ),
    prefetch(client, contractQueries.options(), () =>
      filterOptions(viewer, { list: 'contracts', source: null }),
    ),
  ])
  return (
    <PageWords areas={['filters', 'movement', 'reasons']}>
      <Hydrated state={dehydrate(client)}>
        <Understood issues={issues}>
          <ContractsView today={businessToday()} />
        </Understood>
      </Hydrated>
    </PageWords>
  )
}
