import { z } from 'zod'
import { changeSchema, changesSchema } from '#lib/changes/schema.ts'
import { daySchema, decimalSchema } from '#lib/schema.ts'

const invoiceStateSchema = z.object({
  number: z.string().nullable(),
  customer: z.string().nullable(),
  issuedOn: daySchema.nullable(),
  dueOn: daySchema.nullable(),
  state: z.string().nullable(),
  funnelState: z.string().nullable(),
  currency: z.string().nullable(),
  amount: decimalSchema.nullable(),
  paidAmount: decimalSchema.nullable(),
  fundingSource: z.string().nullable(),
})
export type InvoiceValues = z.infer<typeof invoiceStateSchema>

export const invoiceChangeSchema = changeSchema(invoiceStateSchema)

/** Which invoices of one source differ from what Furrow had at an instant. */
export const invoiceChangesSchema = changesSchema(invoiceChangeSchema)
export type InvoiceChanges = z.infer<typeof invoiceChangesSchema>
