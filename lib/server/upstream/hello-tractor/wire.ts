import 'server-only'
import { z } from 'zod'
import { wireCount, wireDay, wireId, wireText, withSpellings } from '../fields.ts'

/** A name with a code, as an object of both or either, or as the bare label (text) or code (number). */
const wireNamed = z
  .union([
    z.string().transform((label) => ({ label, code: null })),
    z.number().transform((code) => ({ label: null, code: String(code) })),
    z.object({ label: wireText, code: wireText }),
  ])
  .nullable()
  .catch(null)
export type NamedWire = z.infer<typeof wireNamed>

/** Whether it is paid: a boolean, its name, or 0 and 1. Anything else is null: unknown, which is not unpaid. */
const wirePaid = z
  .union([z.boolean(), z.number(), z.string()])
  .transform((value) => {
    const text = String(value).trim().toLowerCase()
    if (text === 'true' || text === '1') return true
    return text === 'false' || text === '0' ? false : null
  })
  .nullable()
  .catch(null)

/** A billing period as Hello Tractor writes it (payment-requests). */
export const billingPeriodWire = withSpellings({
  id: wireId,
  loanName: wireText,
  start_date: wireDay,
  end_date: wireDay,
  status: wireNamed,
  currency: wireText,
  totalAmountIncMaintenanceFee: z.unknown(),
  funding_source: wireText,
})

/** An invoice as Hello Tractor writes it; the documents give it neither currency nor funding source, a row may. */
export const invoiceWire = withSpellings({
  id: wireId,
  invoice_no: wireText,
  title: wireText,
  total: z.unknown(),
  usd_total: z.unknown(),
  invoice_paid: wirePaid,
  created_at: wireText,
  invoice_type: wireNamed,
  currency: wireText,
  funding_source: wireText,
})

/** What only the detail may carry. The address is untrusted. */
export const invoiceDetailWire = withSpellings({
  pdf_url: z.string().trim().min(1).max(4096).nullable().catch(null),
})

/** A page. `next` is looked at only where the envelope has that key at all. */
export const pageWire = z.looseObject({ results: z.array(z.unknown()), count: wireCount })
