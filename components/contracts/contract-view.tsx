'use client'

import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { DetailSection } from '#components/detail/detail-parts.tsx'
import { MoneyCell } from '#components/table/cells.tsx'
import { Button } from '#components/ui/button.tsx'
import { Loaded } from '#components/ui/loaded.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { StatusBadge } from '#components/ui/status-badge.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import { useWords } from '#components/ui/words.tsx'
import { billingPeriodsPath } from '#lib/billing-periods/paths.ts'
import type { BillingPeriod } from '#lib/billing-periods/schema.ts'
import { billingStatusGroup, billingStatusText } from '#lib/billing-periods/status.ts'
import { BILLING_STATUS_TONES } from '#lib/billing-periods/tones.ts'
import type { Day } from '#lib/calendar-date.ts'
import { contractsPath, periodsOf } from '#lib/contracts/paths.ts'
import { periodFiltersOf } from '#lib/contracts/period-filters.ts'
import { periodsQuery } from '#lib/contracts/period-queries.ts'
import { contractQueries } from '#lib/contracts/queries.ts'
import type { Contract } from '#lib/contracts/schema.ts'
import { ContractHistory } from './contract-history.tsx'
import { ContractSummary } from './contract-summary.tsx'

/** The page of one contract: its figures, weeks, changes and billing periods. */
export function ContractView({ id, today }: { id: string; today: Day }) {
  const t = useWords('contracts')
  const query = useQuery(contractQueries.detail(id))
  return (
    <div className="mx-auto max-w-[1240px] px-4 pt-5 pb-12 md:px-8 md:pt-7">
      <p className="mb-3 text-sm">
        <TextLink href={contractsPath()}>{t('title')}</TextLink>
      </p>
      <Loaded query={query} failure={t('detail.failed')} pending={<Skeleton className="h-64 w-full" />}>
        {(detail) => (
          <div className="grid gap-x-12 gap-y-8 lg:grid-cols-2">
            <div className="min-w-0">
              <ContractSummary detail={detail} today={today} isPage />
              <DetailSection title={t('history.title')}>
                <ContractHistory contract={detail.contract} entries={detail.history} />
              </DetailSection>
            </div>
            <Periods contract={detail.contract} />
          </div>
        )}
      </Loaded>
    </div>
  )
}

function Periods({ contract }: { contract: Contract }) {
  const t = useWords('contracts')
  const tList = useWords('list')
  const query = useInfiniteQuery(periodsQuery(periodFiltersOf(contract)))
  return (
    <section className="min-w-0" aria-labelledby="contract-periods">
      <h2 id="contract-periods" className="section-title mb-2">
        {t('list.title')}
      </h2>
      <Loaded
        query={query}
        failure={tList('failed', { list: 'periods' })}
        pending={<Skeleton className="h-64 w-full" />}
      >
        {({ pages }) => (
          <ul className="divide-y divide-line border-line border-y">
            {pages.flatMap(({ rows }) =>
              rows.map((period) => <Period key={period.id} contract={contract} period={period} />),
            )}
          </ul>
        )}
      </Loaded>
      {query.hasNextPage ? (
        <div className="mt-4 flex justify-center">
          <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('list.more')}
          </Button>
        </div>
      ) : null}
    </section>
  )
}

function Period({ contract, period }: { contract: Contract; period: BillingPeriod }) {
  const format = useFormat()
  const tUi = useWords('ui')
  const tStatuses = useWords('statuses')
  const group = billingStatusGroup(period.status)
  return (
    <li className="grid min-h-10 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1 py-2 md:grid-cols-[minmax(0,1fr)_auto_160px]">
      <TextLink href={billingPeriodsPath(periodsOf(contract), period.id)}>
        {format.dayRange(period.startDate, period.endDate)}
      </TextLink>
      <StatusBadge
        tone={BILLING_STATUS_TONES[group]}
        label={billingStatusText(period.status, tStatuses)}
        title={tStatuses(`meaning.${group}`)}
      />
      <span className="col-span-2 text-end wrap-anywhere md:col-span-1">
        <MoneyCell amount={period.amount} currency={period.currency} unknown={tUi('amount.unknown')} />
      </span>
    </li>
  )
}
