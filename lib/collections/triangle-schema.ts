import { z } from 'zod'
import { asOfEnvelope, daySchema, decimalSchema } from '#lib/schema.ts'

/** How much is known of a cell. */
const CELL_STATES = ['known', 'running', 'uncertain', 'not_read_since', 'not_observed'] as const

const ageCellSchema = z.object({
  age: z.int().describe('Whole weeks since the billing week’s end'),
  until: daySchema.describe('The last day of this age, a Sunday'),
  state: z
    .enum(CELL_STATES)
    .describe(
      '`running`: the age lasts; `uncertain`: changes that Furrow stored later may have happened by then; `not_read_since`: the week has not been read completely since; `not_observed`: this age ended before the week was first read completely',
    ),
  collected: decimalSchema.nullable().describe('Collected by the end of `until`; null if not observed'),
  count: z.int().nullable().describe('The billing periods that were paid by then'),
  share: z
    .number()
    .nullable()
    .describe('collected ÷ billed; null unless billed > 0 and 0 ≤ collected ≤ billed'),
  otherShare: z
    .number()
    .nullable()
    .describe('If uncertain: the share if all uncertain changes had happened by then'),
  asOf: daySchema
    .nullable()
    .describe('The `as_of` with which lists show what was collected by then; null if there is none'),
})
export type AgeCell = z.infer<typeof ageCellSchema>

const collectedWeekSchema = z.object({
  week: daySchema.describe('Monday'),
  currency: z.string(),
  billed: decimalSchema.describe('As known now, or as of `as_of`'),
  collected: decimalSchema,
  paid: z.int(),
  unknownAmounts: z.int().describe('Periods that are in no amount because their amount is unknown'),
  cells: z.array(ageCellSchema).describe('A cell for each age that the week has reached, up to 12'),
})
export type CollectedWeek = z.infer<typeof collectedWeekSchema>

export const collectedByAgeSchema = z.object({
  weeks: z.array(collectedWeekSchema).describe('Whole weeks that touch the range, newest first'),
  today: daySchema,
  observedFrom: daySchema
    .nullable()
    .describe('The first day on which a week of the answer was read completely; null if none was'),
  withoutCurrency: z.int(),
  snapshot: z.string(),
  ...asOfEnvelope,
})
export type CollectedByAge = z.infer<typeof collectedByAgeSchema>
