import { addDays, type Day } from '#lib/calendar-date.ts'
import type { CsvCell } from '#lib/csv.ts'
import { type PeriodsHref, periodsHref } from './chart.ts'
import type { CollectionsPlan } from './collections.ts'
import { FIGURE_STATUSES } from './figures.ts'
import type { AgeCell, CollectedByAge, CollectedWeek } from './triangle-schema.ts'
import { MOST_AGE } from './week-age.ts'

type Plan = Pick<CollectionsPlan, 'fundingSources' | 'asOf'>

/** The title of the file. */
export const TRIANGLE_FILE_TITLE = 'Collected by age'

/** The ages of the columns. */
export const TRIANGLE_AGES = Array.from({ length: MOST_AGE + 1 }, (_, age) => age)

/** Returns the days of a billing week. */
function daysOf(week: Day): { from: Day; to: Day } {
  return { from: week, to: addDays(week, 6) }
}

/** Returns the address of the list of the billed periods of a week. */
export function weekHref({ week, currency }: CollectedWeek, plan: Plan): PeriodsHref {
  return periodsHref({ ...plan, currency }, daysOf(week), FIGURE_STATUSES.billed)
}

/**
 * Returns the address of the list of exactly the periods that a cell adds up; null if no filter can select them: for a
 * cell from before the history of the list.
 */
export function cellHref(cell: AgeCell, { week, currency }: CollectedWeek, plan: Plan): PeriodsHref | null {
  if (cell.collected === null || (cell.asOf === null && cell.state !== 'running')) return null
  const asOf = cell.asOf ?? plan.asOf
  return periodsHref({ ...plan, currency, asOf }, daysOf(week), FIGURE_STATUSES.collected)
}

/** Converts the weeks to CSV rows, a line per week and age. */
export function triangleCsvRows({ weeks }: CollectedByAge): CsvCell[][] {
  const header = ['week', 'currency', 'billed', 'unknown_amounts', 'age_weeks', 'until', 'state']
  const figures = ['collected', 'periods', 'share', 'other_share']
  const lines = weeks.flatMap(({ week, currency, billed, unknownAmounts, cells }) =>
    cells.map((cell) => [
      ...[week, currency, billed, unknownAmounts, cell.age, cell.until, cell.state],
      ...[cell.collected, cell.count, cell.share, cell.otherShare],
    ]),
  )
  return [[...header, ...figures], ...lines]
}
