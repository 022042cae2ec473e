import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { TableSkeleton } from '#components/figures/skeletons.tsx'
import { Figure } from '#components/ui/figure.tsx'
import { FigureLink } from '#components/ui/figure-link.tsx'
import { Loaded } from '#components/ui/loaded.tsx'
import { PageLink } from '#components/ui/page-link.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { SourceLine } from '#components/ui/source-text.tsx'
import { useWords } from '#components/ui/words.tsx'
import type { OverviewPlan } from '#lib/collections/overview.ts'
import { contractFigure } from '#lib/contracts/figures.ts'
import { contractPath, contractsPath } from '#lib/contracts/paths.ts'
import { contractQueries } from '#lib/contracts/queries.ts'
import type { Contract, ContractList } from '#lib/contracts/schema.ts'
import { TOP_CONTRACTS, topContracts } from '#lib/contracts/top.ts'
import { approximate, compareMoney, sumMoney } from '#lib/money.ts'

type TopContractsProps = {
  plan: OverviewPlan
  /** How many of them are shown at most. */
  most?: number
}

/** The contracts with the largest outstanding amounts, over all weeks, with their share of all of it. */
export function TopContracts({ plan, most = TOP_CONTRACTS }: TopContractsProps) {
  const t = useWords('overview')
  const titleId = useId()
  const isPast = plan.asOf !== null
  const query = useQuery({ ...contractQueries.top(plan), enabled: !isPast })
  const count = query.data?.totals.reduce((sum, total) => sum + total.count, 0) ?? 0
  return (
    <section aria-labelledby={titleId} className="min-w-0">
      <div className="mb-1 flex items-baseline justify-between gap-3">
        <h2 id={titleId} className="section-title">
          {t('top.title')}
        </h2>
        <FigureLink
          href={contractsPath(topContracts(plan))}
          figure={{ count }}
          className="shrink-0 text-sm text-soft hover:text-ink"
        >
          {count > 0 ? t('top.all', { count }) : t('top.list')}
        </FigureLink>
      </div>
      {isPast ? (
        <p className="py-3 text-soft">{t('top.past')}</p>
      ) : (
        <Loaded query={query} failure={t('top.failed-to-load')} pending={<TableSkeleton rows={most} />}>
          {(list) => <Top list={list} most={most} />}
        </Loaded>
      )}
    </section>
  )
}

function Top({ list, most }: { list: ContractList; most: number }) {
  const format = useFormat()
  const t = useWords('overview')
  const rows = list.rows
    .filter(({ outstanding }) => outstanding !== null && compareMoney(outstanding, '0') > 0)
    .slice(0, most)
  const [total] = list.totals
  if (rows.length === 0)
    return <p className="py-3 text-soft">{list.pending ? t('top.pending') : t('top.none')}</p>
  const shareOf = (part: readonly (string | null)[], whole: string | null | undefined) => {
    if (!whole || compareMoney(whole, '0') <= 0) return null
    const share = approximate(sumMoney(part.flatMap((one) => one ?? []))) / approximate(whole)
    return share >= 0 && share <= 1 ? format.percent(share) : null
  }
  const outstanding = shareOf(
    rows.map((row) => row.outstanding),
    total?.amount,
  )
  const failed = shareOf(
    rows.map((row) => row.failed),
    total?.failed,
  )
  return (
    <>
      {list.pending ? <p className="mb-2 text-pretty text-soft">{t('top.pending')}</p> : null}
      {outstanding === null || list.pending ? null : (
        <p className="mb-2 text-pretty text-soft">
          {failed === null
            ? t('top.share-outstanding', { count: rows.length, outstanding })
            : t('top.share', { count: rows.length, outstanding, failed })}
        </p>
      )}
      <table className="w-full table-fixed">
        <thead>
          <tr className="text-soft text-sm *:border-line *:border-b *:py-1.5 *:font-medium">
            <th scope="col" className="text-start">
              {t('top.contract')}
            </th>
            <th scope="col" className="w-[68px] ps-2 text-end md:w-[108px]">
              {t('top.behind')}
            </th>
            <th scope="col" className="w-[120px] ps-2 text-end md:w-[160px]">
              {t('top.outstanding')}
            </th>
            <th scope="col" className="hidden w-[72px] ps-2 text-end md:table-cell">
              {t('top.of-all')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.id} row={row} share={shareOf([row.outstanding], total?.amount)} />
          ))}
        </tbody>
      </table>
    </>
  )
}

function Row({ row, share }: { row: Contract; share: string | null }) {
  const format = useFormat()
  const t = useWords('overview')
  return (
    <tr className="hover:bg-hover *:border-line *:border-b *:py-2">
      <th scope="row" className="pe-2 text-start font-normal">
        <PageLink href={contractPath(row.id)} className="block hover:underline">
          <SourceLine text={row.contract ?? t('top.no-contract')} />
        </PageLink>
        <span className="block text-soft text-sm">
          <SourceLine text={row.fundingSource ?? t('top.unassigned')} />
        </span>
      </th>
      <td className="text-end">
        <Figure text={format.count(row.weeksBehind)} />
      </td>
      <td className="text-end wrap-anywhere">
        <FigureLink {...contractFigure(row, 'outstanding')}>
          <Figure text={format.amount(row.outstanding ?? '0', row.currency)} />
        </FigureLink>
      </td>
      <td className="hidden text-end md:table-cell">
        <Figure text={share ?? ''} />
      </td>
    </tr>
  )
}
