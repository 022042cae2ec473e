'use client'

import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { ChangesView } from '#components/changes/changes-view.tsx'
import { useFilterOptions } from '#components/filters/use-filter-options.ts'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import { periodChangesQuery } from '#lib/billing-periods/change-queries.ts'
import { billingPeriodsPath, PERIOD_CHANGES_PATH } from '#lib/billing-periods/paths.ts'
import { billingPeriodQueries } from '#lib/billing-periods/queries.ts'
import { billingStatusText } from '#lib/billing-periods/status.ts'
import { changeFilters } from '#lib/changes/filters.ts'
import { withQuery } from '#lib/paths.ts'
import { serializeParams, urlParsers } from '#lib/search-params.ts'

const parsers = urlParsers(changeFilters)
const FIELDS = ['amount', 'currency', 'startDate', 'endDate', 'fundingSource', 'contract'] as const

/** What changed in billing periods since an instant. */
export function PeriodChangesView() {
  const format = useFormat()
  const t = useWords('billing-periods')
  const tStatuses = useWords('statuses')
  const [params, setParams] = useQueryStates(parsers, { history: 'push' })
  return (
    <ChangesView
      list="periods"
      query={useInfiniteQuery(periodChangesQuery(params))}
      params={params}
      onChange={(patch) => void setParams(patch)}
      choices={useFilterOptions(useQuery(billingPeriodQueries.options()))}
      hrefOf={(currency) =>
        withQuery(PERIOD_CHANGES_PATH, serializeParams(changeFilters, { ...params, currency: [currency] }))
      }
      drawing={{
        name: ({ contract }) => contract ?? t('missing.contract'),
        days: ({ startDate, endDate }) => format.dayRange(startDate, endDate),
        href: (id) => billingPeriodsPath({}, id),
        statuses: ({ status }) => ({ status: billingStatusText(status, tStatuses) }),
        fields: FIELDS,
      }}
    />
  )
}
