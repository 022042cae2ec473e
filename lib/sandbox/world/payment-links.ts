import 'server-only'
import type { Invoice } from './invoices.ts'
import { type LinkEvent, linkEvents } from './link-events.ts'
import { randomOf, whole } from './random.ts'
import { DAY_MS, MINUTE_MS } from './time.ts'

/** A payment link without its id, which depends on the order of creation. */
export type PaymentLinkDraft = {
  invoice: Invoice
  accountNumber: string | null
  /** Hundredths. */
  amount: number
  createdAt: number
  /** The instant that the report's date range applies to; no field shows it. A refund adds a later one. */
  processedAt: number
  processedAgainAt: number | null
  events: readonly LinkEvent[]
  /** The three label and value pairs. */
  customs: readonly (readonly [string, string] | null)[]
  fundingSource: string | null
  currency: string
  slug: string
  handler: string
  email: string | null
  recipient: string
  hasInstalments: boolean
  isPlan: boolean
}

export type PaymentLink = PaymentLinkDraft & { key: string; id: number; batchId: number }

/** Returns the link that requests an invoice's payment; null for contracts without payment links. */
export function paymentLinkOf(seed: number, invoice: Invoice): PaymentLinkDraft | null {
  const { contract, period } = invoice
  if (!contract.usesPaymentLinks || !period) return null
  const random = randomOf(seed, 5, Number.parseInt(invoice.number.slice(-6), 10), contract.index, period.id)
  if (random() < 0.03) return null
  const createdAt = invoice.createdAt + whole(random, 5, 240) * MINUTE_MS
  const processedAt = createdAt + whole(random, 2, 1500) * MINUTE_MS
  const full = period.workAmount + period.maintenanceFee
  const amount = random() < 0.01 ? full + 50_000 : full
  const isPlan = random() < 0.03
  const events = linkEvents(random, { period, createdAt, amount, isPlan })
  const refund = events.find((event) => event.kind === 'refund')
  const account = random()
  return {
    invoice,
    accountNumber: account < 0.01 ? null : account < 0.02 ? contract.code.toLowerCase() : contract.code,
    amount,
    createdAt,
    processedAt,
    processedAgainAt: refund ? Math.max(refund.at, processedAt + DAY_MS) : null,
    events,
    customs: [
      random() < 0.03 ? null : ['Invoice', invoice.number],
      ['Contract', contract.loanName],
      invoice.fundingSource === null ? null : ['Programme', invoice.fundingSource],
    ],
    fundingSource: invoice.fundingSource,
    currency: invoice.currency,
    slug: whole(random, 36 ** 5, 36 ** 6 - 1)
      .toString(36)
      .toUpperCase(),
    handler: `Agent${1 + (contract.index % 17)}`,
    email: random() < 0.3 ? contract.email : null,
    recipient: random() < 0.1 ? contract.email : random() < 0.04 ? '' : contract.phone,
    hasInstalments: isPlan || random() < 0.2,
    isPlan,
  }
}

/** Returns the process time as of an instant; null before the first processing. */
export function processTime(link: PaymentLink, now: number): number | null {
  if (link.processedAt > now) return null
  const again = link.processedAgainAt
  return again !== null && again <= now ? again : link.processedAt
}
