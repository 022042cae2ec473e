import { addDays, type Day } from '#lib/calendar-date.ts'
import { UNASSIGNED_CHOICE } from '#lib/unassigned.ts'
import { weekEnd, weekStart } from '#lib/week.ts'

/** Months that an admin set for a funding source, from 1 to 12 and both included; they may run over the new year. */
export type Season = { name: string; firstMonth: number; lastMonth: number }
export type SourceSeason = Season & { fundingSource: string }

/** A season with the first and last day of its whole weeks. */
export type SeasonRange = { season: Season; from: Day; to: Day }

/** Lists the months of a season in order. */
export function monthsOf({ firstMonth, lastMonth }: Season): number[] {
  const count = ((lastMonth - firstMonth + 12) % 12) + 1
  return Array.from({ length: count }, (_, at) => ((firstMonth - 1 + at) % 12) + 1)
}

/** True if two seasons share a month. */
export function isOverlapping(a: Season, b: Season): boolean {
  return monthsOf(a).some((month) => monthsOf(b).includes(month))
}

/**
 * Returns the season that the current week belongs to, or the latest one before it, with its weeks up to now. A week
 * belongs to the season in which its Sunday lies, so that no week is in two seasons.
 * @param today the day in the business time zone
 * @returns null without a season
 */
export function latestSeason(seasons: readonly Season[], today: Day): SeasonRange | null {
  const now = weekEnd(today)
  const found = seasons
    .map((season) => {
      const { first, last } = latestMonths(season, now)
      const to = lastSunday(last)
      return { season, from: weekStart(first), to: to < now ? to : now }
    })
    .toSorted((a, b) => (a.from < b.from ? 1 : -1))
  return found[0] ?? null
}

/** The latest first to last day of a season that began by a day. */
function latestMonths({ firstMonth, lastMonth }: Season, day: Day): { first: Day; last: Day } {
  const year = Number(day.slice(0, 4)) - (Number(day.slice(5, 7)) < firstMonth ? 1 : 0)
  const lastYear = lastMonth < firstMonth ? year + 1 : year
  const next = lastMonth === 12 ? firstOf(lastYear + 1, 1) : firstOf(lastYear, lastMonth + 1)
  return { first: firstOf(year, firstMonth), last: addDays(next, -1) }
}

function firstOf(year: number, month: number): Day {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-01`
}

function lastSunday(day: Day): Day {
  const sunday = weekEnd(day)
  return sunday === day ? day : addDays(sunday, -7)
}

/** Consecutive weeks of one season, by their places in the list. */
export type SeasonBand = { name: string; from: number; to: number }

/**
 * Returns which of the weeks belong to a season.
 * @param weeks Mondays in order
 */
export function seasonBands(seasons: readonly Season[], weeks: readonly Day[]): SeasonBand[] {
  const bands: SeasonBand[] = []
  for (const [at, week] of weeks.entries()) {
    const month = Number(weekEnd(week).slice(5, 7))
    const name = seasons.find((season) => monthsOf(season).includes(month))?.name
    const open = bands.at(-1)
    if (name === undefined) continue
    if (open?.name === name && open.to === at - 1) open.to = at
    else bands.push({ name, from: at, to: at })
  }
  return bands
}

/** What the choices of a list say of funding sources and their seasons. */
type SeasonChoices = {
  options: Readonly<Record<string, readonly { value: string }[]>>
  more: Readonly<Record<string, unknown>>
  seasons?: readonly SourceSeason[] | undefined
}

/**
 * Returns the seasons of each funding source that a page shows: of the chosen ones, or of all in scope.
 * @returns null where they are not known: rows without a funding source are chosen, or there are more than are listed
 */
function seasonsBySource(chosen: readonly string[], choices: SeasonChoices): Season[][] | null {
  const { options, more, seasons = [] } = choices
  const listed = (options.funding_source ?? []).map(({ value }) => value)
  if (chosen.includes(UNASSIGNED_CHOICE) || (chosen.length === 0 && more.funding_source !== undefined))
    return null
  const names = chosen.length > 0 ? chosen : listed.filter((name) => name !== UNASSIGNED_CHOICE)
  return names.map((name) =>
    seasons
      .filter(({ fundingSource }) => fundingSource === name)
      .map(({ fundingSource: _, ...season }) => season),
  )
}

/** Returns the season to choose as a range: the latest one, if every funding source agrees on its name and months. */
export function agreedSeason(
  chosen: readonly string[],
  choices: SeasonChoices,
  today: Day,
): SeasonRange | null {
  const latest = seasonsBySource(chosen, choices)?.map((seasons) => latestSeason(seasons, today)) ?? []
  const [first, ...others] = latest
  if (!first || others.some((other) => !other || !isSame(first.season, other.season))) return null
  return first
}

/** Returns the seasons that every funding source has, for the bands of a chart. */
export function agreedSeasons(chosen: readonly string[], choices: SeasonChoices): Season[] {
  const [first = [], ...others] = seasonsBySource(chosen, choices) ?? []
  return first.filter((season) => others.every((own) => own.some((other) => isSame(season, other))))
}

function isSame(a: Season, b: Season): boolean {
  return a.name === b.name && a.firstMonth === b.firstMonth && a.lastMonth === b.lastMonth
}
