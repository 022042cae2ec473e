import { dehydrate } from '@tanstack/react-query'
import { readAddress, Understood } from '#app/address.tsx'
import { PeriodChangesView } from '#components/billing-periods/period-changes-view.tsx'
import { Hydrated } from '#components/shell/hydrated.tsx'
import { FIRST_PAGE_QUERY } from '#lib/api/paging.ts'
import { prefetch } from '#lib/api/prefetch.ts'
import { getQueryClient } from '#lib/api/query-client.ts'
import { periodChangesQuery } from '#lib/billing-periods/change-queries.ts'
import { billingPeriodQueries } from '#lib/billing-periods/queries.ts'
import { changeFilters } from '#lib/changes/filters.ts'
import { currentViewer } from '#lib/server/auth/viewer.ts'
import { billingPeriodChanges } from '#lib/server/billing-periods/changes.ts'
import { filterOptions } from '#lib/server/lists/filter-options.ts'

export default async function ChangesPage({ searchParams }: PageProps<'/billing-periods/changes'>) {
  const viewer = await currentViewer()
  const { filters, issues } = await readAddress(changeFilters, searchParams)
  const client = getQueryClient()
  await Promise.all([
    prefetch(client, periodChangesQuery(filters), () =>
      billingPeriodChanges(viewer, { ...filters, ...FIRST_PAGE_QUERY }),
    ),
    prefetch(client, billingPeriodQueries.options(), () =>
      filterOptions(viewer, { list: 'billing-periods', source: null }),
    ),
  ])
  return (
    <Hydrated state={dehydrate(client)}>
      <Understood issues={issues}>
        <PeriodChangesView />
      </Understood>
    </Hydrated>
  )
}
