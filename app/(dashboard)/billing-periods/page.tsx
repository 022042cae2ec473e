import { dehydrate } from '@tanstack/react-query'
import { readListAddress, Understood } from '#app/address.tsx'
import { PageWords } from '#app/page-words.tsx'
import { BillingPeriodsView } from '#components/billing-periods/billing-periods-view.tsx'
import { Hydrated } from '#components/shell/hydrated.tsx'
import { FIRST_PAGE_QUERY } from '#lib/api/paging.ts'
import { prefetch } from '#lib/api/prefetch.ts'
import { getQueryClient } from '#lib/api/query-client.ts'
import { billingPeriodFilters } from '#lib/billing-periods/filters.ts'
import { billingPeriodQueries } from '#lib/billing-periods/queries.ts'
import { withComparableSort } from '#lib/comparable-sort.ts'
import { currentViewer } from '#lib/server/auth/viewer.ts'
import { listBillingPeriods } from '#lib/server/billing-periods/list.ts'
import { filterOptions } from '#lib/server/lists/filter-options.ts'

export default async function BillingPeriodsPage({ searchParams }: PageProps<'/billing-periods'>) {
  const viewer = await currentViewer()
  const { filters, issues } = await readListAddress(billingPeriodFilters, searchParams, (asked) =>
    withComparableSort(asked, '-start_date'),
  )
  const client = getQueryClient()
  await Promise.all([
    prefetch(client, billingPeriodQueries.list(filters), () =>
      listBillingPeriods(viewer, { ...filters, ...FIRST_PAGE_QUERY }),
    ),
    prefetch(client, billingPeriodQueries.options(), () =>
      filterOptions(viewer, { list: 'billing-periods', source: null }),
    ),
  ])
  return (
    <PageWords areas={['extra', 'live', 'notes', 'reasons']}>
      <Hydrated state={dehydrate(client)}>
        <Understood issues={issues}>
          <BillingPeriodsView />
        </Understood>
      </Hydrated>
    </PageWords>
  )
}
