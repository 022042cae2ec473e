'use client'

import { useQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { TargetsSection } from '#components/collections/targets-section.tsx'
import { UnpaidByAge } from '#components/collections/unpaid-by-age.tsx'
import { NothingMirrored } from '#components/figures/nothing-mirrored.tsx'
import { ScopeControls } from '#components/figures/scope-controls.tsx'
import { ScopeWords } from '#components/figures/scope-words.tsx'
import { Loaded } from '#components/ui/loaded.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { useWords } from '#components/ui/words.tsx'
import type { Day } from '#lib/calendar-date.ts'
import { reportParams } from '#lib/collections/params.ts'
import { collectionQueries } from '#lib/collections/queries.ts'
import { planReport } from '#lib/report/plan.ts'
import type { ReportMark } from '#lib/report/schema.ts'
import { urlParsers } from '#lib/search-params.ts'
import type { FilterOptions } from '#lib/sources/schema.ts'
import { CurrencyReport } from './currency-report.tsx'
import { HandOut } from './hand-out.tsx'
import { ReportBasis } from './report-basis.tsx'
import { ReportChanges } from './report-changes.tsx'
import { ReportStamp } from './report-stamp.tsx'

const parsers = urlParsers(reportParams)

type ReportViewProps = {
  /** The day in the business time zone. */
  today: Day
  /** The funding sources that the viewer may see. */
  scope: 'all' | readonly string[]
  mark: ReportMark
}

/** A page to hand out: every currency of the viewer's scope, with what the figures mean and how old they are. */
export function ReportView(props: ReportViewProps) {
  const t = useWords('report')
  return (
    <Loaded
      query={useQuery(collectionQueries.options())}
      failure={t('failed')}
      pending={<Skeleton className="m-8 h-64" />}
    >
      {(options) => <Report {...props} options={options} />}
    </Loaded>
  )
}

function Report({ today, scope, mark, options }: ReportViewProps & { options: FilterOptions }) {
  const t = useWords('report')
  const [params, setParams] = useQueryStates(parsers, { history: 'push' })
  const plan = planReport(params, options, today)
  if (plan.currencies.length === 0) return <NothingMirrored title={t('title')} scope={scope} />
  return (
    <article className="report mx-auto max-w-[940px] px-4 pt-5 pb-12 md:px-8 md:pt-7">
      <div className="screen-only mb-8 flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-line border-b pb-4">
        <ScopeControls
          fundingSources={params.funding_source}
          range={plan.range}
          season={plan.season}
          options={options}
          onChange={(change) => void setParams(change)}
        />
        <HandOut mark={mark} />
      </div>
      <h1 className="page-title">{t('title')}</h1>
      <p className="mt-0.5 text-soft">
        <ScopeWords range={plan.range} chosen={plan.fundingSources} scope={scope} />
      </p>
      <ReportStamp />
      {plan.currencies.map((one) => (
        <CurrencyReport key={one.currency} plan={one} />
      ))}
      {plan.further > 0 ? <p className="mt-6 text-wait">{t('further', { count: plan.further })}</p> : null}
      <TargetsSection
        currencies={[]}
        fundingSources={plan.fundingSources}
        asOf={null}
        isShort
        className="report-ages mt-8 border-ink border-t pt-3"
      />
      {plan.ages.map((one) => (
        <div key={one.all.currency.join()} className="report-ages mt-8 border-ink border-t pt-3">
          <UnpaidByAge plan={one} />
        </div>
      ))}
      <ReportChanges mark={mark} fundingSources={plan.fundingSources} />
      <ReportBasis plan={plan} scope={scope} />
    </article>
  )
}
