import { z } from 'zod'
import { BILLING_STATUS_GROUPS } from '#lib/billing-periods/status.ts'
import { asOfEnvelope, daySchema, decimalSchema } from '#lib/schema.ts'
import { RATE_ISSUES } from './rate.ts'
import { NO_COMPARISON, RULES } from './verdict-names.ts'

const statusFigureSchema = z.object({ count: z.int(), amount: decimalSchema })

/**
 * The collection figures of a set of billing periods in one currency. A null currency means that the currency
 * is unknown and the amounts are left out.
 */
const figures = {
  currency: z.string().nullable(),
  count: z.int().describe('All periods of the set, drafts and others included'),
  billed: decimalSchema,
  collected: decimalSchema,
  failed: decimalSchema,
  inFlight: decimalSchema,
  outstanding: decimalSchema,
  freshFailed: decimalSchema.describe('The part of `failed` whose periods ended less than 28 days ago'),
  rate: z
    .number()
    .nullable()
    .describe('collected ÷ billed, from 0 to 1; null where `rateIssue` says why there is none'),
  reachable: z
    .number()
    .nullable()
    .describe(
      '(collected + inFlight + freshFailed) ÷ billed: the rate if everything still open is paid; null without a rate',
    ),
  rateIssue: z.enum(RATE_ISSUES).nullable().describe('Why there is no rate'),
  unknownAmounts: z.int().describe('Periods left out because their amount is unknown'),
  leftOut: z
    .int()
    .describe('Periods, drafts not among them, left out because their amount or status is unknown'),
  leftOutShare: z.number().describe('`leftOut` as a share of all periods that are no drafts, from 0 to 1'),
  partial: z
    .boolean()
    .describe(
      'True when some of the days are not completely mirrored; known exclusions are counted in `leftOut`. With `as_of` always false: how complete the data was then is not kept',
    ),
  byStatus: z.partialRecord(z.enum(BILLING_STATUS_GROUPS), statusFigureSchema),
}
export const figuresSchema = z.object(figures)
export type Figures = z.infer<typeof figuresSchema>

export const weekFiguresSchema = z.object({ week: daySchema.describe('Monday'), ...figures })
export type WeekFigures = z.infer<typeof weekFiguresSchema>

const withoutCurrency = z
  .int()
  .describe(
    'Periods in scope, drafts not among them, that are in no amount because their currency is unknown',
  )

export const weeklyCollectionsSchema = z.object({
  weeks: z.array(weekFiguresSchema),
  withoutCurrency,
  snapshot: z.string(),
  ...asOfEnvelope,
})
export type WeeklyCollections = z.infer<typeof weeklyCollectionsSchema>

export const groupFiguresSchema = z.object({
  group: z.string().nullable().describe('Funding source, status or currency; null: unassigned or unknown'),
  ...figures,
})
export type GroupFigures = z.infer<typeof groupFiguresSchema>

const otherStatusesSchema = z.object({
  words: z.array(
    z.object({ status: z.string().nullable(), currency: z.string().nullable(), count: z.int() }),
  ),
  total: z.int().describe('How many there are; `words` holds the 50 most frequent'),
})
export type OtherStatuses = z.infer<typeof otherStatusesSchema>

export const collectionSummarySchema = z.object({
  groups: z.array(groupFiguresSchema),
  otherStatuses: otherStatusesSchema
    .nullable()
    .describe('By status: the source’s words, or none, of the periods in OTHER; null where there are none'),
  withoutCurrency,
  snapshot: z.string(),
  ...asOfEnvelope,
})
export type CollectionSummary = z.infer<typeof collectionSummarySchema>

const shareIntervalSchema = z.object({
  part: decimalSchema.describe('Collected or failed so far'),
  reachable: decimalSchema.describe('`part` if everything that is still open is added to it'),
  billed: decimalSchema,
})
const dayRangeSchema = z.object({ from: daySchema, to: daySchema })

const evidenceSchema = z.object({
  rule: z
    .enum(RULES)
    .describe(
      '`equal_age`: the earlier range as it was when it was as old as the later one; `interval`: the weeks old enough to compare, each with all that it can still reach',
    ),
  days: dayRangeSchema.describe('The compared days of the range'),
  before: dayRangeSchema.describe('The compared days of the earlier range'),
  now: shareIntervalSchema,
  was: shareIntervalSchema,
  difference: z
    .number()
    .nullable()
    .describe(
      'The tested difference, now − was, as a share: 0.01 is one percentage point. A fall is tested on what is reachable, a rise on what is so far. Null if the rule found no change',
    ),
  interval: z
    .object({ low: z.number(), high: z.number() })
    .nullable()
    .describe(
      '95 % interval of the difference, clustered by contract; null if the rule found no change or there are too few contracts',
    ),
  contracts: z
    .int()
    .describe('Contracts in the range that has fewer; counted up to 10 if no interval is needed'),
})

const verdictSchema = z
  .discriminatedUnion('verdict', [
    z.object({
      verdict: z.enum(['up', 'down', 'no_clear_change', 'too_few_contracts']),
      reason: z.null(),
      evidence: evidenceSchema,
    }),
    z.object({ verdict: z.literal('not_comparable'), reason: z.enum(NO_COMPARISON), evidence: z.null() }),
  ])
  .describe('Whether a share of billed changed, as far as the data supports it')

const rangeFiguresSchema = z.object({
  ...dayRangeSchema.shape,
  figures: figuresSchema,
  withoutCurrency,
  isIncomplete: z.boolean().describe('True if some of these days are not completely mirrored'),
})
export type RangeFigures = z.infer<typeof rangeFiguresSchema>

const amountsSchema = z.object({
  billed: decimalSchema,
  collected: decimalSchema,
  failed: decimalSchema,
  outstanding: decimalSchema,
})

const earlierRangeSchema = rangeFiguresSchema.extend({
  atEqualAge: z
    .object({ now: amountsSchema, earlier: amountsSchema })
    .nullable()
    .describe(
      'The days of both ranges that have passed: now, and the earlier ones when they were just as old; null if Furrow did not observe that, and with `as_of`',
    ),
  verdicts: z.object({ rate: verdictSchema, failed: verdictSchema }),
})
export type EarlierRange = z.infer<typeof earlierRangeSchema>

export const comparisonSchema = z.object({
  now: rangeFiguresSchema,
  previous: earlierRangeSchema.describe('The range of equal length just before'),
  lastYear: earlierRangeSchema.describe('The same weeks last year'),
  snapshot: z.string(),
  ...asOfEnvelope,
})
export type Comparison = z.infer<typeof comparisonSchema>
