import { z } from 'zod'
import { daySchema, decimalSchema, freshnessSchema, instantSchema } from '#lib/schema.ts'
import { CONTRACT_KINDS, NO_BRIDGE, PART_KINDS } from './bridge-names.ts'

const sumsSchema = z.object({ billed: decimalSchema, collected: decimalSchema })
const rangeSchema = z.object({ from: daySchema, to: daySchema })
const nullableSums = sumsSchema.nullable().describe('Null: nothing of it was billed in these days')

const part = {
  kind: z
    .enum(PART_KINDS)
    .describe('Whether the group was billed in both ranges, or only in the later or earlier one'),
  was: nullableSums,
  now: nullableSums,
  performance: decimalSchema.describe(
    'Mean share of billed × change of the group’s rate, as a share: 0.01 is one percentage point',
  ),
  mix: decimalSchema.describe(
    'Change of the group’s share of billed × (its mean rate − the mean total rate); for a new or ended group its share × (its rate − the mean total rate)',
  ),
}
const bySourceSchema = z.object({ fundingSource: z.string().nullable(), ...part })
const byContractsSchema = z.object({
  contracts: z
    .enum(CONTRACT_KINDS)
    .describe('Contracts billed in both ranges, or in one; `unnamed` are the periods without a contract'),
  count: z
    .int()
    .describe('Number of these contracts; of `unnamed` of funding sources that have such periods'),
  ...part,
})

const explainedSchema = z.object({
  was: sumsSchema.describe('Of the earlier days, as they were at `beforeAsOf`'),
  now: sumsSchema,
  change: decimalSchema.describe(
    'The change of the rate, rounded to six decimals. The parts are rounded so that they add up to it',
  ),
  fundingSources: z.array(bySourceSchema),
  contracts: z.array(byContractsSchema),
})
export type ExplainedChange = z.infer<typeof explainedSchema>

export const bridgeSchema = z.object({
  currency: z.string(),
  days: rangeSchema.describe('The days of the range, as far as they have passed'),
  before: rangeSchema.describe('The range of equal length just before'),
  beforeAsOf: instantSchema
    .nullable()
    .describe(
      'The instant at which the earlier days were as old as the range is now; null if that is not known',
    ),
  historyFrom: instantSchema.nullable().describe('Since when Furrow keeps the history of billing periods'),
  refused: z.enum(NO_BRIDGE).nullable().describe('Why the change is not explained'),
  explained: explainedSchema.nullable().describe('Null exactly where it is refused'),
  snapshot: z.string(),
  freshness: z.array(freshnessSchema),
})
export type RateBridge = z.infer<typeof bridgeSchema>
