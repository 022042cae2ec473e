import { useQuery } from '@tanstack/react-query'
import { ChangeTotals } from '#components/changes/change-totals.tsx'
import { TableSkeleton } from '#components/figures/skeletons.tsx'
import { Loaded } from '#components/ui/loaded.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import { useWords } from '#components/ui/words.tsx'
import { PERIOD_CHANGES_PATH } from '#lib/billing-periods/paths.ts'
import { changeFilters } from '#lib/changes/filters.ts'
import { UNKNOWN } from '#lib/format.ts'
import { withQuery } from '#lib/paths.ts'
import { changedSince } from '#lib/report/plan.ts'
import { changeTotalsQuery } from '#lib/report/queries.ts'
import type { ReportMark } from '#lib/report/schema.ts'
import { serializeParams } from '#lib/search-params.ts'
import { sourceQueries } from '#lib/sources/queries.ts'

type ReportChangesProps = { mark: ReportMark; fundingSources: readonly string[] }

/** What changed in billing periods of all dates since the viewer's last report, by currency. */
export function ReportChanges({ mark, fundingSources }: ReportChangesProps) {
  const t = useWords('report')
  const health = useQuery(sourceQueries.health())
  const periods = health.data?.sources
    .flatMap(({ resources }) => resources)
    .find(({ resource }) => resource === 'billing-periods')
  const since = changedSince(mark.previousAt, periods?.historyFrom ?? null)
  return (
    <section className="mt-8 border-ink border-t pt-3" aria-labelledby="report-changes">
      <h2 id="report-changes" className="section-title">
        {t('changes.title')}
      </h2>
      {mark.previousAt === null ? (
        <p className="text-soft">{t('changes.first')}</p>
      ) : health.data === undefined ? (
        <p className="text-soft">{health.isError ? t('changes.failed') : UNKNOWN}</p>
      ) : since === null ? (
        <p className="text-soft">{t('changes.no-history')}</p>
      ) : (
        <Changes since={since} isCut={since !== mark.previousAt} fundingSources={fundingSources} />
      )}
    </section>
  )
}

type ChangesProps = { since: string; isCut: boolean; fundingSources: readonly string[] }

function Changes({ since, isCut, fundingSources }: ChangesProps) {
  const format = useFormat()
  const t = useWords('report')
  const query = useQuery(changeTotalsQuery(since, fundingSources))
  const time = format.instant(since)
  const hrefOf = (...currency: string[]) =>
    withQuery(
      PERIOD_CHANGES_PATH,
      serializeParams(changeFilters, { since, currency, funding_source: fundingSources }),
    )
  return (
    <>
      <p className="mb-2 text-soft">
        {isCut ? t('changes.since-history', { time }) : t('changes.since', { time })}{' '}
        <TextLink href={hrefOf()}>{t('changes.link')}</TextLink>
      </p>
      <Loaded query={query} failure={t('changes.failed')} pending={<TableSkeleton rows={2} />}>
        {({ totals }) =>
          totals.length === 0 ? (
            <p>{t('changes.none')}</p>
          ) : (
            <ChangeTotals list="periods" totals={totals} hrefOf={(currency) => hrefOf(currency)} />
          )
        }
      </Loaded>
    </>
  )
}
