'use client'

import { type InfiniteData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { FilterChip } from '#components/filters/filter-chip.tsx'
import { chosenValues } from '#components/filters/filter-spec.ts'
import { useFilterOptions } from '#components/filters/use-filter-options.ts'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Loaded } from '#components/ui/loaded.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import { periodChangeFilters } from '#lib/billing-periods/change-filters.ts'
import { periodChangesQuery } from '#lib/billing-periods/change-queries.ts'
import type { PeriodChanges } from '#lib/billing-periods/changes-schema.ts'
import { billingPeriodQueries } from '#lib/billing-periods/queries.ts'
import { urlParsers } from '#lib/search-params.ts'
import { ChangeTotals } from './change-totals.tsx'
import { ChangesSkeleton } from './changes-skeleton.tsx'
import { PeriodChangeItem } from './period-change-item.tsx'
import { SinceControl } from './since-control.tsx'

const parsers = urlParsers(periodChangeFilters)

/** What changed in billing periods since an instant: the differences of their totals, and each change. */
export function ChangesView() {
  const t = useWords('changes')
  const tList = useWords('list')
  const [params, setParams] = useQueryStates(parsers, { history: 'push' })
  const query = useInfiniteQuery(periodChangesQuery(params))
  const choices = useFilterOptions(useQuery(billingPeriodQueries.options()))
  return (
    <>
      <Loaded query={query} failure={t('failed')} pending={<ChangesSkeleton />}>
        {(data) => (
          <div className="mx-auto max-w-[1240px] px-4 pt-5 pb-12 md:px-8 md:pt-7">
            <h1 className="page-title">{t('title')}</h1>
            <Intro answer={data.pages[0]} />
            <div className="mt-4 mb-6 flex flex-wrap items-center gap-2">
              <SinceControl
                since={params.since}
                earliest={data.pages[0]?.earliest ?? null}
                previousVisitAt={data.pages[0]?.previousVisitAt ?? null}
                onChange={(since) => void setParams({ since })}
              />
              <FilterChip
                spec={{
                  kind: 'choice',
                  key: 'funding_source',
                  label: tList('field.funding-source'),
                  isPinned: true,
                }}
                values={{ funding_source: params.funding_source }}
                {...choices}
                onChange={(patch) => {
                  const chosen = chosenValues(patch, 'funding_source')
                  void setParams({ funding_source: chosen.length === 0 ? null : [...chosen] })
                }}
              />
            </div>
            <Changes data={data} />
            {query.hasNextPage ? (
              <div className="mt-4 flex justify-center">
                <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  {t('more')}
                </Button>
              </div>
            ) : null}
          </div>
        )}
      </Loaded>
      {query.isError && query.data === undefined && params.since !== null ? (
        <div className="flex justify-center">
          <Button onClick={() => void setParams({ since: null })}>{t('recent')}</Button>
        </div>
      ) : null}
    </>
  )
}

function Intro({ answer }: { answer: PeriodChanges | undefined }) {
  const format = useFormat()
  const t = useWords('changes')
  if (!answer?.since || !answer.earliest) return null
  return (
    <p className="mt-0.5 text-soft">
      {t('intro', { time: format.instant(answer.since) })}{' '}
      {t('kept', { time: format.instant(answer.earliest) })}
    </p>
  )
}

function Changes({ data }: { data: InfiniteData<PeriodChanges> }) {
  const format = useFormat()
  const t = useWords('changes')
  const [first] = data.pages
  const rows = data.pages.flatMap((page) => page.rows)
  if (!first?.since) return <EmptyState title={t('none-yet.title')}>{t('none-yet.hint')}</EmptyState>
  if (rows.length === 0)
    return (
      <EmptyState title={t('empty.title')}>
        {t('empty.hint', { time: format.instant(first.since) })}
      </EmptyState>
    )
  return (
    <>
      <ChangeTotals totals={first.totals} />
      <section className="mt-8" aria-labelledby="changes-list">
        <h2 id="changes-list" className="section-title mb-1">
          {t('list.title')}
        </h2>
        <ul className="divide-y divide-line border-line border-y">
          {rows.map((change) => (
            <PeriodChangeItem key={change.id} change={change} />
          ))}
        </ul>
      </section>
    </>
  )
}
