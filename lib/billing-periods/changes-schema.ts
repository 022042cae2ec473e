import { z } from 'zod'
import { changeSchema, changesSchema, type RowChange } from '#lib/changes/schema.ts'
import { daySchema, decimalSchema } from '#lib/schema.ts'

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

export const periodChangeSchema = changeSchema(periodStateSchema)
export type PeriodChange = RowChange<PeriodState>

/** Which billing periods differ from what Furrow had at an instant. */
export const periodChangesSchema = changesSchema(periodChangeSchema)
export type PeriodChanges = z.infer<typeof periodChangesSchema>
