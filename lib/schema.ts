import { z } from 'zod'
import { EXTRA_WORDS } from './extra-words.ts'
import { UPSTREAM_ERROR_CODES } from './problem-codes.ts'
import { RESOURCES, SOURCES } from './sources.ts'
import { rangeReasonSchema } from './window-reasons.ts'

/** An exact decimal in plain notation. */
export const decimalSchema = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/)
  .describe('Exact decimal, e.g. "125000.00"')
export const daySchema = z.iso.date().describe('Calendar day without a zone')
export const instantSchema = z.iso.datetime().describe('Instant in UTC')

/** Days of a resource that a response may cover incompletely, and why. `to` null: open-ended. */
export const missingRangeSchema = z.object({
  from: daySchema.nullable(),
  to: daySchema.nullable(),
  reason: z.enum(['never_read', 'partial', 'failed', 'unreadable_dates']),
  why: z.array(rangeReasonSchema).describe('The reasons as codes with their values'),
  detail: z.string().describe('The same in English'),
})
export type MissingRange = z.infer<typeof missingRangeSchema>

/** How old and how complete the mirror of one resource is, for the days that a response covers. */
export const freshnessSchema = z.object({
  source: z.enum(SOURCES),
  resource: z.enum(RESOURCES),
  recentAsOf: instantSchema.nullable().describe('Oldest complete reading among the recent weeks'),
  historyAsOf: instantSchema.nullable().describe('Oldest complete reading among the weeks before'),
  complete: z.boolean(),
  missing: z.array(missingRangeSchema),
  unreadableDates: z
    .int()
    .describe('Rows that a filter by date may leave out because their date cannot be read'),
  pausedSince: instantSchema
    .nullable()
    .describe('Since when a person keeps the source from being read; null: it is read'),
})
export type Freshness = z.infer<typeof freshnessSchema>

export const currencyTotalSchema = z.object({
  currency: z.string().nullable(),
  count: z.int(),
  amount: decimalSchema.nullable().describe('Sum of the known amounts; null without a currency'),
  unknownAmounts: z.int(),
})
export type CurrencyTotal = z.infer<typeof currencyTotalSchema>

/** Of an answer as of an earlier instant. */
export const asOfSchema = z.object({
  at: instantSchema.describe('The instant: the answer is what Furrow had stored then'),
  left: z
    .int()
    .describe('Rows that matched then and are left out, because they are outside your funding sources today'),
})
export type AsOf = z.infer<typeof asOfSchema>

const FRESHNESS = 'Empty with `as_of`: how old and complete the data was then is not kept'

/** What every answer about the past has. */
export const asOfEnvelope = {
  freshness: z.array(freshnessSchema).describe(FRESHNESS),
  asOf: asOfSchema.optional().describe('With `as_of` only'),
}

/** Builds the envelope that every list route responds with. */
export function listSchema<Row extends z.ZodType>(row: Row) {
  return z.object({
    rows: z.array(row),
    nextCursor: z.string().nullable(),
    totals: z.array(currencyTotalSchema).describe('Of the whole filtered set, one entry a currency'),
    snapshot: z.string().describe('Version of the mirror this answer was read at'),
    freshness: z.array(freshnessSchema),
  })
}

/**
 * How a row was assigned to its funding source: by the row itself, by a filter, by none, or by more than one.
 */
export const assignmentSchema = z.enum(['row', 'filter', 'unassigned', 'ambiguous'])
export type Assignment = z.infer<typeof assignmentSchema>

/** Values of a row whose changes are kept. `presence`: whether the source lists the row. */
export const CHANGED_FIELDS = [
  'amount',
  'paidAmount',
  'currency',
  'startDate',
  'endDate',
  'issuedOn',
  'dueOn',
  'fundingSource',
  'contract',
  'customer',
  'number',
  'presence',
] as const
export const changedFieldSchema = z.enum(CHANGED_FIELDS)
export type ChangedField = z.infer<typeof changedFieldSchema>

export const valueChangeSchema = z.object({
  field: changedFieldSchema,
  from: z.string().nullable(),
  to: z
    .string()
    .nullable()
    .describe('Of `presence`: `listed`, `gone`, or `elsewhere`: outside your scope, and back since'),
  fromCurrency: z.string().nullable().describe('The currency of an amount before the change'),
  currency: z.string().nullable().describe('The currency of an amount after the change'),
})
export type ValueChange = z.infer<typeof valueChangeSchema>

export const historyEntrySchema = z.object({
  status: z.string().nullable(),
  hasNewStatus: z.boolean().describe('False: only values changed, and `status` says nothing'),
  changes: z.array(valueChangeSchema).describe('Values that changed, apart from the status'),
  previousSeenAt: instantSchema.nullable().describe('Last reading before the change; null at first sight'),
  seenAt: instantSchema.describe('First reading that showed it'),
})
export type HistoryEntry = z.infer<typeof historyEntrySchema>

/** Why a detail comes from the mirrored row. A screen words these in the reader's language. */
export const FALLBACKS = [
  'source_off',
  'source_paused',
  'other_address',
  'no_single_invoice',
  ...UPSTREAM_ERROR_CODES.map((code) => `upstream_${code}` as const),
] as const
export type Fallback = (typeof FALLBACKS)[number]

/** Whether a detail was just read from the source or comes from the mirrored row, and then why. */
export const originSchema = z.object({
  origin: z.enum(['live', 'mirror']),
  asOf: instantSchema,
  fallback: z.enum(FALLBACKS).nullable().describe('Why it comes from the mirrored row, as a code'),
  fallbackReason: z.string().nullable().describe('The same in English'),
})

/** A further field of a detail, already masked if it is personal data. */
export const extraFieldSchema = z.object({
  name: z.string(),
  word: z.enum(EXTRA_WORDS).nullable().describe('What the field holds; null: the source labelled it itself'),
  label: z.string().describe('The label in English, or the source’s own'),
  value: z.string().nullable(),
  instant: instantSchema
    .nullable()
    .describe('The instant that `value` names, where the field is one for times'),
})
export type ExtraField = z.infer<typeof extraFieldSchema>
