import { z } from 'zod'
import { BILLING_STATUS_GROUPS } from '#lib/billing-periods/status.ts'
import { daySchema, decimalSchema, freshnessSchema } from '#lib/schema.ts'
import { RATE_ISSUES } from './rate.ts'

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
  rate: z
    .number()
    .nullable()
    .describe('collected ÷ billed, from 0 to 1; null where `rateIssue` says why there is none'),
  rateIssue: z.enum(RATE_ISSUES).nullable().describe('Why there is no rate'),
  unknownAmounts: z.int().describe('Periods left out because their amount is unknown'),
  leftOut: z
    .int()
    .describe('Periods, drafts not among them, left out because their amount or status is unknown'),
  leftOutShare: z.number().describe('`leftOut` as a share of all periods that are no drafts, from 0 to 1'),
  partial: z.boolean().describe('True when unknown amounts or statuses, or missing days, are left out'),
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
  freshness: z.array(freshnessSchema),
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
  freshness: z.array(freshnessSchema),
})
export type CollectionSummary = z.infer<typeof collectionSummarySchema>
