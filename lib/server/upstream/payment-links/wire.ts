import 'server-only'
import { z } from 'zod'
import { wireDate, wireId, wireText, withSpellings } from '#lib/server/upstream/fields.ts'

/**
 * The mapped fields of a processed invoice; all others stay in the raw record. In the source's documentation
 * the descriptions from `url` to `receiptDate` are shifted by mistake; the names are right.
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

/** Members that may hold the list when the response is not a bare array. */
export const LIST_KEYS = ['data', 'results'] as const
