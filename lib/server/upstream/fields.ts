import 'server-only'
import { hash } from 'node:crypto'
import { z } from 'zod'
import type { Day } from '#lib/calendar-date.ts'
import { isRecord } from '#lib/server/log/redact.ts'
import type { RawRecord, RejectedRow } from './contract.ts'
import { type DateReading, readDate } from './dates.ts'

/** Longest mirrored id, in characters: a longer value is not an id, and would not fit into an index. */
export const MAX_ID_LENGTH = 200
/**
 * Longest text, in bytes, of a field that lists are sorted or filtered by; a longer text is shortened and
 * marked. An index entry holds up to four such texts and an id, and PostgreSQL limits an entry to 2,704
 * bytes.
 */
export const MAX_TEXT_BYTES = 400
/** Longest text, in characters, of a field that is only displayed and searched. */
const MAX_PROSE_LENGTH = 1000

// Hundreds of thousands of rows pass through these schemas, most with missing fields. Each field is therefore
// read by a function that never fails: catching a failed schema costs ten times as much.

/**
 * An id as text or whole number: 1-200 characters without control characters. The id is the only required
 * field.
 */
export const wireId = z.unknown().transform((value, context) => {
  const text = textOf(value)
  if (text !== null && isId(text)) return text
  context.issues.push({ code: 'custom', message: 'no id', input: value })
  return z.NEVER
})

/** Text (or a number as text), shortened to 400 bytes; blank, missing or of another type is null. */
export const wireText = z.unknown().transform(readText)

/** Reads a value nested in another value as `wireText` does. */
export function readText(value: unknown): string | null {
  const text = textOf(value)
  if (text === null || text === '') return null
  return storedBytes(text) > MAX_TEXT_BYTES ? shortened(text, MAX_TEXT_BYTES) : text
}

/** Like `wireText`, but up to 1,000 characters: a title or label, which no index holds. */
export const wireProse = z.unknown().transform((value) => {
  const text = textOf(value)
  if (text === null || text === '') return null
  return text.length > MAX_PROSE_LENGTH ? shortened(text, MAX_PROSE_LENGTH) : text
})

/**
 * Cuts a text and appends a mark, together at most `bytes` bytes. The mark holds a hash of the whole text, so
 * that two texts with the same beginning stay distinct and one text always gives the same result.
 */
function shortened(text: string, bytes: number): string {
  const mark = ` … (shortened, ${hash('sha256', text, 'hex').slice(0, 8)})`
  const stored = Buffer.from(text.replaceAll('\0', '\uFFFD'))
  let end = bytes - Buffer.byteLength(mark)
  while (isInsideCharacter(stored[end])) end -= 1
  return `${stored.toString('utf8', 0, end)}${mark}`
}

/** True for a UTF-8 continuation byte. */
function isInsideCharacter(byte = 0): boolean {
  return byte >= 0x80 && byte < 0xc0
}

/**
 * The bytes of a text as stored (a NUL becomes U+FFFD, three bytes), or an upper bound that gives the same
 * comparison with the limit.
 */
function storedBytes(text: string): number {
  if (text.length * 3 <= MAX_TEXT_BYTES || text.length > MAX_TEXT_BYTES) return text.length * 3
  return Buffer.byteLength(text.replaceAll('\0', '\uFFFD'))
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : null
}

/** A date field, read by `readDate`. */
export const wireDate = z.unknown().transform(knownDate)

/** Caches parsed dates, because all rows of a walk contain the same few dates. */
const dates = new Map<string, DateReading>()
const MAX_KNOWN_DATES = 10_000
const MAX_KNOWN_LENGTH = 40

function knownDate(value: unknown): DateReading {
  if (typeof value !== 'string' || value.length > MAX_KNOWN_LENGTH) return readDate(value)
  const known = dates.get(value)
  if (known !== undefined) return known
  const reading = readDate(value)
  if (dates.size >= MAX_KNOWN_DATES) dates.clear()
  dates.set(value, reading)
  return reading
}

/** The calendar day of a day field, as written; null when the field names none. */
export function dayOf(reading: DateReading): Day | null {
  return 'day' in reading ? reading.day : null
}

/**
 * The instant of an instant field, ISO in UTC; a plain day is its midnight. Null when the field names none.
 */
export function instantOf(reading: DateReading): string | null {
  if (reading.kind === 'day') return `${reading.day}T00:00:00.000Z`
  return reading.kind === 'instant' ? reading.at : null
}

/** Returns the names of the fields marked true: those whose value could not be read. */
export function unreadableFields(fields: Record<string, boolean>): string[] {
  return Object.keys(fields).filter((name) => fields[name])
}

/** True when a day field holds a value that names no day. */
export function isUnreadableDay(reading: DateReading): boolean {
  return reading.kind !== 'none' && dayOf(reading) === null
}

/** A count of rows; unreadable or missing is null. */
export const wireCount = z
  .union([
    z.int().nonnegative(),
    z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number),
  ])
  .nullable()
  .catch(null)

/**
 * The rows of a page. A page with a count of 0 may leave out its list; with any other count a missing list is
 * malformed.
 */
export function withRows<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.preprocess(
    (value) =>
      isRecord(value) && value.results === null && value.count === 0 ? { ...value, results: [] } : value,
    z.looseObject({ results: z.array(z.unknown()), count: wireCount, ...shape }),
  )
}

/** Converts a three-letter currency to capitals; other text stays unchanged. */
export function currencyCode(text: string | null): string | null {
  return text !== null && /^[A-Za-z]{3}$/.test(text) ? text.toUpperCase() : text
}

/** True for text that can be an id: not blank, at most 200 characters, no control characters. */
export function isId(text: string): boolean {
  return text !== '' && text.length <= MAX_ID_LENGTH && !/\p{Cc}/u.test(text)
}

/**
 * Reads an object's fields under the names of `shape`, whether the upstream wrote camelCase or snake_case.
 * The documented name wins over the other spelling.
 */
export function withSpellings<Shape extends z.ZodRawShape>(shape: Shape) {
  const spellings = Object.keys(shape).map((name) => ({ name, others: otherSpellings(name) }))
  return z.preprocess((value) => {
    if (!isRecord(value)) return value
    const fields: RawRecord = {}
    for (const { name, others } of spellings) {
      const found = Object.hasOwn(value, name) ? name : others.find((other) => Object.hasOwn(value, other))
      fields[name] = found === undefined ? undefined : value[found]
    }
    return fields
  }, z.object(shape))
}

/** The other spellings of a documented field name: camelCase and snake_case. */
export function otherSpellings(name: string): string[] {
  return [...new Set([snakeCase(name), camelCase(name)])].filter((other) => other !== name)
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

/**
 * Maps the rows of a list to records; a row that is not an object or has no readable id is rejected with the
 * reason.
 */
export function readRows<Row>(
  rows: readonly unknown[],
  read: (raw: RawRecord) => Row | null,
): { records: Row[]; rejected: RejectedRow[] } {
  const records: Row[] = []
  const rejected: RejectedRow[] = []
  for (const raw of rows) {
    const record = isRecord(raw) ? read(raw) : null
    if (record) records.push(record)
    else rejected.push({ reason: isRecord(raw) ? 'its id cannot be read' : 'it is not an object', raw })
  }
  return { records, rejected }
}
