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
import { SOURCES } from '#lib/sources.ts'

/** One invoice of any source. Fields that the source does not provide are null. */
export const invoiceSchema = z.object({
  source: z.enum(SOURCES),
  id: z.string(),
  number: z.string().nullable().describe('invoice_no, invoiceId or invoice_number'),
  title: z.string().nullable(),
  customer: z.string().nullable().describe('Client invoices: customer_name'),
  accountNumber: z.string().nullable().describe('Payment links: accountNumber'),
  siteRef: z.string().nullable(),
  siteName: z.string().nullable(),
  invoiceType: z.string().nullable(),
  invoiceTypeLabel: z.string().nullable(),
  currency: z.string().nullable(),
  amount: decimalSchema.nullable(),
  amountIssue: z.string().nullable(),
  usdAmount: decimalSchema.nullable().describe('Hello Tractor: usd_total as given'),
  paidAmount: decimalSchema.nullable().describe('Payment links: amount paid, as reported'),
  state: z.string().nullable().describe('Money state; null where the source gives none'),
  funnelState: z.string().nullable(),
  issuedOn: daySchema.nullable(),
  issuedAt: instantSchema.nullable(),
  dueOn: daySchema.nullable(),
  processedOn: daySchema.nullable().describe('Payment links: latest day whose report listed it'),
  fundingSource: z.string().nullable(),
  assignment: assignmentSchema,
  hasPdf: z.boolean(),
  firstSeenAt: instantSchema,
  changedAt: instantSchema.nullable().describe('When it was last found changed; null with `as_of`: not kept'),
  note: noteInListSchema,
})
export type Invoice = z.infer<typeof invoiceSchema>

export const invoiceListSchema = listSchema(invoiceSchema).extend(asOfEnvelope)
export type InvoiceList = z.infer<typeof invoiceListSchema>

export const invoiceDetailSchema = originSchema.extend({
  invoice: invoiceSchema,
  goneAt: instantSchema.nullable(),
  extra: z.array(extraFieldSchema),
  history: z.array(historyEntrySchema),
})
export type InvoiceDetail = z.infer<typeof invoiceDetailSchema>
