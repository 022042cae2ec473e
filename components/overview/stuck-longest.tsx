import { useQuery } from '@tanstack/react-query'
import { ASIDE_WIDTHS, TableSkeleton } from '#components/figures/skeletons.tsx'
import { amountIssueWords } from '#components/ui/amount-issue.ts'
import { Figure } from '#components/ui/figure.tsx'
import { FigureLink } from '#components/ui/figure-link.tsx'
import { Loaded } from '#components/ui/loaded.tsx'
import { PageLink } from '#components/ui/page-link.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { SourceLine } from '#components/ui/source-text.tsx'
import { StatusBadge } from '#components/ui/status-badge.tsx'
import { useWords } from '#components/ui/words.tsx'
import { billingPeriodsPath } from '#lib/billing-periods/paths.ts'
import type { BillingPeriod } from '#lib/billing-periods/schema.ts'
import { billingStatusGroup } from '#lib/billing-periods/status.ts'
import { BILLING_STATUS_TONES } from '#lib/billing-periods/tones.ts'
import { daysBetween } from '#lib/calendar-date.ts'
import { type OverviewPlan, STUCK_SHOWN } from '#lib/collections/overview.ts'
import { collectionQueries } from '#lib/collections/queries.ts'
import { UNKNOWN } from '#lib/format.ts'

/** The longest overdue periods, oldest first: ended, unpaid and not drafts, independent of the range. */
export function StuckLongest({ plan }: { plan: OverviewPlan }) {
  const t = useWords('overview')
  const query = useQuery(collectionQueries.periods(plan.stuck, STUCK_SHOWN))
  const total = query.data?.totals.reduce((sum, one) => sum + one.count, 0) ?? 0
  return (
    <section aria-labelledby="stuck-longest" className="min-w-0">
      <div className="mb-1 flex items-baseline justify-between gap-3">
        <h2 id="stuck-longest" className="section-title">
          {t('stuck.title')}
        </h2>
        {total > 0 ? (
          <FigureLink
            href={billingPeriodsPath(plan.stuck)}
            figure={{ count: total }}
            className="text-sm text-soft hover:text-ink"
          >
            {t('stuck.all', { count: total })}
          </FigureLink>
        ) : null}
      </div>
      <Loaded
        query={query}
        failure={t('stuck.failed')}
        pending={<TableSkeleton rows={STUCK_SHOWN} widths={ASIDE_WIDTHS} />}
      >
        {({ rows }) =>
          total === 0 ? (
            <p className="py-3 text-soft">{t('stuck.none')}</p>
          ) : (
            <ul>
              {rows.map((row) => (
                <StuckRow key={row.id} plan={plan} row={row} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  )
}

function StuckRow({ plan, row }: { plan: OverviewPlan; row: BillingPeriod }) {
  const format = useFormat()
  const t = useWords('overview')
  const tUi = useWords('ui')
  const tStatus = useWords('statuses')
  const group = billingStatusGroup(row.status)
  const name = row.contract ?? t('stuck.period', { id: row.id })
  return (
    <li className="relative border-line border-b py-2 hover:bg-hover">
      <p className="flex items-baseline justify-between gap-3">
        <PageLink
          href={billingPeriodsPath(plan.stuck, row.id)}
          className="min-w-0 after:absolute after:inset-0"
        >
          <SourceLine text={name} />
        </PageLink>
        <span
          className="shrink-0"
          title={row.endDate ? t('stuck.ended', { day: format.day(row.endDate) }) : undefined}
        >
          {row.endDate === null ? UNKNOWN : t('stuck.days', { days: daysBetween(row.endDate, plan.today) })}
        </span>
      </p>
      <p className="mt-1 flex items-center justify-between gap-3 text-sm text-soft">
        <StatusBadge
          tone={BILLING_STATUS_TONES[group]}
          label={tStatus(`short.${group}`)}
          title={tStatus(`meaning.${group}`)}
        />
        <span
          className="min-w-0 text-end wrap-anywhere"
          title={row.amountIssue ? amountIssueWords(row.amountIssue, tUi) : undefined}
        >
          {row.amount === null ? UNKNOWN : <Figure text={format.money(row.amount, row.currency)} />}
        </span>
      </p>
    </li>
  )
}
