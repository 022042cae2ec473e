import 'server-only'
import { hash } from 'node:crypto'
import { z } from 'zod'
import type { Day } from '#lib/calendar-date.ts'
import { isRecord } from '#lib/server/log/redact.ts'
import type { RawRecord, RejectedRow } from './contract.ts'
import { type DateReading, readDate } from './dates.ts'

/** Longest id that is mirrored: longer ones are no ids, and would not fit an index. */
export const MAX_ID_LENGTH = 200
/**
 * Longest text, in bytes, taken from a field that lists are ordered or filtered by; a longer one is shortened and says so.
 * An index entry holds up to four of them and an id, and PostgreSQL's end at 2,704 bytes.
 */
export const MAX_TEXT_BYTES = 400
/** Longest text, in characters, taken from a field that is only shown and searched. */
const MAX_PROSE_LENGTH = 1000

// Hundreds of thousands of rows pass through these, most with fields missing: a field is read by a function that never
// fails, because a failed schema that is caught costs ten times as much.

/** An id as text or whole number: 1-200 characters without control characters. The one field that must be readable. */
export const wireId = z.unknown().transform((value, context) => {
  const text = textOf(value)
  if (text !== null && isId(text)) return text
  context.issues.push({ code: 'custom', message: 'no id', input: value })
  return z.NEVER
})

/** Text (or a number written as one), shortened where it is over-long; blank, another type or absent is null. */
export const wireText = z.unknown().transform(readText)

/** As `wireText`, for a value that stands inside another. */
export function readText(value: unknown): string | null {
  const text = textOf(value)
  if (text === null || text === '') return null
  return storedBytes(text) > MAX_TEXT_BYTES ? shortened(text, MAX_TEXT_BYTES) : text
}

/** As `wireText`, for a title or a label, which no index holds. */
export const wireProse = z.unknown().transform((value) => {
  const text = textOf(value)
  if (text === null || text === '') return null
  return text.length > MAX_PROSE_LENGTH ? shortened(text, MAX_PROSE_LENGTH) : text
})

/**
 * The beginning of a text and a mark that says it was cut, together at most `bytes` long. The mark holds a hash of the
 * whole text: two texts with one beginning stay two, and one text always gives the same.
 */
function shortened(text: string, bytes: number): string {
  const mark = ` … (shortened, ${hash('sha256', text, 'hex').slice(0, 8)})`
  const stored = Buffer.from(text.replaceAll('\0', '\uFFFD'))
  let end = bytes - Buffer.byteLength(mark)
  while (isInsideCharacter(stored[end])) end -= 1
  return `${stored.toString('utf8', 0, end)}${mark}`
}

/** True for a byte of UTF-8 that continues a character. */
function isInsideCharacter(byte = 0): boolean {
  return byte >= 0x80 && byte < 0xc0
}

/** The bytes of a text as it is stored, or more than the limit: a NUL is stored as a replacement character of three. */
function storedBytes(text: string): number {
  if (text.length * 3 <= MAX_TEXT_BYTES || text.length > MAX_TEXT_BYTES) return text.length * 3
  return Buffer.byteLength(text.replaceAll('\0', '\uFFFD'))
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : null
}

/** A date field, read as `readDate` does. */
export const wireDate = z.unknown().transform(knownDate)

/** The same few dates stand in all rows of a walk. */
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

/** The calendar day that a field for days names, as written; null where it names none. */
export function dayOf(reading: DateReading): Day | null {
  return 'day' in reading ? reading.day : null
}

/** The instant that a field for instants names, ISO in UTC: of a plain day its midnight; null where it names none. */
export function instantOf(reading: DateReading): string | null {
  if (reading.kind === 'day') return `${reading.day}T00:00:00.000Z`
  return reading.kind === 'instant' ? reading.at : null
}

/** The names of the fields that hold a value which could not be read: true stands for such a field. */
export function unreadableFields(fields: Record<string, boolean>): string[] {
  return Object.keys(fields).filter((name) => fields[name])
}

/** True for a field for days whose value names no day. */
export function isUnreadableDay(reading: DateReading): boolean {
  return reading.kind !== 'none' && dayOf(reading) === null
}

/** A count of rows; unreadable or absent is null. */
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

/** The rows of a page. A page that counts no rows may leave its list out; one that counts some is broken without it. */
export function withRows<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.preprocess(
    (value) =>
      isRecord(value) && value.results === null && value.count === 0 ? { ...value, results: [] } : value,
    z.looseObject({ results: z.array(z.unknown()), count: wireCount, ...shape }),
  )
}

/** A currency as three capital letters where it is one in any case; other text is kept as it is. */
export function currencyCode(text: string | null): string | null {
  return text !== null && /^[A-Za-z]{3}$/.test(text) ? text.toUpperCase() : text
}

/** True for text that can be an id: not blank, at most 200 characters, no control characters. */
export function isId(text: string): boolean {
  return text !== '' && text.length <= MAX_ID_LENGTH && !/\p{Cc}/u.test(text)
}

/**
 * Gives an object's fields under the names of `shape`, whichever of camelCase and snake_case the upstream wrote:
 * the name as documented wins, then the other spelling.
 */
export function withSpellings<Shape extends z.ZodRawShape>(shape: Shape) {
  const spellings = Object.keys(shape).map((name) => ({
    name,
    others: otherSpellings(name),
  }))
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

/** The other ways in which a source may write the documented name of a field. */
export function otherSpellings(name: string): string[] {
  return [...new Set([snakeCase(name), camelCase(name)])].filter((other) => other !== name)
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

/** Reads the rows of a list: each becomes a record, or is rejected when its id cannot be read. */
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
