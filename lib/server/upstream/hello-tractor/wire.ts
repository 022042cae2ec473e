import 'server-only'
import { z } from 'zod'
import { isRecord } from '#lib/server/log/redact.ts'
import {
  readText,
  wireDate,
  wireId,
  wireProse,
  wireText,
  withRows,
  withSpellings,
} from '#lib/server/upstream/fields.ts'

/** A name with a code: an object with either or both, a bare label (text) or a bare code (number). */
export type NamedWire = { label: string | null; code: string | null } | null
const wireNamed = z.unknown().transform((value): NamedWire => {
  if (typeof value === 'string') return { label: readText(value), code: null }
  if (typeof value === 'number') return { label: null, code: String(value) }
  return isRecord(value) ? { label: readText(value.label), code: readText(value.code) } : null
})

/**
 * The paid flag: a boolean, its name, or 0 and 1. Any other value is null, which means unknown rather than
 * unpaid.
 */
const wirePaid = z.unknown().transform((value) => {
  if (typeof value === 'boolean') return value
  const text = readText(value)?.toLowerCase()
  if (text === 'true' || text === '1') return true
  return text === 'false' || text === '0' ? false : null
})

/** A billing period as Hello Tractor writes it (payment-requests). */
export const billingPeriodWire = withSpellings({
  id: wireId,
  loanName: wireText,
  start_date: wireDate,
  end_date: wireDate,
  status: wireNamed,
  currency: wireText,
  totalAmountIncMaintenanceFee: z.unknown(),
  funding_source: wireText,
})

/**
 * An invoice as Hello Tractor writes it. Currency and funding source are undocumented here, but a row may
 * carry them.
 */
export const invoiceWire = withSpellings({
  id: wireId,
  invoice_no: wireText,
  title: wireProse,
  total: z.unknown(),
  usd_total: z.unknown(),
  invoice_paid: wirePaid,
  created_at: wireDate,
  invoice_type: wireNamed,
  currency: wireText,
  funding_source: wireText,
})

/** Fields that only the detail may carry. `pdf_url` is an untrusted address. */
export const invoiceDetailWire = withSpellings({
  pdf_url: z.string().trim().min(1).max(4096).nullable().catch(null),
})

/** A page. `next` is read only where the envelope has that key. */
export const pageWire = withRows({})
