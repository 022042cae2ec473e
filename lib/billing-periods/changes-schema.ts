import { z } from 'zod'
import { currencyTotalSchema, daySchema, decimalSchema, instantSchema, listSchema } from '#lib/schema.ts'

/**
 * What happened to a row: it is new, its values changed, the source no longer lists it, the source lists it again,
 * or it left the reader's funding sources.
 */
export const CHANGE_KINDS = ['new', 'changed', 'gone', 'back', 'left'] as const

const periodStateSchema = z.object({
  contract: z.string().nullable(),
  startDate: daySchema.nullable(),
  endDate: daySchema.nullable(),
  status: z.string().nullable(),
  currency: z.string().nullable(),
  amount: decimalSchema.nullable(),
  fundingSource: z.string().nullable(),
})
export type PeriodState = z.infer<typeof periodStateSchema>

export const periodChangeSchema = z.object({
  id: z.string(),
  kind: z.enum(CHANGE_KINDS),
  before: periodStateSchema.nullable().describe('As Furrow had it at `since`; null if it was not listed'),
  now: periodStateSchema.nullable().describe('As Furrow has it now; null if it is gone, or has left'),
  recordedAt: instantSchema.describe('When Furrow stored the last change'),
})
export type PeriodChange = z.infer<typeof periodChangeSchema>

const changeTotalSchema = currencyTotalSchema.pick({ currency: true, count: true }).extend({
  before: decimalSchema.describe('Sum of the known amounts at `since`; of unknown currency: 0'),
  now: decimalSchema,
  difference: decimalSchema.describe('`now` − `before`'),
})

/** Which billing periods differ from what Furrow had at an instant. */
export const periodChangesSchema = listSchema(periodChangeSchema)
  .omit({ totals: true })
  .extend({
    totals: z.array(changeTotalSchema).describe('Of all changes, one entry a currency'),
    since: instantSchema.nullable().describe('The instant compared with; null while there is no history'),
    earliest: instantSchema.nullable().describe('Since when Furrow keeps changes; null: not yet'),
    previousVisitAt: instantSchema
      .nullable()
      .describe(
        'When your previous visit ended, for `since`: a visit ends with half an hour without a request. Null: there was none',
      ),
  })
export type PeriodChanges = z.infer<typeof periodChangesSchema>
