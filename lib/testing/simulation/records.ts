import 'server-only'
import { timeOfDay } from '#lib/calendar-date.ts'
import type { BillingPeriodRecord, InvoiceRecord, RawRecord } from '#lib/server/upstream/contract.ts'
import type { Content, World } from './world.ts'

/** Builds a billing period as the connector returns it. */
export function billingPeriodOf(world: World, id: string, content: Content): BillingPeriodRecord {
  return {
    id,
    // Few names, so that periods share contracts; some have none.
    contract: content.note % 5 === 0 ? null : `contract ${content.note % 7}`,
    startDate: content.day,
    endDate: content.day,
    status: content.status,
    ...said(world, content),
    unreadable: [],
    raw: rawOf(world, id, content),
  }
}

/** Builds an invoice of the world's source as the connector returns it. */
export function invoiceOf(world: World, id: string, content: Content): InvoiceRecord {
  const { kind, source } = world.nature
  const isInstant = kind !== 'client-invoices' && content.day !== null
  const issuedAt = isInstant ? new Date(timeOfDay(content.day ?? '') + content.clockMs).toISOString() : null
  const isLink = kind === 'payment-links'
  return {
    source,
    id,
    number: id,
    title: `note ${content.note}`,
    customer: null,
    accountNumber: null,
    siteRef: null,
    siteName: null,
    invoiceType: null,
    invoiceTypeLabel: null,
    ...said(world, content),
    usdAmount: null,
    paidAmount: null,
    state: content.status,
    funnelState: null,
    issuedOn: world.dayOf(content),
    issuedAt,
    dueOn: null,
    sourceUpdatedAt: isLink ? new Date(content.updatedAt).toISOString() : null,
    unreadable: [],
    raw: rawOf(world, id, content),
  }
}

/** The currency, amount and funding source that the row itself states. */
function said(world: World, content: Content) {
  const { kind, isCurrencyInRow, isFundInRow } = world.nature
  const isFiltered = kind === 'billing-periods' || kind === 'invoices'
  return {
    currency: isCurrencyInRow || !isFiltered ? content.currency : null,
    amount: content.amount,
    amountIssue: content.amount === null ? 'not a number' : null,
    fundingSource: isFundInRow ? content.fund : null,
  }
}

/** The record as received: everything that a row states, without what only filters reveal. */
function rawOf(world: World, id: string, content: Content): RawRecord {
  const { processedAt: _, fund: _f, currency: _c, ...rest } = content
  const { currency, fundingSource } = said(world, content)
  return { id, ...rest, currency, fundingSource }
}
