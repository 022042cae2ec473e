import type { BillingPeriodFilters } from '#lib/billing-periods/filters.ts'
import { addDays, type Day } from '#lib/calendar-date.ts'
import { weekEnd, weekStart } from '#lib/week.ts'
import { FIGURE_STATUSES } from './figures.ts'
import { type DayRange, lengthInDays } from './range.ts'

/** A scope in which nothing was billed. */
export type EmptyScope = {
  currency: string
  fundingSources: readonly string[]
  range: DayRange
  asOf?: string | null
}

/** Returns filters for the billed periods up to the end of an empty range, newest first. */
export function lastBilledFilters({
  currency,
  fundingSources,
  range,
  asOf,
}: EmptyScope): Partial<BillingPeriodFilters> {
  return {
    currency: [currency],
    funding_source: fundingSources,
    status: FIGURE_STATUSES.billed,
    start_to: range.to,
    as_of: asOf,
    sort: '-start_date',
  }
}

/** Returns a range as long as `range`, at least one week, that ends with the week of `day`. */
export function rangeUntil(day: Day, range: DayRange): DayRange {
  const to = weekEnd(day)
  const from = addDays(to, 1 - lengthInDays(range))
  return { from: from < weekStart(day) ? from : weekStart(day), to }
}
