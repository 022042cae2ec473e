import { readDay } from './calendar-date.ts'
import { optional } from './search-params.ts'

const INSTANT = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(:\d\d(\.\d{1,6})?)?Z$/

/** Reads an instant in UTC, or a day; null for anything else. */
export function readInstantOrDay(text: string): string | null {
  const [, day = text] = INSTANT.exec(text) ?? []
  return readDay(day) === null || Number.isNaN(Date.parse(text)) ? null : text
}

/** A parameter that takes a day, or an instant in UTC. */
export const momentParam = optional(
  readInstantOrDay,
  'a day as YYYY-MM-DD, or an instant as YYYY-MM-DDThh:mm:ssZ',
)
