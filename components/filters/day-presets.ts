import { addDays, type Day } from '#lib/calendar-date.ts'
import type { DayRange } from '#lib/collections/range.ts'
import type { SeasonRange } from '#lib/collections/season.ts'
import { weekEnd, weekStart } from '#lib/week.ts'

type PresetName = 'this-week' | '4-weeks' | '13-weeks'

/** A common range; `season` is the name that an admin gave it. */
type Preset = { range: DayRange } & ({ name: PresetName } | { name: 'season'; season: string })

/**
 * Returns common ranges: whole weeks, including the current one.
 * @param season the season of the list's funding sources; null: there is none
 */
export function dayPresets(today: Day, season: SeasonRange | null): Preset[] {
  const to = weekEnd(today)
  const lastWeeks = (count: number) => ({ from: addDays(weekStart(today), -7 * (count - 1)), to })
  const weeks: Preset[] = [
    { name: 'this-week', range: lastWeeks(1) },
    { name: '4-weeks', range: lastWeeks(4) },
    { name: '13-weeks', range: lastWeeks(13) },
  ]
  if (season === null) return weeks
  const { from } = season
  return [...weeks, { name: 'season', season: season.season.name, range: { from, to: season.to } }]
}
