import { z } from 'zod'
import { BILLING_STATUS_GROUPS } from '#lib/billing-periods/status.ts'
import { daySchema, decimalSchema, freshnessSchema } from '#lib/schema.ts'

const statusFigureSchema = z.object({ count: z.int(), amount: decimalSchema })

/** The collection figures of one set of billing periods in one currency (null: currency unknown, amounts left out). */
const figures = {
  currency: z.string().nullable(),
  count: z.int().meta({ description: 'All periods of the set, drafts and others included' }),
  billed: decimalSchema,
  collected: decimalSchema,
  failed: decimalSchema,
  inFlight: decimalSchema,
  outstanding: decimalSchema,
  rate: z
    .number()
    .nullable()
    .meta({ description: 'collected ÷ billed, 1 = everything; null when nothing was billed' }),
  unknownAmounts: z.int().meta({ description: 'Periods left out because their amount is unknown' }),
  partial: z
    .boolean()
    .meta({ description: 'True when unknown amounts or statuses, or missing days, are left out' }),
  byStatus: z.partialRecord(z.enum(BILLING_STATUS_GROUPS), statusFigureSchema),
}
export const figuresSchema = z.object(figures)
export type Figures = z.infer<typeof figuresSchema>

export const weekFiguresSchema = z.object({ week: daySchema.meta({ description: 'Monday' }), ...figures })
export type WeekFigures = z.infer<typeof weekFiguresSchema>

export const weeklyCollectionsSchema = z.object({
  weeks: z.array(weekFiguresSchema),
  snapshot: z.string(),
  freshness: z.array(freshnessSchema),
})
export type WeeklyCollections = z.infer<typeof weeklyCollectionsSchema>

export const groupFiguresSchema = z.object({
  group: z
    .string()
    .nullable()
    .meta({ description: 'Funding source, status or currency; null: unassigned or unknown' }),
  ...figures,
})
export type GroupFigures = z.infer<typeof groupFiguresSchema>

export const collectionSummarySchema = z.object({
  groups: z.array(groupFiguresSchema),
  snapshot: z.string(),
  freshness: z.array(freshnessSchema),
})
export type CollectionSummary = z.infer<typeof collectionSummarySchema>
