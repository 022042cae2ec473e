import { z } from 'zod'
import { noteInListSchema } from '#lib/notes/schema.ts'
import {
  asOfEnvelope,
  assignmentSchema,
  daySchema,
  decimalSchema,
  extraFieldSchema,
  historyEntrySchema,
  instantSchema,
  listSchema,
  originSchema,
} from '#lib/schema.ts'

export const billingPeriodSchema = z.object({
  id: z.string(),
  contract: z.string().nullable(),
  startDate: daySchema.nullable(),
  endDate: daySchema.nullable(),
  week: daySchema.nullable().describe('Monday of the ISO week of startDate'),
  isLongPeriod: z.boolean().describe('Reaches beyond its start week; counted whole in it'),
  status: z.string().nullable().describe('A known name, or the text the source gave'),
  currency: z.string().nullable(),
  amount: decimalSchema.nullable(),
  amountIssue: z.string().nullable().describe('Why the amount is unknown'),
  fundingSource: z.string().nullable(),
  assignment: assignmentSchema,
  firstSeenAt: instantSchema,
  changedAt: instantSchema.nullable().describe('When it was last found changed; null with `as_of`: not kept'),
  note: noteInListSchema,
})
export type BillingPeriod = z.infer<typeof billingPeriodSchema>

export const billingPeriodListSchema = listSchema(billingPeriodSchema).extend(asOfEnvelope)
export type BillingPeriodList = z.infer<typeof billingPeriodListSchema>

export const billingPeriodDetailSchema = originSchema.extend({
  billingPeriod: billingPeriodSchema,
  goneAt: instantSchema.nullable().describe('Since when the source no longer lists it'),
  extra: z.array(extraFieldSchema),
  history: z.array(historyEntrySchema),
  sameContract: z
    .array(billingPeriodSchema)
    .describe('Other periods of the contract, newest first, up to 12'),
  sameContractTotal: z.int().describe('How many other periods the contract has'),
})
export type BillingPeriodDetail = z.infer<typeof billingPeriodDetailSchema>
