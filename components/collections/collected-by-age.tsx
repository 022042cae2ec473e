import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { CsvButton } from '#components/charts/csv-button.tsx'
import { TableSkeleton } from '#components/figures/skeletons.tsx'
import { Loaded } from '#components/ui/loaded.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import { type CollectionsPlan, figuresFile } from '#lib/collections/collections.ts'
import { collectionFilters } from '#lib/collections/filters.ts'
import { collectionQueries } from '#lib/collections/queries.ts'
import type { AgeCell, CollectedByAge as Answer } from '#lib/collections/triangle-schema.ts'
import { TRIANGLE_FILE_TITLE, triangleCsvRows } from '#lib/collections/triangle-table.ts'
import { serializeParams } from '#lib/search-params.ts'
import { AgeMark } from './age-mark.tsx'
import { TriangleTable } from './triangle-table.tsx'

const EXPLAINED = ['running', 'uncertain', 'not_read_since', 'not_observed'] as const

/** How much of each billing week was collected by each of its ages, one table per currency of the charts. */
export function CollectedByAge({ plan }: { plan: CollectionsPlan }) {
  const t = useWords('ages')
  const titleId = useId()
  const query = useQuery(collectionQueries.collectedByAge(plan.weekly))
  const { data } = query
  return (
    <section aria-labelledby={titleId} className="min-w-0">
      <div className="flex min-h-7 items-center justify-between gap-3">
        <h2 id={titleId} className="section-title">
          {t('collected.title')}
        </h2>
        {data && data.weeks.length > 0 ? (
          <CsvButton
            what={t('collected.title')}
            fileName={figuresFile(plan, 'collected-by-age')}
            about={{
              title: TRIANGLE_FILE_TITLE,
              filters: serializeParams(collectionFilters, plan.weekly),
              answer: data,
            }}
            rows={() => triangleCsvRows(data)}
          />
        ) : null}
      </div>
      <p className="mb-1 max-w-3xl text-pretty text-soft text-sm">{t('collected.about')}</p>
      <Loaded query={query} failure={t('collected.failed')} pending={<TableSkeleton rows={13} />}>
        {(answer) => <Triangles answer={answer} plan={plan} />}
      </Loaded>
    </section>
  )
}

function Triangles({ answer, plan }: { answer: Answer; plan: CollectionsPlan }) {
  const format = useFormat()
  const t = useWords('ages')
  if (answer.weeks.length === 0) return <p className="py-3 text-soft">{t('collected.none')}</p>
  const { observedFrom } = answer
  const states = new Set(answer.weeks.flatMap(({ cells }) => cells.map(({ state }) => state)))
  return (
    <>
      <p className="mb-2 max-w-3xl text-pretty text-soft text-sm">
        {observedFrom === null
          ? t('collected.never')
          : t('collected.since', { day: format.day(observedFrom) })}
      </p>
      <div className="grid grid-cols-1 gap-y-6">
        {plan.currencies.map((currency) => {
          const weeks = answer.weeks.filter((week) => week.currency === currency)
          return weeks.length === 0 ? null : (
            <TriangleTable key={currency} currency={currency} weeks={weeks} plan={plan} />
          )
        })}
      </div>
      <Legend states={states} />
    </>
  )
}

/** Explains the marks of the cells that are shown. */
function Legend({ states }: { states: ReadonlySet<AgeCell['state']> }) {
  const t = useWords('ages')
  return (
    <ul className="mt-3 flex flex-wrap gap-x-4 gap-y-1 text-sm text-soft">
      {EXPLAINED.filter((state) => states.has(state)).map((state) => (
        <li key={state} className="flex items-center gap-1.5">
          <AgeMark state={state} />
          {t(`state.${state}`)}
        </li>
      ))}
    </ul>
  )
}
