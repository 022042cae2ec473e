import { addDays, type Day } from '#lib/calendar-date.ts'
import { type DayRange, seasonOf } from '#lib/collections/range.ts'
import { weekEnd, weekStart } from '#lib/week.ts'

type PresetName = 'this-week' | '4-weeks' | '13-weeks' | 'season'

/** Returns common ranges: whole weeks, including the current one. */
export function dayPresets(today: Day): { name: PresetName; range: DayRange }[] {
  const to = weekEnd(today)
  const lastWeeks = (count: number) => ({ from: addDays(weekStart(today), -7 * (count - 1)), to })
  return [
    { name: 'this-week', range: lastWeeks(1) },
    { name: '4-weeks', range: lastWeeks(4) },
    { name: '13-weeks', range: lastWeeks(13) },
    { name: 'season', range: { from: seasonOf(today).from, to } },
  ]
}
