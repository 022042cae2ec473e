import 'server-only'
import { type Day, readDay } from '#lib/calendar-date.ts'

/**
 * The meaning of a source's date field. `day` of an instant is the day as written, before any conversion to
 * UTC. For seconds since 1970 `day` is null, unless the instant is midnight UTC.
 */
export type DateReading =
  | { kind: 'none' }
  | { kind: 'unreadable' }
  | { kind: 'day'; day: Day }
  | { kind: 'instant'; day: Day | null; at: string }

const NONE: DateReading = { kind: 'none' }
const UNREADABLE: DateReading = { kind: 'unreadable' }

/** Longest date text, in characters; the limit also bounds the work of the patterns below. */
const MAX_LENGTH = 80
/** The zero dates of MySQL, Go and .NET, which mean "no value". */
const ZERO = /^(0000-00-00|0001-01-01)/

const CLOCK = String.raw`(?<clock>\d{1,2}(?::?\d{2}(?::?\d{2}(?:[.,]\d+)?)?)?)(?:\s*(?<half>[ap])\.?m\.?)?`
// A numeric offset may be followed by a zone name; a name without an offset must be in ZONE_NAMES.
const ZONE = String.raw`\s*(?<zone>Z|(?:GMT|UTC)?[+\u2212-]\d{2}(?::?\d{2})?(?:\s*\[[\w/+-]{1,40}\]|\s+[A-Z]{2,5}|\s+\([\w ]{1,40}\))?|[A-Z]{2,4}|\[UTC\])?`
const MONTH = String.raw`(?<month>[a-z]{3,9})\.?`
const WEEKDAY = String.raw`(?:(?<weekday>[a-z]{3,9}),?\s+)?`
const DAY_OF_MONTH = String.raw`(?<day>\d{1,2})(?:st|nd|rd|th)?`

const SPELLINGS = [
  // ISO 8601 and variants: year first, with one separator or none.
  String.raw`(?<year>\d{4})(?<sep>[-/.]?)(?<month>\d{2})\k<sep>(?<day>\d{2})(?:(?:\s*T\s*|\s+)${CLOCK}${ZONE})?`,
  String.raw`(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})(?<clock>\d{6})`,
  // RFC 2822, HTTP, Oracle.
  String.raw`${WEEKDAY}${DAY_OF_MONTH}[\s-]+${MONTH}[\s,-]+(?<year>\d{4})(?:,?\s+${CLOCK}${ZONE})?`,
  // American dates with a month name, and JavaScript.
  String.raw`${WEEKDAY}${MONTH}\s+${DAY_OF_MONTH},?\s+(?<year>\d{4})(?:,?\s+${CLOCK}${ZONE})?`,
  // ctime, date(1) and Java.
  String.raw`${WEEKDAY}${MONTH}\s+${DAY_OF_MONTH}\s+${CLOCK}${ZONE}\s+(?<year>\d{4})`,
].map((pattern) => new RegExp(`^${pattern}$`, 'i'))

const MONTHS = 'january february march april may june july august september october november december'.split(
  ' ',
)
const WEEKDAYS = 'sunday monday tuesday wednesday thursday friday saturday'.split(' ')
/** Zone names with a single meaning worldwide, in minutes east of UTC. */
const ZONE_NAMES: Readonly<Record<string, number>> = {
  Z: 0,
  UT: 0,
  UTC: 0,
  GMT: 0,
  '[UTC]': 0,
  WAT: 60,
  CAT: 120,
  SAST: 120,
  EAT: 180,
}
const MAX_OFFSET_MINUTES = 18 * 60

/**
 * Parses a source's date field: all forms of ISO 8601, PostgreSQL's format, RFC 2822, HTTP, dates with an
 * English month name, and seconds, milliseconds or microseconds since 1970. Without a zone the time is UTC,
 * as the contracts say. An ambiguous date is never guessed: 10/11/2026 is unreadable.
 * @returns days between 1970 and 2199; `at` is ISO in UTC with milliseconds; `none` for null, blanks and zero
 * dates
 */
export function readDate(value: unknown): DateReading {
  if (value === null || value === undefined) return NONE
  if (typeof value !== 'string' && typeof value !== 'number') return UNREADABLE
  const text = String(value).trim()
  if (text === '' || ZERO.test(text)) return NONE
  if (text.length > MAX_LENGTH) return UNREADABLE
  return readEpoch(text) ?? readSpelled(text) ?? UNREADABLE
}

const EPOCH =
  /^(?:\/Date\((?<dotNet>\d{13})\)\/|(?<seconds>\d{10})(?:\.(?<fraction>\d+))?|(?<millis>\d{13})(?:\d{3})?)$/

/** Ten digits may also be a year, month, day and hour; that meaning wins when the day is valid. */
const DAY_AND_HOUR = /^(\d{4})(\d{2})(\d{2})([01]\d|2[0-3])$/

function readEpoch(text: string): DateReading | null {
  const { dotNet, seconds, fraction = '', millis } = EPOCH.exec(text)?.groups ?? {}
  const inSeconds = seconds === undefined ? null : `${seconds}${fraction.slice(0, 3).padEnd(3, '0')}`
  const whole = dotNet ?? millis ?? inSeconds
  if (whole === null || readDay(DAY_AND_HOUR.exec(text)?.slice(1, 4).join('-')) !== null) return null
  const reading = instantOf(Number(whole), 0)
  return reading && { ...reading, day: reading.at.endsWith('T00:00:00.000Z') ? reading.day : null }
}

type Parts = Partial<Record<'year' | 'month' | 'day' | 'weekday' | 'clock' | 'half' | 'zone', string>>

function readSpelled(text: string): DateReading | null {
  for (const spelling of SPELLINGS) {
    const parts: Parts | undefined = spelling.exec(text)?.groups
    if (parts) return readParts(parts)
  }
  return null
}

function readParts({
  year,
  month = '',
  day: dayText = '',
  weekday,
  clock,
  half,
  zone,
}: Parts): DateReading | null {
  const monthNumber = /\d/.test(month) ? month : nameNumber(MONTHS, month, 1)
  const day = readDay(`${year}-${String(monthNumber).padStart(2, '0')}-${dayText.padStart(2, '0')}`)
  if (day === null) return null
  const midnight = Date.parse(`${day}T00:00:00Z`)
  if (weekday !== undefined && nameNumber(WEEKDAYS, weekday, 0) !== new Date(midnight).getUTCDay())
    return null
  if (clock === undefined) return { kind: 'day', day }
  const time = readClock(clock, half)
  const offset = readOffset(zone)
  return time === null || offset === null ? null : instantOf(midnight + time, offset)
}

/**
 * The index of a name, in full or its first three letters, counted from `first`; null for an unknown name.
 */
function nameNumber(names: readonly string[], text: string, first: number): number | null {
  const name = text.toLowerCase()
  const short = name === 'sept' ? 'sep' : name
  const at = names.findIndex((each) => each === short || each.slice(0, 3) === short)
  return at < 0 ? null : at + first
}

/** Milliseconds since midnight. 24:00 is the end of the day; a leap second counts as the second before. */
function readClock(clock: string, half: string | undefined): number | null {
  const [whole = '', fraction = ''] = clock.split(/[.,]/)
  const digits = whole
    .replaceAll(':', '')
    .padStart(whole.length % 2 === 1 && !whole.includes(':') ? whole.length + 1 : 0, '0')
  const [hours = 0, minutes = 0, seconds = 0] = whole.includes(':')
    ? whole.split(':').map(Number)
    : (digits.match(/\d{2}/g) ?? []).map(Number)
  const hour = half === undefined ? hours : hourOfTwelve(hours, half)
  const isEndOfDay = hour === 24 && minutes === 0 && seconds === 0 && !/[1-9]/.test(fraction)
  if (hour === null || (hour > 23 && !isEndOfDay) || minutes > 59 || seconds > 60) return null
  const millis = seconds === 60 ? 0 : Number(fraction.slice(0, 3).padEnd(3, '0'))
  return ((hour * 60 + minutes) * 60 + Math.min(seconds, 59)) * 1000 + millis
}

function hourOfTwelve(hours: number, half: string): number | null {
  if (hours < 1 || hours > 12) return null
  return (hours % 12) + (half.toLowerCase() === 'p' ? 12 : 0)
}

/** Minutes east of UTC; null for a zone name that does not mean exactly one offset. */
function readOffset(zone = 'Z'): number | null {
  const numeric = /^(?:GMT|UTC)?([+\u2212-])(\d{2}):?(\d{2})?/i.exec(zone)
  if (!numeric) return ZONE_NAMES[zone.toUpperCase()] ?? null
  const [, sign, hours, minutes = '0'] = numeric
  const size = Number(hours) * 60 + Number(minutes)
  if (size > MAX_OFFSET_MINUTES || Number(minutes) > 59) return null
  return sign === '+' ? size : -size
}

/** The instant whose local time, `offset` minutes east of UTC, is `local` milliseconds after 1970-01-01. */
function instantOf(local: number, offset: number): Extract<DateReading, { kind: 'instant' }> | null {
  const day = readDay(new Date(local).toISOString().slice(0, 10))
  if (day === null) return null
  return { kind: 'instant', day, at: new Date(local - offset * 60_000).toISOString() }
}
