import { addDays, type Day } from '#lib/calendar-date.ts'
import type { DayRange } from '#lib/collections/range.ts'
import type { SeasonRange } from '#lib/collections/season.ts'
import { weekEnd, weekStart } from '#lib/week.ts'

type PresetName =
  | 'this-week'
  | '4-weeks'
  | '13-weeks'
  | 'this-month'
  | 'last-month'
  | 'this-quarter'
  | 'last-quarter'

/** A common range; `season` is the name that an admin gave it. */
type Preset = { range: DayRange } & ({ name: PresetName } | { name: 'season'; season: string })

/**
 * Returns common ranges: whole weeks, months and quarters, including the current ones.
 * @param season the season of the list's funding sources; null: there is none
 */
export function dayPresets(today: Day, season: SeasonRange | null): Preset[] {
  const to = weekEnd(today)
  const lastWeeks = (count: number) => ({ from: addDays(weekStart(today), -7 * (count - 1)), to })
  const presets: Preset[] = [
    { name: 'this-week', range: lastWeeks(1) },
    { name: '4-weeks', range: lastWeeks(4) },
    { name: '13-weeks', range: lastWeeks(13) },
  ]
  if (season !== null) {
    const { from } = season
    presets.push({ name: 'season', season: season.season.name, range: { from, to: season.to } })
  }
  return [
    ...presets,
    { name: 'this-month', range: months(today, 1, 0) },
    { name: 'last-month', range: months(today, 1, -1) },
    { name: 'this-quarter', range: months(today, 3, 0) },
    { name: 'last-quarter', range: months(today, 3, -1) },
  ]
}

/** Returns the part of `length` months that holds the day, counted from January, or one `away` from it. */
function months(day: Day, length: 1 | 3, away: 0 | -1): DayRange {
  const [year = 0, month = 1] = day.split('-').map(Number)
  const first = Math.floor((month - 1) / length) * length + away * length
  return { from: firstOfMonth(year, first), to: addDays(firstOfMonth(year, first + length), -1) }
}

/** @param month counted from 0 = January of the year; may lie outside the year */
function firstOfMonth(year: number, month: number): Day {
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10)
}
