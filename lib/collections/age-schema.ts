import { z } from 'zod'
import { asOfEnvelope, daySchema, decimalSchema } from '#lib/schema.ts'
import { AGES } from './age.ts'

const unpaidSchema = z.object({
  age: z.enum(AGES).describe('Days since the period’s end; the source gives no due date'),
  currency: z.string().nullable().describe('Null: unknown, so the amounts are left out'),
  count: z.int().describe('Unpaid periods, those without a readable amount included'),
  unknownAmounts: z.int().describe('Periods that are in no amount because their amount is unknown'),
  outstanding: decimalSchema.describe('failed + inFlight'),
  failed: decimalSchema,
  inFlight: decimalSchema,
})
export type Unpaid = z.infer<typeof unpaidSchema>

export const unpaidByAgeSchema = z.object({
  today: daySchema.describe('The day by which the ages are counted, that of `as_of` if given'),
  ages: z
    .array(unpaidSchema)
    .describe('Outstanding amounts by age and currency; ages without a period are left out'),
  withoutCurrency: z.int().describe('Unpaid periods that are in no amount because their currency is unknown'),
  snapshot: z.string(),
  ...asOfEnvelope,
})
export type UnpaidByAge = z.infer<typeof unpaidByAgeSchema>
