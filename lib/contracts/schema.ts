import { z } from 'zod'
import { BILLING_STATUS_GROUPS } from '#lib/billing-periods/status.ts'
import { RATE_ISSUES } from '#lib/collections/rate.ts'
import {
  currencyTotalSchema,
  daySchema,
  decimalSchema,
  freshnessSchema,
  historyEntrySchema,
  listSchema,
} from '#lib/schema.ts'
import { STANDINGS_NOW, STANDINGS_THEN } from './movement.ts'
import { MOST_CONTRACT_CHANGES } from './rules.ts'

const amount = (what: string) => decimalSchema.nullable().describe(`${what}; null without a currency`)

export const contractSchema = z.object({
  id: z.string(),
  contract: z.string().nullable().describe('Its name in the source; null: the periods without a contract'),
  currency: z.string().nullable(),
  fundingSource: z.string().nullable(),
  sameName: z.boolean().describe('Other contracts that you may see have the same name'),
  periods: z.int(),
  drafts: z.int(),
  others: z.int().describe('Periods of a status that Furrow does not know: in no amount'),
  unknownAmounts: z.int().describe('Billed periods without a readable amount'),
  billed: amount('Collected, failed and in flight'),
  collected: amount('Paid in full'),
  failed: amount('Failed payments'),
  inFlight: amount('Sent for payment or pending'),
  outstanding: amount('Failed and in flight'),
  rate: z.number().nullable().describe('Collected of billed, 0 to 1'),
  rateIssue: z.enum(RATE_ISSUES).nullable(),
  reachable: z
    .number()
    .nullable()
    .describe('The rate if all in flight and every failure of the last 28 days is paid'),
  unpaid: z.int().describe('Unpaid periods that ended at least 7 days ago'),
  unpaidUndated: z.int().describe('Unpaid periods without a day'),
  weeksBehind: z
    .int()
    .describe('The latest billing weeks in a row with an unpaid period that ended at least 7 days ago'),
  oldestUnpaid: daySchema
    .nullable()
    .describe('End of the oldest unpaid period that ended at least 7 days ago'),
  firstBilled: daySchema.nullable().describe('First start day of a billed period'),
  lastBilled: daySchema.nullable().describe('Last start day of a billed period'),
  lastPaid: daySchema.nullable().describe('End of the latest period that is paid'),
})
export type Contract = z.infer<typeof contractSchema>

/** Sums over the contracts of one currency. `count` counts contracts, and `amount` is what is outstanding. */
export const contractTotalSchema = currencyTotalSchema.extend({
  periods: z.int(),
  others: z.int().describe('Periods of a status that Furrow does not know: in no amount'),
  unpaid: z.int(),
  billed: decimalSchema.nullable(),
  collected: decimalSchema.nullable(),
  failed: decimalSchema.nullable(),
  inFlight: decimalSchema.nullable(),
})
export type ContractTotal = z.infer<typeof contractTotalSchema>

/** For which day the figures hold, and whether all of them are computed. */
export const contractsAgeSchema = z.object({
  day: daySchema.nullable().describe('The day for which ages hold; null: no contract was computed yet'),
  pending: z.boolean().describe('Some figures may be older than the billing periods, or missing'),
})
export type ContractsAge = z.infer<typeof contractsAgeSchema>

export const contractListSchema = listSchema(contractSchema).extend({
  totals: z.array(contractTotalSchema),
  ...contractsAgeSchema.shape,
})
export type ContractList = z.infer<typeof contractListSchema>

/** The periods of one billing week by status. */
const contractWeekSchema = z.object({
  week: daySchema.describe('Monday of the week in which the periods start'),
  counts: z.partialRecord(z.enum(BILLING_STATUS_GROUPS), z.int()),
})
export type ContractWeek = z.infer<typeof contractWeekSchema>

const contractChangeSchema = historyEntrySchema.extend({
  period: z.object({ id: z.string(), startDate: daySchema.nullable(), endDate: daySchema.nullable() }),
})
export type ContractChange = z.infer<typeof contractChangeSchema>

export const contractDetailSchema = z.object({
  contract: contractSchema,
  ...contractsAgeSchema.shape,
  weeks: z.array(contractWeekSchema).describe('Weeks with periods, oldest first, the last 260'),
  namesakes: z
    .array(contractSchema.pick({ id: true, currency: true, fundingSource: true }))
    .describe('Other contracts that you may see and that have the same name, up to 20'),
  history: z
    .array(contractChangeSchema)
    .describe(
      `What Furrow saw change in its billing periods, newest first, the last ${MOST_CONTRACT_CHANGES}`,
    ),
  snapshot: z.string(),
})
export type ContractDetail = z.infer<typeof contractDetailSchema>

/** Contracts that moved from one standing to another, of one funding source and currency. */
const movementCellSchema = z.object({
  fundingSource: z.string().nullable(),
  currency: z.string().nullable(),
  before: z.enum(STANDINGS_THEN).describe('Weeks behind four weeks ago, or why there are none'),
  now: z.enum(STANDINGS_NOW).describe('Weeks behind now; unbilled: nothing billed for four weeks, or gone'),
  count: z.int(),
  outstanding: amount('What these contracts have outstanding now'),
})
export type MovementCell = z.infer<typeof movementCellSchema>

export const movementSchema = z.object({
  ...contractsAgeSchema.shape,
  asked: daySchema.nullable().describe('The day four weeks before'),
  before: daySchema
    .nullable()
    .describe('The latest day up to it of which Furrow recorded all weeks behind; null: none'),
  since: daySchema.nullable().describe('The first day of which Furrow recorded weeks behind; null: none yet'),
  cells: z.array(movementCellSchema),
  snapshot: z.string(),
  freshness: z.array(freshnessSchema),
})
export type Movement = z.infer<typeof movementSchema>
