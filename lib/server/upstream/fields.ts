import 'server-only'
import { z } from 'zod'
import { readDay, readInstant } from '#lib/calendar-date.ts'
import type { RawRecord, RejectedRow } from './contract.ts'
import { isRecord } from './redact.ts'

/** Longest id that is mirrored: longer ones are no ids, and would not fit an index. */
export const MAX_ID_LENGTH = 200
/** Longest text taken from a field; the raw record keeps a longer one. */
const MAX_TEXT_LENGTH = 1000

const textOrNumber = z.union([z.string(), z.number()]).transform((value) => String(value).trim())

/** An id as text or whole number: 1-200 characters without control characters. The one field that must be readable. */
export const wireId = textOrNumber.refine(isId)

/** Text (or a number written as one); blank, over-long, another type or absent is null. */
export const wireText = textOrNumber
  .refine((text) => text !== '' && text.length <= MAX_TEXT_LENGTH)
  .nullable()
  .catch(null)

/** A plain calendar day; a stamp counts as its day as written. Anything else is null. */
export const wireDay = z
  .string()
  .transform((text) => readDay(text.trim()) ?? readDay(/^(\d{4}-\d{2}-\d{2})[T ]/.exec(text.trim())?.[1]))
  .nullable()
  .catch(null)

/** An instant as ISO text in UTC; anything unreadable is null. */
export const wireInstant = z.string().transform(readInstant).nullable().catch(null)

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
  const spellings = Object.keys(shape).map(
    (name) => [name, [name, snakeCase(name), camelCase(name)]] as const,
  )
  return z.preprocess((value) => {
    if (!isRecord(value)) return value
    return Object.fromEntries(
      spellings.map(([name, variants]) => {
        const found = variants.find((variant) => Object.hasOwn(value, variant))
        return [name, found === undefined ? undefined : value[found]]
      }),
    )
  }, z.object(shape))
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
