import { type Day, readDay } from './calendar-date.ts'
import { optional } from './search-params.ts'
import { zonedClock } from './zone.ts'

const INSTANT = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(:\d\d(\.\d{1,6})?)?Z$/

/** Reads an instant in UTC, or a day; null for anything else. */
export function readInstantOrDay(text: string): string | null {
  const [, day = text] = INSTANT.exec(text) ?? []
  return readDay(day) === null || Number.isNaN(Date.parse(text)) ? null : text
}

/**
 * Returns the day on which figures are looked at: that of the moment as of which they are, or today.
 * @param asOf a day, or an instant, whose day in `timeZone` counts; null: now
 */
export function dayLookedAt(asOf: string | null, today: Day, timeZone: string): Day {
  return asOf === null ? today : (readDay(asOf) ?? zonedClock(asOf, timeZone).day)
}

/** A parameter that takes a day, or an instant in UTC. */
export const momentParam = optional(
  readInstantOrDay,
  'a day as YYYY-MM-DD, or an instant as YYYY-MM-DDThh:mm:ssZ',
)
