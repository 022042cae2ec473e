import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { RateCell } from '#components/figures/rate-cell.tsx'
import { ASIDE_WIDTHS, TableSkeleton } from '#components/figures/skeletons.tsx'
import { Figure } from '#components/ui/figure.tsx'
import { FigureLink } from '#components/ui/figure-link.tsx'
import { Loaded } from '#components/ui/loaded.tsx'
import { PageLink } from '#components/ui/page-link.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import { periodsHref } from '#lib/collections/chart.ts'
import { FIGURE_STATUSES, hasMissingDays } from '#lib/collections/figures.ts'
import { compactAmount } from '#lib/collections/format-figures.ts'
import type { OverviewPlan } from '#lib/collections/overview.ts'
import { collectionQueries } from '#lib/collections/queries.ts'
import type { CollectionSummary, GroupFigures } from '#lib/collections/schema.ts'
import { compareMoney } from '#lib/money.ts'
import { UNASSIGNED_CHOICE } from '#lib/unassigned.ts'
import { visibleText } from '#lib/visible-text.ts'

/** Billed and collected amounts per funding source in the range; each row links to its periods. */
export function ByFundingSource({ plan }: { plan: OverviewPlan }) {
  const t = useWords('overview')
  const titleId = useId()
  const query = useQuery(collectionQueries.summary(plan.byFundingSource))
  return (
    <section aria-labelledby={titleId} className="min-w-0">
      <h2 id={titleId} className="section-title mb-1">
        {t('sources.title')}
      </h2>
      <Loaded
        query={query}
        failure={t('sources.failed')}
        pending={<TableSkeleton rows={4} widths={ASIDE_WIDTHS} />}
      >
        {(data) => <FundingSourceTable plan={plan} data={data} />}
      </Loaded>
    </section>
  )
}

function FundingSourceTable({ plan, data }: { plan: OverviewPlan; data: CollectionSummary }) {
  const t = useWords('overview')
  const groups = data.groups
    .filter((group) => group.currency === plan.currency && group.count > 0)
    .toSorted((a, b) => compareMoney(b.billed, a.billed))
  if (groups.length === 0)
    return (
      <p className="py-3 text-soft">
        {hasMissingDays(data.freshness) ? t('sources.unread') : t('sources.none')}
      </p>
    )
  return (
    <table className="w-full table-fixed">
      <thead>
        <tr className="text-soft text-sm *:border-line *:border-b *:py-1.5 *:font-medium">
          <th scope="col" className="text-start">
            {t('sources.name')}
          </th>
          {[t('sources.billed'), t('sources.collected'), t('sources.rate')].map((name) => (
            <th key={name} scope="col" className="w-[80px] ps-2 text-end last:w-[92px]">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {groups.map((group) => (
          <FundingSourceRow key={group.group ?? UNASSIGNED_CHOICE} plan={plan} group={group} />
        ))}
      </tbody>
    </table>
  )
}

function FundingSourceRow({ plan, group }: { plan: OverviewPlan; group: GroupFigures }) {
  const format = useFormat()
  const t = useWords('overview')
  const name = group.group ?? UNASSIGNED_CHOICE
  const label = visibleText(group.group ?? t('sources.unassigned'))
  const hrefOf = (figure: 'billed' | 'collected') =>
    periodsHref({ ...plan, fundingSources: [name] }, plan.range, FIGURE_STATUSES[figure])
  return (
    <tr className="hover:bg-hover *:border-line *:border-b *:py-2">
      <th scope="row" className="pe-2 text-start font-normal">
        <PageLink href={hrefOf('billed')} title={label} className="hover:underline">
          <bdi dir="auto" className="line-clamp-2 w-fit max-w-full break-words">
            {label}
          </bdi>
        </PageLink>
      </th>
      {(['billed', 'collected'] as const).map((name) => (
        <td key={name} className="text-end">
          <FigureLink
            href={hrefOf(name)}
            figure={{ amount: group[name], currency: plan.currency }}
            title={format.money(group[name], plan.currency)}
          >
            <Figure text={compactAmount(group[name], plan.currency, format)} />
          </FigureLink>
        </td>
      ))}
      <RateCell figures={group} />
    </tr>
  )
}
