import { z } from 'zod'
import { daySchema, decimalSchema, freshnessSchema, instantSchema } from '#lib/schema.ts'
import { RATE_ISSUES } from './rate.ts'
import { OPEN_REASONS, TARGET_STATES } from './target.ts'

const pointSchema = z.object({
  from: daySchema.describe('Monday of the first of the 13 weeks'),
  to: daySchema.describe('Sunday of the last one'),
  billed: decimalSchema,
  collected: decimalSchema,
  inFlight: decimalSchema,
  freshFailed: decimalSchema.describe('Failed periods that ended less than 28 days before today'),
  rate: z.number().nullable().describe('collected ÷ billed; null where `rateIssue` says why there is none'),
  reachable: z.number().nullable().describe('(collected + inFlight + freshFailed) ÷ billed'),
  rateIssue: z.enum(RATE_ISSUES).nullable(),
  leftOut: z
    .int()
    .describe('Periods, drafts not among them, left out because their amount, currency or status is unknown'),
  partial: z.boolean().describe('True when some of the days are not completely mirrored'),
  state: z
    .enum(TARGET_STATES)
    .describe(
      '`below`: all that can still be reached is less than the target; `met`: the rate so far is at least 2 points above it, or 100 %; `watch`: it reaches the target with less room; `open`: not decided, for `reason`',
    ),
  reason: z.enum(OPEN_REASONS).nullable(),
})
export type TargetPoint = z.infer<typeof pointSchema>

const targetSchema = z.object({
  fundingSource: z.string(),
  currency: z.string(),
  percent: decimalSchema.describe('The minimum trailing 13-week rate, in percent'),
  setAt: instantSchema,
  isGone: z.boolean().describe('No billing period names this funding source any more'),
  weeksBelow: z
    .int()
    .describe(
      'The latest points in a row that are below the target, by the figures known now; the latest ones that are still undecided are passed over',
    ),
  isBelowLonger: z.boolean().describe('The row reaches the first of the points, so it may be longer'),
  points: z
    .array(pointSchema)
    .describe('One for each of the last 26 weeks that have ended, the latest first'),
})
export type Target = z.infer<typeof targetSchema>

export const targetsSchema = z.object({
  today: daySchema,
  targets: z.array(targetSchema).describe('By funding source and currency'),
  snapshot: z.string(),
  freshness: z.array(freshnessSchema),
})
export type Targets = z.infer<typeof targetsSchema>
