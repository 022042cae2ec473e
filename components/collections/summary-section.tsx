import { useQuery } from '@tanstack/react-query'
import { Fragment, useId } from 'react'
import { CsvButton } from '#components/charts/csv-button.tsx'
import { TableSkeleton } from '#components/figures/skeletons.tsx'
import { FigureLink } from '#components/ui/figure-link.tsx'
import { Loaded } from '#components/ui/loaded.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { SourceText } from '#components/ui/source-text.tsx'
import { richText, useWords } from '#components/ui/words.tsx'
import { OTHER_STATUS } from '#lib/billing-periods/status.ts'
import { periodsHref } from '#lib/collections/chart.ts'
import { type CollectionsPlan, figuresFile } from '#lib/collections/collections.ts'
import { hasMissingDays } from '#lib/collections/figures.ts'
import { type SummaryGroup, summaryFilters } from '#lib/collections/filters.ts'
import { collectionQueries } from '#lib/collections/queries.ts'
import type { OtherStatuses as Words } from '#lib/collections/schema.ts'
import { summaryRows } from '#lib/collections/summary-table.ts'
import { NO_CURRENCY_CHOICE } from '#lib/no-choices.ts'
import { serializeParams } from '#lib/search-params.ts'
import { FiguresTable } from './figures-table.tsx'
import { StatusTable } from './status-table.tsx'
import { SUMMARY_FILE_TITLES, summaryCsvRows } from './summary-csv.ts'

type SummarySectionProps = { plan: CollectionsPlan; by: SummaryGroup }

/** One summary with its own loading state, error and CSV. A failure never hides the other summaries. */
export function SummarySection({ plan, by }: SummarySectionProps) {
  const t = useWords('collections')
  const tStatus = useWords('statuses')
  const title = t(`by.${by}`)
  const titleId = useId()
  const query = useQuery(collectionQueries.summary(plan.summaries[by]))
  const { data } = query
  const rows = data ? summaryRows(by, data, plan, t, tStatus) : []
  return (
    <section aria-labelledby={titleId} className="min-w-0">
      <div className="mb-1 flex min-h-7 items-center justify-between gap-3">
        <h2 id={titleId} className="section-title">
          {title}
        </h2>
        {data === undefined || rows.length === 0 ? null : (
          <CsvButton
            what={t(`csv.${by}`)}
            about={{
              title: SUMMARY_FILE_TITLES[by],
              filters: serializeParams(summaryFilters, plan.summaries[by]),
              answer: data,
            }}
            fileName={figuresFile(plan, `collections-${by}`)}
            rows={() => summaryCsvRows(by, { rows, range: plan.range, otherStatuses: data.otherStatuses })}
          />
        )}
      </div>
      <Loaded query={query} failure={t('summary.failed')} pending={<TableSkeleton rows={4} />}>
        {({ freshness, otherStatuses }) => (
          <>
            {rows.length === 0 ? (
              <p className="py-3 text-soft">
                {hasMissingDays(freshness) ? t('summary.unread') : t('summary.none')}
              </p>
            ) : null}
            {rows.length > 0 && by === 'status' ? <StatusTable rows={rows} label={title} /> : null}
            {otherStatuses ? <OtherStatuses plan={plan} others={otherStatuses} /> : null}
            {rows.length > 0 && by !== 'status' ? <FiguresTable rows={rows} label={title} by={by} /> : null}
          </>
        )}
      </Loaded>
    </section>
  )
}

/** Names the source's statuses behind "Other status"; each links to its rows. */
function OtherStatuses({ plan, others }: { plan: CollectionsPlan; others: Words }) {
  const format = useFormat()
  const t = useWords('collections')
  const rest = others.total - others.words.length
  const words = () => (
    <Fragment key="words">
      {others.words.map(({ status, currency, count }, at) => (
        <Fragment key={JSON.stringify([status, currency])}>
          {format.listJoint(at, others.words.length)}
          <FigureLink
            href={periodsHref({ ...plan, currency: currency ?? NO_CURRENCY_CHOICE }, plan.range, [
              `${OTHER_STATUS}:${status ?? ''}`,
            ])}
            figure={{ count }}
            className="underline decoration-edge underline-offset-2 hover:decoration-current"
          >
            <Word status={status} /> ({format.count(count)}{' '}
            {currency === null ? t('others.no-currency') : <SourceText text={currency} />})
          </FigureLink>
        </Fragment>
      ))}
    </Fragment>
  )
  return (
    <p className="mt-2 text-pretty text-soft text-sm wrap-anywhere">
      {richText(
        rest > 0 ? t.rich('others.text-more', { words, count: rest }) : t.rich('others.text', { words }),
      )}
    </p>
  )
}

function Word({ status }: { status: string | null }) {
  const t = useWords('collections')
  return status === null ? t('others.nothing') : <SourceText text={status} />
}
