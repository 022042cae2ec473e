import { addDays, type Day } from '#lib/calendar-date.ts'
import { type DayRange, seasonOf } from '#lib/collections/range.ts'
import { weekEnd, weekStart } from '#lib/week.ts'

/** Returns common ranges: whole weeks, including the current one. */
export function dayPresets(today: Day): { label: string; range: DayRange }[] {
  const to = weekEnd(today)
  const lastWeeks = (count: number) => ({ from: addDays(weekStart(today), -7 * (count - 1)), to })
  return [
    { label: 'This week', range: lastWeeks(1) },
    { label: 'Last 4 weeks', range: lastWeeks(4) },
    { label: 'Last 13 weeks', range: lastWeeks(13) },
    { label: 'This season', range: { from: seasonOf(today).from, to } },
  ]
}
