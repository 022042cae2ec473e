import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { CsvButton } from '#components/charts/csv-button.tsx'
import { TableSkeleton } from '#components/figures/skeletons.tsx'
import { Loaded } from '#components/ui/loaded.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import type { RateBridge } from '#lib/collections/bridge-schema.ts'
import { BRIDGE_FILE_TITLE, bridgeCsvRows, explainedFrom } from '#lib/collections/bridge-table.ts'
import { type CollectionsPlan, figuresFile } from '#lib/collections/collections.ts'
import { bridgeFilters } from '#lib/collections/filters.ts'
import { collectionQueries } from '#lib/collections/queries.ts'
import { serializeParams } from '#lib/search-params.ts'
import { visibleText } from '#lib/visible-text.ts'
import { zonedClock } from '#lib/zone.ts'
import { BridgeParts } from './bridge-parts.tsx'

/** What changed the rate of one currency, or why that is not known. A failure never hides the other sections. */
export function BridgeSection({ plan }: { plan: CollectionsPlan }) {
  const t = useWords('bridge')
  const titleId = useId()
  const [currency = null] = plan.currencies
  const { from, to } = plan.range
  const filters = { currency, funding_source: plan.fundingSources, from, to }
  const query = useQuery({ ...collectionQueries.rateBridge(filters), enabled: plan.asOf === null })
  const { data } = query
  const explained = plan.asOf === null ? data?.explained : null
  return (
    <section aria-labelledby={titleId} className="min-w-0">
      <div className="flex min-h-7 items-center justify-between gap-3">
        <h2 id={titleId} className="section-title">
          {t('title')}
        </h2>
        {data && explained ? (
          <CsvButton
            what={t('csv')}
            fileName={figuresFile(plan, `why-the-rate-changed-${data.currency}`)}
            about={{
              title: BRIDGE_FILE_TITLE,
              filters: serializeParams(bridgeFilters, filters),
              answer: data,
              definitions: 'bridge',
            }}
            rows={() => bridgeCsvRows(data, explained)}
          />
        ) : null}
      </div>
      <p className="mb-1 text-pretty text-soft text-sm">
        {[
          t('about'),
          currency !== null && plan.currencyOrder.length > 1
            ? t('other-currency', { currency: visibleText(currency) })
            : null,
        ]
          .filter(Boolean)
          .join(' ')}
      </p>
      {plan.asOf === null ? (
        <Loaded query={query} failure={t('failed')} pending={<TableSkeleton rows={4} />}>
          {(answer) =>
            answer.explained ? (
              <BridgeParts answer={answer} explained={answer.explained} />
            ) : (
              <Refused plan={plan} answer={answer} />
            )
          }
        </Loaded>
      ) : (
        <p className="py-3 text-soft">{t('past')}</p>
      )}
    </section>
  )
}

/** Says why the change is not explained, and since when ranges of this length can be. */
function Refused({ plan, answer }: { plan: CollectionsPlan; answer: RateBridge }) {
  const format = useFormat()
  const t = useWords('bridge')
  const reason = useReason(answer)
  const { refused, historyFrom } = answer
  const since = historyFrom && zonedClock(historyFrom, format.timeZone).day
  const day = refused === 'not_observed' && since ? explainedFrom(answer, since, plan.today) : null
  const until = since && day ? t('refused.until', { since: format.day(since), day: format.day(day) }) : null
  const isBefore = refused === 'not_observed' && historyFrom === null
  const notes = [reason, isBefore ? t('refused.no-history') : until]
  return <p className="max-w-[88ch] text-pretty py-3">{notes.filter(Boolean).join(' ')}</p>
}

function useReason({ refused, before }: RateBridge): string {
  const format = useFormat()
  const t = useWords('bridge')
  const tFigures = useWords('figures')
  switch (refused) {
    case null:
      return ''
    case 'no_rate_now':
      return t('refused.no_rate_now')
    case 'credits':
      return t('refused.credits')
    case 'no_rate_before':
    case 'no_rate_then':
    case 'not_observed':
    case 'uncertain':
      return t(`refused.${refused}`, { before: format.dayRange(before.from, before.to) })
    default:
      return t('refused.why', { why: tFigures(`why.${refused}`) })
  }
}
