import 'server-only'
import { decimalOf } from '#lib/sandbox/dataset/amounts.ts'
import type { PaymentLink } from '#lib/sandbox/dataset/payment-links.ts'
import { plainStamp } from '#lib/sandbox/dataset/time.ts'
import type { Dialect } from './options.ts'
import { money, type Row } from './rows.ts'

/** The state of a payment link at an instant. */
type Tally = {
  visits: number
  lastVisit: number | null
  approved: number
  declined: number
  lastTransaction: number | null
  paid: number
  refunded: number
  receipt: number | null
  isExpired: boolean
  updated: number
}

function tally(link: PaymentLink, now: number): Tally {
  const result: Tally = {
    visits: 0,
    lastVisit: null,
    approved: 0,
    declined: 0,
    lastTransaction: null,
    paid: 0,
    refunded: 0,
    receipt: null,
    isExpired: false,
    updated: link.processedAt,
  }
  for (const event of link.events) {
    if (event.at > now) break
    result.updated = Math.max(result.updated, event.at)
    if (event.kind === 'visit') {
      result.visits++
      result.lastVisit = event.at
    } else if (event.kind === 'receipt') result.receipt = event.at
    else if (event.kind === 'expire') result.isExpired = result.paid === 0
    else {
      result.lastTransaction = event.at
      if (event.kind === 'declined') result.declined++
      else if (event.kind === 'refund') result.refunded += event.amount
      else {
        result.approved++
        result.paid += event.amount
      }
    }
  }
  return result
}

function moneyState(link: PaymentLink, sums: Tally): string {
  if (sums.refunded > 0) return sums.refunded >= sums.paid ? 'refunded' : 'partially_refunded'
  if (sums.paid >= link.amount) return 'paid'
  if (sums.paid > 0) return 'partially_paid'
  return link.isPlan && sums.visits > 0 ? 'registered' : 'not_paid'
}

function funnelState(state: string, sums: Tally): string {
  if (state === 'registered') return 'plan'
  if (state !== 'not_paid') return state
  if (sums.isExpired) return 'expired'
  return sums.visits > 0 ? 'clicked' : 'sent'
}

function stamp(timeMs: number | null): string | null {
  return timeMs === null ? null : plainStamp(timeMs)
}

function plan(link: PaymentLink, state: string, dialect: Dialect): Row {
  const isPlan = link.isPlan && state !== 'not_paid'
  return {
    planAmount: isPlan ? money(decimalOf(link.amount), dialect.moneyAs, 'string') : null,
    planFrequency: isPlan ? 'weekly' : null,
    planStartDate: isPlan ? plainStamp(link.createdAt).slice(0, 10) : null,
    planRate: isPlan ? 1.5 : null,
    instalmentEnabled: link.hasInstalments,
    planMaxTerm: link.hasInstalments ? 1 : null,
    planMaxTermPeriod: link.hasInstalments ? 'year' : null,
  }
}

/** Builds a payment link's row in the report at an instant. */
export function paymentLinkRow(link: PaymentLink, now: number, dialect: Dialect): Row {
  const sums = tally(link, now)
  const state = moneyState(link, sums)
  const [first, second, third] = link.customs
  return {
    invoiceId: dialect.idsAs === 'seed' ? link.id : String(link.id),
    batchId: dialect.idsAs === 'seed' ? link.batchId : String(link.batchId),
    accountNumber: link.accountNumber,
    invoiceAmount: money(decimalOf(link.amount), dialect.moneyAs, 'number'),
    invoiceStatus: state,
    overallStatus: funnelState(state, sums),
    url: `https://pay.example.com/${link.slug}`,
    smsStatus: null,
    smsUpdateDate: null,
    visits: sums.visits,
    lastVisit: stamp(sums.lastVisit),
    transactions: sums.approved + sums.declined,
    approvedTransactions: sums.approved,
    declinedTransactions: sums.declined,
    lastTransaction: stamp(sums.lastTransaction),
    totalTransactionsAmount: money(decimalOf(sums.paid), dialect.moneyAs, 'string'),
    email: sums.receipt === null ? null : link.email,
    receiptDate: stamp(sums.receipt),
    handler: link.handler,
    mobileNumber: link.recipient,
    ...plan(link, state, dialect),
    customLabel1: first?.[0] ?? null,
    customValue1: first?.[1] ?? null,
    customLabel2: second?.[0] ?? null,
    customValue2: second?.[1] ?? null,
    customLabel3: third?.[0] ?? null,
    customValue3: third?.[1] ?? null,
    created: plainStamp(link.createdAt),
    updated: plainStamp(sums.updated),
  }
}
