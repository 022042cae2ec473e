import type { BillingPeriodFilters } from '#lib/billing-periods/filters.ts'
import { billingPeriodsPath } from '#lib/billing-periods/paths.ts'
import { addDays, type Day, type OpenDayRange } from '#lib/calendar-date.ts'
import type { PeriodsHref } from './chart.ts'
import { FIGURE_STATUSES } from './figures.ts'
import type { DayRange } from './range.ts'

/** The ages of unpaid billing periods, by days since the period's end. */
export const AGES = [
  'not_ended',
  'days_0_7',
  'days_8_14',
  'days_15_30',
  'days_31_60',
  'days_61_90',
  'over_90',
  'no_end',
] as const
export type Age = (typeof AGES)[number]

/** The last day of each age that has one, in days since the period's end. */
const LAST_DAYS = [7, 14, 30, 60, 90] as const

/**
 * Returns the end days of each age, both inclusive. A period that ends on `today` ended 0 days ago.
 * @param today the day on which the periods are looked at
 */
export function endDaysOfAges(today: Day): Record<Exclude<Age, 'no_end'>, OpenDayRange> {
  const [week, fortnight, month, two, three] = LAST_DAYS
  const ago = (days: number) => addDays(today, -days)
  return {
    not_ended: { from: addDays(today, 1), to: null },
    days_0_7: { from: ago(week), to: today },
    days_8_14: { from: ago(fortnight), to: ago(week + 1) },
    days_15_30: { from: ago(month), to: ago(fortnight + 1) },
    days_31_60: { from: ago(two), to: ago(month + 1) },
    days_61_90: { from: ago(three), to: ago(two + 1) },
    over_90: { from: null, to: ago(three + 1) },
  }
}

type Scope = { fundingSources: readonly string[]; range: DayRange; asOf: string | null }

/**
 * Returns the address of the list of the unpaid periods of an age and currency.
 * @param age null: of every age
 * @param today the day by which the ages were counted
 */
export function unpaidHref(
  age: Age | null,
  currency: string,
  { fundingSources, range, asOf }: Scope,
  today: Day,
): PeriodsHref {
  return billingPeriodsPath({
    currency: [currency],
    funding_source: fundingSources,
    status: FIGURE_STATUSES.outstanding,
    start_from: range.from,
    start_to: range.to,
    ...endFilters(age, today),
    as_of: asOf,
  })
}

function endFilters(age: Age | null, today: Day): Partial<BillingPeriodFilters> {
  if (age === null) return {}
  if (age === 'no_end') return { end: ['none'] }
  const { from, to } = endDaysOfAges(today)[age]
  return { end_from: from, end_to: to }
}
