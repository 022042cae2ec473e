/** A calendar day without a time zone, `YYYY-MM-DD`. Days compare as strings. */
export type Day = string
/** Days, both inclusive; null leaves that side open. */
export type OpenDayRange = { from: Day | null; to: Day | null }

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/
const MS_PER_DAY = 86_400_000
/** Years outside this range are treated as typing or export mistakes. */
const FIRST_YEAR = 1970
const LAST_YEAR = 2199

/**
 * Parses a plain calendar day and rejects every other spelling.
 * @returns the same text for a real day between 1970 and 2199; otherwise null, e.g. for 2026-02-30,
 * 0000-00-00, non-Latin digits, timestamps and numbers.
 */
export function readDay(value: unknown): Day | null {
  if (typeof value !== 'string') return null
  const match = DAY.exec(value)
  if (!match) return null
  const year = Number(match[1])
  if (year < FIRST_YEAR || year > LAST_YEAR) return null
  const time = Date.UTC(year, Number(match[2]) - 1, Number(match[3]))
  return dayOfTime(time) === value ? value : null
}

/** Returns the day `count` days later, or earlier if `count` is negative. No time zone is involved. */
export function addDays(day: Day, count: number): Day {
  return dayOfTime(timeOfDay(day) + count * MS_PER_DAY)
}

/** Counts whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((timeOfDay(to) - timeOfDay(from)) / MS_PER_DAY)
}

/**
 * Lists every day from `from` to `to`, both included; empty when `to` is earlier.
 * @throws {RangeError} when a text is not a day, because an empty range would look like days on which nothing
 * happened.
 */
export function eachDay(from: Day, to: Day): Day[] {
  for (const day of [from, to]) if (readDay(day) === null) throw new RangeError(`${day} is not a day`)
  return Array.from({ length: Math.max(0, daysBetween(from, to) + 1) }, (_, i) => addDays(from, i))
}

/** Returns midnight UTC of a day in epoch milliseconds. */
export function timeOfDay(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`)
}

function dayOfTime(timeMs: number): Day {
  return new Date(timeMs).toISOString().slice(0, 10)
}

const formatters = new Map<string, Intl.DateTimeFormat>()

/** Returns the day of an instant in an IANA zone, e.g. 2026-03-01T23:30:00Z in Africa/Lagos is 2026-03-02. */
export function dayInZone(instant: Date, timeZone: string): Day {
  let formatter = formatters.get(timeZone)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    })
    formatters.set(timeZone, formatter)
  }
  return formatter.format(instant)
}
