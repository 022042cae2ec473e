import { useQueries, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { MissingDays } from '#components/figures/missing-days.tsx'
import { ScopeWords } from '#components/figures/scope-words.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { SourceText } from '#components/ui/source-text.tsx'
import { useWords } from '#components/ui/words.tsx'
import { missingDays } from '#lib/collections/chart.ts'
import { KEY_FIGURES } from '#lib/collections/definitions.ts'
import { leftOut } from '#lib/collections/key-figures.ts'
import { collectionQueries } from '#lib/collections/queries.ts'
import type { ReportPlan } from '#lib/report/plan.ts'
import { DataAges } from './data-ages.tsx'

type ReportBasisProps = { plan: ReportPlan; scope: 'all' | readonly string[] }

/** What the figures of a report mean, what they leave out, how old they are, and by which filters they were chosen. */
export function ReportBasis({ plan, scope }: ReportBasisProps) {
  const t = useWords('report')
  const tOverview = useWords('overview')
  return (
    <div className="report-basis mt-8 grid gap-x-10 gap-y-6 border-ink border-t pt-3 text-sm lg:grid-cols-2">
      <Part title={t('definitions')}>
        <dl className="grid gap-y-1">
          {KEY_FIGURES.map((name) => (
            <div key={name}>
              <dt className="inline font-medium">{tOverview(`figure.${name}`)}: </dt>
              <dd className="inline text-soft">{tOverview(`means.${name}`)}</dd>
            </div>
          ))}
        </dl>
        <p className="mt-1 text-soft">{tOverview('about.interval')}</p>
        <p className="mt-1 text-soft">{t('named')}</p>
      </Part>
      <div className="flex flex-col gap-6">
        <Part title={t('left-out.title')}>
          <LeftOut plan={plan} />
        </Part>
        <Part title={t('ages.title')}>
          <DataAges />
        </Part>
        <Part title={t('filters')}>
          <p className="text-soft">
            <ScopeWords range={plan.range} chosen={plan.fundingSources} scope={scope} />. {t('filters-why')}
          </p>
        </Part>
      </div>
    </div>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="min-w-0">
      <h2 className="section-title mb-1">{title}</h2>
      {children}
    </section>
  )
}

/** What each currency leaves out, and the days that are missing in all of them. */
function LeftOut({ plan }: { plan: ReportPlan }) {
  const format = useFormat()
  const t = useWords('report')
  const tFigures = useWords('figures')
  const answers = useQueries({
    queries: plan.currencies.map((one) => collectionQueries.comparison(one.comparison)),
  })
  const [first] = plan.currencies
  const { data: weekly } = useQuery({
    ...collectionQueries.weekly(first?.weekly ?? { currency: [], funding_source: [], from: null, to: null }),
    enabled: first !== undefined,
  })
  return (
    <>
      <ul>
        {plan.currencies.map(({ currency }, at) => {
          const data = answers[at]?.data
          const parts = data ? leftOut(data.now, tFigures) : [t('left-out.unknown')]
          return (
            <li key={currency}>
              <span className="font-medium">
                <SourceText text={currency} />:
              </span>{' '}
              <span className="text-soft">
                {parts.length === 0 ? t('left-out.nothing') : format.list(parts)}
              </span>
            </li>
          )
        })}
      </ul>
      <p className="mt-1 text-soft">{t('left-out.means')}</p>
      <MissingDays missing={missingDays(weekly?.freshness ?? [])} />
    </>
  )
}
