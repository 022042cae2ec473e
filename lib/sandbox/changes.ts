import 'server-only'
import { z } from 'zod'
import { readDay } from '#lib/calendar-date.ts'
import type { BillingPeriod } from '#lib/sandbox/dataset/billing-periods.ts'
import type { ClientInvoice } from '#lib/sandbox/dataset/client-invoices.ts'
import type { Dataset } from '#lib/sandbox/dataset/dataset.ts'
import type { Invoice } from '#lib/sandbox/dataset/invoices.ts'
import type { PaymentLink } from '#lib/sandbox/dataset/payment-links.ts'

const day = z.string().refine((text) => readDay(text) !== null, 'must be a day as YYYY-MM-DD')
const instant = z.iso.datetime().transform((text) => Date.parse(text))
const text = z.string().nullable()
const hundredths = z
  .string()
  .regex(/^\d+\.\d{2}$/, 'must be an amount such as 125000.00')
  .transform((amount) => Number(amount.replace('.', '')))

const billingPeriod = z.strictObject({
  loanName: z.string(),
  currency: z.string(),
  fundingSource: text,
  startDate: day,
  endDate: day,
  amount: text,
  /** Replaces the whole status history, past included. */
  status: z.string(),
})
const invoice = z.strictObject({
  title: z.string(),
  currency: z.string(),
  fundingSource: text,
  createdAt: instant,
  total: text,
  usdTotal: text,
  isPaid: z.boolean(),
  pdf: z.enum(['ready', 'none', 'lost']),
})
const paymentLink = z.strictObject({
  accountNumber: text,
  amount: hundredths,
  /** Moves the row to another day of the report. */
  processedAt: instant,
})
const clientInvoice = z.strictObject({
  accountingDate: day,
  paymentDeadline: day.nullable(),
  billingSiteRef: z.string(),
  billingSiteName: text,
  customerName: z.string(),
  hasPdf: z.boolean(),
})

/** The fields that a test can change about one row. All other fields keep the values of the dataset. */
export const changeSchema = z.discriminatedUnion('resource', [
  z.strictObject({ resource: z.literal('billing-periods'), id: z.string(), fields: billingPeriod.partial() }),
  z.strictObject({ resource: z.literal('invoices'), id: z.string(), fields: invoice.partial() }),
  z.strictObject({ resource: z.literal('payment-links'), id: z.string(), fields: paymentLink.partial() }),
  z.strictObject({ resource: z.literal('client-invoices'), id: z.string(), fields: clientInvoice.partial() }),
])
export type Change = z.input<typeof changeSchema>
export type SandboxResource = Change['resource']

export type Rows = ReturnType<typeof createRows>

/** Creates the functions with which tests change the rows of a dataset. */
export function createRows(dataset: Dataset) {
  const stores = {
    'billing-periods': dataset.periods,
    invoices: dataset.invoices,
    'payment-links': dataset.links,
    'client-invoices': dataset.clientInvoices,
  }
  function apply(change: z.output<typeof changeSchema>): void {
    switch (change.resource) {
      case 'billing-periods':
        dataset.periods.change(
          change.id,
          periodFields(change.fields, dataset.periods.find(change.id)?.correction ?? null),
        )
        break
      case 'invoices':
        dataset.invoices.change(change.id, invoiceFields(change.fields))
        break
      case 'payment-links':
        dataset.links.change(change.id, linkFields(change.fields))
        break
      case 'client-invoices':
        dataset.clientInvoices.change(change.id, clientFields(change.fields, dataset, change.id))
        break
    }
  }

  return {
    /** Applies a change that is already parsed. */
    apply,
    /** Changes or moves one row; throws for an unknown id or field. Repeated changes accumulate. */
    change: (change: Change) => apply(changeSchema.parse(change)),
    remove: (resource: SandboxResource, id: string) => stores[resource].remove(id),
    /** Undoes every change and the removal of the row. */
    restore: (resource: SandboxResource, id: string) => stores[resource].restore(id),
  }
}

function periodFields(
  given: Partial<z.output<typeof billingPeriod>>,
  correction: BillingPeriod['correction'],
): Partial<BillingPeriod> {
  const { status, ...fields } = given
  const events = status === undefined ? null : { events: [{ at: Number.NEGATIVE_INFINITY, status }] }
  // The upstream's own later correction leaves the fields of the change alone.
  const later = correction && { correction: { ...correction, fields: { ...correction.fields, ...fields } } }
  return { ...fields, ...events, ...later }
}

function invoiceFields({ isPaid, ...fields }: Partial<z.output<typeof invoice>>): Partial<Invoice> {
  if (isPaid === undefined) return fields
  return { ...fields, isPaidUnknown: false, paidAt: isPaid ? Number.NEGATIVE_INFINITY : null }
}

function linkFields(fields: Partial<z.output<typeof paymentLink>>): Partial<PaymentLink> {
  return fields.processedAt === undefined ? fields : { ...fields, processedAgainAt: null }
}

function clientFields(
  { customerName, ...fields }: Partial<z.output<typeof clientInvoice>>,
  dataset: Dataset,
  id: string,
): Partial<ClientInvoice> {
  const contract = dataset.clientInvoices.find(id)?.contract
  if (customerName === undefined || !contract) return fields
  return { ...fields, contract: { ...contract, holder: customerName } }
}
