import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { FilterChip } from '#components/filters/filter-chip.tsx'
import { chosenValues } from '#components/filters/filter-spec.ts'
import type { FilterChoices } from '#components/filters/use-filter-options.ts'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Loaded } from '#components/ui/loaded.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import type { ChangeFilters } from '#lib/changes/filters.ts'
import type { RowChanges } from '#lib/changes/schema.ts'
import { type ChangeDrawing, type ChangedState, ChangeItem } from './change-item.tsx'
import { type ChangesOf, ChangeTotals, type HrefOfChanges } from './change-totals.tsx'
import { ChangesSkeleton } from './changes-skeleton.tsx'
import { SinceControl } from './since-control.tsx'

type ChangesPatch = { since?: string | null; currency?: string[] | null; funding_source?: string[] | null }

const FILTERS = ['funding_source', 'currency'] as const

type ChangesViewProps<State extends ChangedState> = {
  list: ChangesOf
  query: UseInfiniteQueryResult<InfiniteData<RowChanges<State>>>
  params: ChangeFilters
  onChange: (patch: ChangesPatch) => void
  /** The choices of the filters; null: the list has no funding sources and no currencies. */
  choices: FilterChoices | null
  hrefOf: HrefOfChanges
  drawing: ChangeDrawing<State>
  /** False if the source of the list gives no amounts. */
  hasAmounts?: boolean
  tabs?: ReactNode
}

/** What changed in a list since an instant: the differences of its totals, and each change. */
export function ChangesView<State extends ChangedState>(props: ChangesViewProps<State>) {
  const { list, query, params, onChange, choices, hrefOf, drawing, hasAmounts = true, tabs } = props
  const t = useWords('changes')
  const tList = useWords('list')
  return (
    <>
      <Loaded query={query} failure={t('failed')} pending={<ChangesSkeleton />}>
        {({ pages }) => (
          <div className="mx-auto max-w-[1240px] px-4 pt-5 pb-12 md:px-8 md:pt-7">
            <h1 className="page-title">{t('title')}</h1>
            <Intro list={list} answer={pages[0]} />
            {tabs ? <div className="mt-4">{tabs}</div> : null}
            <div className="mt-4 mb-6 flex flex-wrap items-center gap-2">
              <SinceControl
                since={params.since}
                earliest={pages[0]?.earliest ?? null}
                previousVisitAt={pages[0]?.previousVisitAt ?? null}
                previousReportAt={pages[0]?.previousReportAt ?? null}
                onChange={(since) => onChange({ since })}
              />
              {choices
                ? FILTERS.map((key) => (
                    <FilterChip
                      key={key}
                      spec={{
                        kind: 'choice',
                        key,
                        label: key === 'currency' ? t('column.currency') : tList('field.funding-source'),
                        isPinned: true,
                      }}
                      values={{ [key]: params[key] }}
                      {...choices}
                      onChange={(patch) => {
                        const chosen = chosenValues(patch, key)
                        onChange({ [key]: chosen.length === 0 ? null : [...chosen] })
                      }}
                    />
                  ))
                : null}
            </div>
            <Changes list={list} pages={pages} hrefOf={hrefOf} drawing={drawing} hasAmounts={hasAmounts} />
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
          <Button onClick={() => onChange({ since: null })}>{t('recent')}</Button>
        </div>
      ) : null}
    </>
  )
}

function Intro({ list, answer }: { list: ChangesOf; answer: RowChanges<unknown> | undefined }) {
  const format = useFormat()
  const t = useWords('changes')
  if (!answer?.since || !answer.earliest) return null
  return (
    <p className="mt-0.5 text-soft">
      {t('intro', { list, time: format.instant(answer.since) })}{' '}
      {t('kept', { time: format.instant(answer.earliest) })}
    </p>
  )
}

type ChangesProps<State extends ChangedState> = {
  list: ChangesOf
  pages: readonly RowChanges<State>[]
  hrefOf: HrefOfChanges
  drawing: ChangeDrawing<State>
  hasAmounts: boolean
}

function Changes<State extends ChangedState>(props: ChangesProps<State>) {
  const { list, pages, hrefOf, drawing, hasAmounts } = props
  const format = useFormat()
  const t = useWords('changes')
  const [first] = pages
  const rows = pages.flatMap((page) => page.rows)
  if (!first?.since) return <EmptyState title={t('none-yet.title')}>{t('none-yet.hint')}</EmptyState>
  if (rows.length === 0)
    return (
      <EmptyState title={t('empty.title')}>
        {t('empty.hint', { list, time: format.instant(first.since) })}
      </EmptyState>
    )
  return (
    <>
      {hasAmounts ? <ChangeTotals list={list} totals={first.totals} hrefOf={hrefOf} /> : null}
      <section className="mt-8" aria-labelledby="changes-list">
        <h2 id="changes-list" className="section-title mb-1">
          {t('list.title', { list })}
        </h2>
        <ul className="divide-y divide-line border-line border-y">
          {rows.map((change) => (
            <ChangeItem key={change.id} change={change} drawing={drawing} hasAmounts={hasAmounts} />
          ))}
        </ul>
      </section>
    </>
  )
}
