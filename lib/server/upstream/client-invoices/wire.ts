import 'server-only'
import { z } from 'zod'
import {
  wireDate,
  wireId,
  wireProse,
  wireText,
  withRows,
  withSpellings,
} from '#lib/server/upstream/fields.ts'

/** A client invoice as the source writes it: no amount, no currency, no paid flag. */
export const clientInvoiceWire = withSpellings({
  invoice_number: wireId,
  customer_name: wireText,
  billing_site_ref: wireText,
  billing_site_name: wireProse,
  invoice_type: wireText,
  invoice_type_label: wireProse,
  accounting_date: wireDate,
  payment_deadline: wireDate,
})

/** A page; `next_page` is an untrusted link of which only the cursor is used. */
export const pageWire = withRows({ next_page: z.unknown().optional() })

/** The response of the token grant, reduced to the fields used. */
export const tokenWire = z.looseObject({
  access_token: z.string().min(1).max(16_384),
  expires_in: z
    .union([
      z.number().positive(),
      z
        .string()
        .regex(/^\d+(\.\d+)?$/)
        .transform(Number),
    ])
    .nullable()
    .catch(null),
})
