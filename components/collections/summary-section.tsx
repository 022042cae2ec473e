'use client'

import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { CsvButton } from '#components/charts/csv-button.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import type { CollectionsPlan } from '#lib/collections/collections.ts'
import { hasMissingDays } from '#lib/collections/figures.ts'
import type { SummaryGroup } from '#lib/collections/filters.ts'
import { collectionQueries } from '#lib/collections/queries.ts'
import { summaryRows } from '#lib/collections/summary-table.ts'
import { TableSkeleton } from './collections-skeleton.tsx'
import { FiguresTable } from './figures-table.tsx'
import { OtherStatuses } from './other-statuses.tsx'
import { StatusTable } from './status-table.tsx'
import { summaryCsvRows } from './summary-csv.ts'

type SummarySectionProps = { plan: CollectionsPlan; by: SummaryGroup; title: string }

/** One summary with its own loading state, error and CSV. A failure never hides the other summaries. */
export function SummarySection({ plan, by, title }: SummarySectionProps) {
  const titleId = useId()
  const { data, error, isFetching, refetch } = useQuery(collectionQueries.summary(plan.summaries[by]))
  const rows = data ? summaryRows(by, data, plan) : []
  return (
    <section aria-labelledby={titleId} className="min-w-0">
      <div className="mb-1 flex min-h-7 items-center justify-between gap-3">
        <h2 id={titleId} className="section-title">
          {title}
        </h2>
        {rows.length === 0 ? null : (
          <CsvButton
            what={`Collections ${title.toLowerCase()}`}
            fileName={`collections-${by}-${plan.range.from}-${plan.range.to}`}
            rows={() =>
              summaryCsvRows(by, { rows, range: plan.range, otherStatuses: data?.otherStatuses ?? null })
            }
          />
        )}
      </div>
      {error && !data ? (
        <ErrorState
          what="This table could not be loaded"
          error={error}
          onRetry={() => void refetch()}
          isRetrying={isFetching}
        />
      ) : null}
      {!data && !error ? <TableSkeleton rows={4} /> : null}
      {data && rows.length === 0 ? (
        <p className="py-3 text-soft">
          {hasMissingDays(data.freshness)
            ? 'Nothing is mirrored of these days.'
            : 'No billing period starts in these days.'}
        </p>
      ) : null}
      {rows.length > 0 && by === 'status' ? <StatusTable rows={rows} label={title} /> : null}
      {data?.otherStatuses ? <OtherStatuses plan={plan} others={data.otherStatuses} /> : null}
      {rows.length > 0 && by !== 'status' ? <FiguresTable rows={rows} label={title} by={by} /> : null}
    </section>
  )
}
