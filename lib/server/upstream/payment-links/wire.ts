import 'server-only'
import { z } from 'zod'
import { wireDate, wireId, wireText, withSpellings } from '#lib/server/upstream/fields.ts'

/**
 * A processed invoice, as far as it is mapped; everything else stays in the raw record. From `url` to `receiptDate` the
 * source's own descriptions are shifted by mistake: the names are right.
 */
export const processedInvoiceWire = withSpellings({
  invoiceId: wireId,
  accountNumber: wireText,
  invoiceAmount: z.unknown(),
  invoiceStatus: wireText,
  overallStatus: wireText,
  totalTransactionsAmount: z.unknown(),
  customLabel1: wireText,
  customValue1: wireText,
  customLabel2: wireText,
  customValue2: wireText,
  customLabel3: wireText,
  customValue3: wireText,
  created: wireDate,
  updated: wireDate,
  currency: wireText,
})
export type ProcessedInvoiceWire = z.infer<typeof processedInvoiceWire>

/** The members that may hold the list where the answer is not a bare array. */
export const LIST_KEYS = ['data', 'results'] as const
