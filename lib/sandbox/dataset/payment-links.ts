import 'server-only'
import type { BillingPeriod } from './billing-periods.ts'
import { paidAt } from './collection.ts'
import type { Invoice } from './invoices.ts'
import { type Random, randomOf, whole } from './random.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, workingHour } from './time.ts'

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
  if (!contract.hasPaymentLinks || !period) return null
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

type LinkEvent = {
  at: number
  kind: 'visit' | 'declined' | 'approved' | 'receipt' | 'expire' | 'refund'
  /** Amount of an approved payment or a refund, in hundredths. */
  amount: number
}

type LinkCase = { period: BillingPeriod; createdAt: number; amount: number; isPlan: boolean }

/** Returns all events of one payment link, in time order. */
function linkEvents(random: Random, link: LinkCase): readonly LinkEvent[] {
  const events = [...visits(random, link.createdAt), ...payments(random, link)]
  return events.sort((a, b) => a.at - b.at)
}

function visits(random: Random, createdAt: number): LinkEvent[] {
  const count = random() < 0.08 ? 0 : whole(random, 1, 4)
  return Array.from({ length: count }, (_, index) => {
    const at = workingHour(dayStart(createdAt), 1 + index * whole(random, 1, 3), random())
    return { at: Math.max(at, createdAt + 5 * MINUTE_MS), kind: 'visit', amount: 0 }
  })
}

function payments(random: Random, link: LinkCase): LinkEvent[] {
  const periodPaidAt = paidAt(link.period.events)
  const isBreak = random() < 0.02
  const isPaid = (periodPaidAt !== null) !== isBreak
  const expiry: LinkEvent = { at: link.createdAt + 90 * DAY_MS, kind: 'expire', amount: 0 }
  if (!isPaid) return random() < 0.12 ? [part(random, link), expiry] : [expiry]
  const paid = Math.max(
    periodPaidAt ?? workingHour(dayStart(link.createdAt), whole(random, 2, 12), random()),
    link.createdAt + HOUR_MS,
  )
  const events: LinkEvent[] = [{ at: paid, kind: 'approved', amount: link.amount }]
  if (random() < 0.07) events.unshift(...split(random, link, events))
  if (random() < 0.15)
    events.push({ at: paid - whole(random, 3, 50) * MINUTE_MS, kind: 'declined', amount: 0 })
  if (random() < 0.4) events.push({ at: paid + whole(random, 1, 9) * MINUTE_MS, kind: 'receipt', amount: 0 })
  if (random() < 0.02) events.push(refund(random, link, paid))
  return events
}

/** Adds a partial payment some days before the rest, and subtracts it from the existing payment. */
function split(random: Random, link: LinkCase, events: LinkEvent[]): LinkEvent[] {
  const last = events[0]
  if (!last) return []
  const amount = Math.round((link.amount * whole(random, 20, 70)) / 100 / 100) * 100
  last.amount -= amount
  const at = link.createdAt + Math.floor((last.at - link.createdAt) * (0.2 + 0.5 * random()))
  return [{ at, kind: 'approved', amount }]
}

function part(random: Random, link: LinkCase): LinkEvent {
  const amount = Math.round((link.amount * whole(random, 10, 80)) / 100 / 100) * 100
  return {
    at: workingHour(dayStart(link.createdAt), whole(random, 2, 20), random()),
    kind: 'approved',
    amount,
  }
}

function refund(random: Random, link: LinkCase, paid: number): LinkEvent {
  const amount = random() < 0.6 ? link.amount : Math.round(link.amount / 400) * 100
  return { at: workingHour(dayStart(paid), whole(random, 3, 25), random()), kind: 'refund', amount }
}

function dayStart(timeMs: number): number {
  return Math.floor(timeMs / DAY_MS) * DAY_MS
}
