import { useQuery } from '@tanstack/react-query'
import { LastBilled } from '#components/figures/last-billed.tsx'
import { ByFundingSource } from '#components/overview/by-funding-source.tsx'
import { KeyFigures } from '#components/overview/key-figures.tsx'
import { TopContracts } from '#components/overview/top-contracts.tsx'
import { WeeklyBilled } from '#components/overview/weekly-billed.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { SourceText } from '#components/ui/source-text.tsx'
import { useWords } from '#components/ui/words.tsx'
import { headlineOf, isNothingBilled } from '#lib/collections/headline.ts'
import type { OverviewPlan } from '#lib/collections/overview.ts'
import { collectionQueries } from '#lib/collections/queries.ts'

/** Contracts of each currency: as many as leave two currencies on a page. */
const CONTRACTS = 5

/** The figures of one currency. Without anything billed, only its headline. */
export function CurrencyReport({ plan }: { plan: OverviewPlan }) {
  const format = useFormat()
  const words = { overview: useWords('overview'), figures: useWords('figures') }
  const { data } = useQuery(collectionQueries.comparison(plan.comparison))
  const headline = data ? headlineOf(data, plan.currency, format, words) : null
  return (
    <section className="report-currency mt-8 border-ink border-t pt-3" aria-label={plan.currency}>
      <h2 className="flex items-baseline gap-3 font-semibold text-lg">
        <SourceText text={plan.currency} />
        {headline ? <span className="min-w-0">{headline.title}</span> : null}
      </h2>
      {headline?.basis ? <p className="text-pretty text-faint text-sm">{headline.basis}</p> : null}
      {data && isNothingBilled(data.now) ? (
        <LastBilled scope={plan} page="/report" />
      ) : (
        <>
          <div className="mt-3">
            <KeyFigures plan={plan} />
          </div>
          <div className="mt-5">
            <WeeklyBilled plan={plan} size="sm" />
          </div>
          <div className="report-tables mt-5 grid gap-x-10 gap-y-6">
            <ByFundingSource plan={plan} />
            <TopContracts plan={plan} most={CONTRACTS} />
          </div>
        </>
      )}
    </section>
  )
}
