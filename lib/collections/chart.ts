import type { BillingPeriodFilters } from '#lib/billing-periods/filters.ts'
import { billingPeriodsPath } from '#lib/billing-periods/paths.ts'
import type { BillingStatusGroup } from '#lib/billing-periods/status.ts'
import { addDays, type Day } from '#lib/calendar-date.ts'
import type { Decimal } from '#lib/money.ts'
import type { Freshness, MissingRange } from '#lib/schema.ts'
import { weeksBetween } from '#lib/week.ts'
import { countOf, FIGURE_STATUSES, sumFigures } from './figures.ts'
import { type DayRange, isRunningWeek, lastComparableDay } from './range.ts'
import type { RateIssue } from './rate.ts'
import type { Figures, WeekFigures } from './schema.ts'

/** The statuses that make up billed, in stacking order from the bottom. */
export const STACKED_STATUSES = [
  'PAYMENT_COMPLETE',
  'SENT_TO_PAYMENT_SERVICE',
  'PENDING',
  'PAYMENT_FAILED',
] as const satisfies readonly BillingStatusGroup[]

export type PeriodsHref = ReturnType<typeof billingPeriodsPath>
export type WeekSegment = { amount: Decimal; count: number; href: PeriodsHref }

/** One week in a chart and its table. `state` says how reliable the week is. */
export type WeekPoint = DayRange & {
  key: Day
  state: 'settled' | 'still_being_paid' | 'running' | 'not_read'
  segments: Record<string, WeekSegment>
  total: Decimal
  count: number
  rate: number | null
  /** The rate that the week can still reach. */
  reachable: number | null
  rateIssue: RateIssue | null
  /** Share of the week's periods, from 0 to 1, that no amount includes. */
  leftOutShare: number
  href: PeriodsHref
}

/** How a chart draws a week. */
export const LOOKS = {
  settled: 'plain',
  still_being_paid: 'fresh',
  running: 'open',
  not_read: 'blank',
} as const satisfies Record<WeekPoint['state'], string>

export type ChartScope = {
  range: DayRange
  currency: string
  fundingSources: readonly string[]
  today: Day
  /** As of which day or instant; absent or null: now. */
  asOf?: string | null
  freshness: readonly Freshness[]
}

/**
 * Returns every week of the range, stacked by status. A week without periods is included as nothing billed.
 */
export function statusPoints(weeks: readonly WeekFigures[], scope: ChartScope): WeekPoint[] {
  return points(weeks, scope, (figures, days) =>
    Object.fromEntries(
      STACKED_STATUSES.map((status) => {
        const { amount = '0', count = 0 } = figures.byStatus[status] ?? {}
        return [status, { amount, count, href: periodsHref(scope, days, [status]) }]
      }),
    ),
  )
}

/** A group of funding sources with its own weeks. `values` are the funding sources in the group. */
export type NamedWeeks = { key: string; values: readonly string[]; weeks: readonly WeekFigures[] }

/**
 * Returns every week of the range, stacked by funding source.
 * @param weeks figures of all periods.
 * @param parts figures of each group, which become the segments.
 */
export function fundingSourcePoints(
  weeks: readonly WeekFigures[],
  parts: readonly NamedWeeks[],
  scope: ChartScope,
): WeekPoint[] {
  const byPart = parts.map((part) => ({ ...part, own: byWeek(part.weeks, scope.currency) }))
  return points(weeks, scope, (_, days, week) =>
    Object.fromEntries(
      byPart.map(({ key, values, own }) => {
        const figures = own.get(week)
        const href = periodsHref({ ...scope, fundingSources: values }, days, FIGURE_STATUSES.billed)
        return [key, { amount: figures?.billed ?? '0', count: figures ? billedCount(figures) : 0, href }]
      }),
    ),
  )
}

function points(
  weeks: readonly WeekFigures[],
  scope: ChartScope,
  segmentsOf: (figures: Figures, days: DayRange, week: Day) => Record<string, WeekSegment>,
): WeekPoint[] {
  const found = byWeek(weeks, scope.currency)
  const missing = missingDays(scope.freshness)
  return weeksBetween(scope.range.from, scope.range.to).map((week) => {
    const days = daysOfWeek(week, scope.range)
    const figures = found.get(week) ?? sumFigures([], scope.currency)
    return {
      key: week,
      ...days,
      state: weekState(week, days, missing, scope.today, found.has(week)),
      segments: segmentsOf(figures, days, week),
      total: figures.billed,
      count: billedCount(figures),
      rate: figures.rate,
      reachable: figures.reachable,
      rateIssue: figures.rateIssue,
      leftOutShare: figures.leftOutShare,
      href: periodsHref(scope, days, FIGURE_STATUSES.billed),
    }
  })
}

function byWeek(weeks: readonly WeekFigures[], currency: string): Map<Day, WeekFigures> {
  return new Map(weeks.filter((week) => week.currency === currency).map((week) => [week.week, week]))
}

function billedCount(figures: Figures): number {
  return countOf(figures, FIGURE_STATUSES.billed)
}

/** The days of a week that lie in the range, because a bar at the edge stands only for those. */
function daysOfWeek(week: Day, range: DayRange): DayRange {
  const sunday = addDays(week, 6)
  return { from: week < range.from ? range.from : week, to: sunday > range.to ? range.to : sunday }
}

function weekState(
  week: Day,
  days: DayRange,
  missing: readonly MissingRange[],
  today: Day,
  hasFigures: boolean,
): WeekPoint['state'] {
  if (!hasFigures && missing.some((range) => overlaps(range, days))) return 'not_read'
  if (isRunningWeek(week, today)) return 'running'
  return addDays(week, 6) > lastComparableDay(today) ? 'still_being_paid' : 'settled'
}

/** Returns the days of billing periods that are not completely mirrored. */
export function missingDays(freshness: readonly Freshness[]): MissingRange[] {
  return freshness.filter((entry) => entry.resource === 'billing-periods').flatMap((entry) => entry.missing)
}

/** True if any day of `days` lies in the missing range; null ends are open. */
export function overlaps(missing: Pick<MissingRange, 'from' | 'to'>, days: DayRange): boolean {
  return (missing.from ?? days.from) <= days.to && (missing.to ?? days.to) >= days.from
}

/** Returns the address of the list of exactly the periods behind a figure. */
export function periodsHref(
  scope: { currency: string; fundingSources: readonly string[]; asOf?: string | null },
  days: DayRange,
  status: readonly string[],
): PeriodsHref {
  const filters: Partial<BillingPeriodFilters> = {
    currency: [scope.currency],
    funding_source: scope.fundingSources,
    status,
    start_from: days.from,
    start_to: days.to,
    as_of: scope.asOf,
  }
  return billingPeriodsPath(filters)
}
