import 'server-only'
import { isUnreadableMoney, readMoney } from '#lib/money.ts'
import type { InvoiceRecord, RawRecord } from '#lib/server/upstream/contract.ts'
import { currencyCode, instantOf, unreadableFields } from '#lib/server/upstream/fields.ts'
import { type ProcessedInvoiceWire, processedInvoiceWire } from './wire.ts'

export type PaymentLinksReading = {
  /**
   * Currency of all amounts without their own; null: amounts are shown without a currency and never summed.
   */
  currency: string | null
  /** The custom label whose value names the funding source; null when no label does. */
  fundingSourceLabel: string | null
}

/**
 * Maps a processed invoice to an InvoiceRecord; null when its id cannot be read. Timestamps are UTC; zero
 * dates and blanks are null.
 */
export function toInvoice(raw: RawRecord, reading: PaymentLinksReading): InvoiceRecord | null {
  const wire = processedInvoiceWire.safeParse(raw)
  if (!wire.success) return null
  const row = wire.data
  const money = readMoney(row.invoiceAmount)
  const paid = readMoney(row.totalTransactionsAmount)
  const issuedAt = instantOf(row.created)
  return {
    source: 'payment-links',
    id: row.invoiceId,
    number: row.invoiceId,
    title: null,
    customer: null,
    accountNumber: row.accountNumber,
    siteRef: null,
    siteName: null,
    invoiceType: null,
    invoiceTypeLabel: null,
    currency: currencyCode(row.currency) ?? reading.currency,
    amount: money.amount,
    amountIssue: money.issue,
    usdAmount: null,
    paidAmount: paid.amount,
    state: stateName(row.invoiceStatus),
    funnelState: stateName(row.overallStatus),
    issuedOn: issuedAt?.slice(0, 10) ?? null,
    issuedAt,
    dueOn: null,
    sourceUpdatedAt: instantOf(row.updated),
    fundingSource: fundingSource(row, reading.fundingSourceLabel),
    unreadable: unreadableFields({
      created: row.created.kind === 'unreadable',
      updated: row.updated.kind === 'unreadable',
      totalTransactionsAmount: isUnreadableMoney(paid),
    }),
    raw,
  }
}

/**
 * Normalises case, spaces and hyphens to the vocabulary's spelling (`in_progress`); any other text stays the
 * source's own.
 */
function stateName(text: string | null): string | null {
  if (text === null) return null
  return /^[A-Za-z][A-Za-z _-]*$/.test(text) ? text.toLowerCase().replace(/[\s-]+/g, '_') : text
}

function fundingSource(row: ProcessedInvoiceWire, label: string | null): string | null {
  if (label === null) return null
  const pairs = [
    [row.customLabel1, row.customValue1],
    [row.customLabel2, row.customValue2],
    [row.customLabel3, row.customValue3],
  ] as const
  return pairs.find(([name]) => name === label.trim())?.[1] ?? null
}
