import 'server-only'
import { decimalOf } from '#lib/sandbox/dataset/amounts.ts'
import { CLIENT_INVOICE_TYPES, type ClientInvoice } from '#lib/sandbox/dataset/client-invoices.ts'
import { correctedAt } from '#lib/sandbox/dataset/corrections.ts'
import type { Dataset } from '#lib/sandbox/dataset/dataset.ts'
import type { Invoice } from '#lib/sandbox/dataset/invoices.ts'
import { dayOf, monthEnd } from '#lib/sandbox/dataset/time.ts'
import type { InvoicePaper } from './invoice-pdf.ts'

/** More lines do not fit on one page. */
const MOST_LINES = 14

/** Builds the printed form of a Hello Tractor invoice. */
export function invoicePaper(invoice: Invoice): InvoicePaper {
  const { contract, period } = invoice
  const fee = period ? invoice.amount - period.workAmount : 0
  const work = period
    ? `Field work in ${contract.region.place}, ${period.hectares} ha`
    : `${invoice.title}, contract ${contract.code}`
  const facts: [string, string][] = [
    ['Issued', dayOf(invoice.createdAt)],
    ['Contract', contract.code],
  ]
  if (period) facts.push(['Period', `${period.startDate} to ${period.endDate}`])
  if (invoice.fundingSource !== null) facts.push(['Programme', invoice.fundingSource])
  return {
    kind: 'Invoice',
    number: invoice.number,
    issuer: 'Hello Tractor PAYG (sandbox)',
    issuedOn: dayOf(invoice.createdAt),
    facts,
    party: [contract.holder, contract.region.place, contract.region.country],
    lines: [
      { text: work, amount: decimalOf(invoice.amount - fee) },
      ...(fee === 0 ? [] : [{ text: 'Maintenance fee', amount: decimalOf(fee) }]),
    ],
    currency: invoice.currency,
    total: invoice.total ?? decimalOf(invoice.amount),
  }
}

/**
 * Builds the printed form of a client invoice: the month's billing periods of its contract and a service fee.
 */
export function clientInvoicePaper(invoice: ClientInvoice, dataset: Dataset): InvoicePaper {
  const { contract, month } = invoice
  const first = `${month}-01`
  const charges = invoice.invoiceType === 1 ? monthCharges(invoice, dataset, first) : []
  const fee = invoice.invoiceType === 2 ? -invoice.serviceFee : invoice.serviceFee
  const feeText = invoice.invoiceType === 2 ? 'Credit for a service interruption' : 'Site service fee'
  const all = [...charges, { text: feeText, amount: fee }]
  return {
    kind: CLIENT_INVOICE_TYPES[invoice.invoiceType],
    number: invoice.number,
    issuer: 'Client services (sandbox)',
    issuedOn: invoice.accountingDate,
    facts: [
      ['Accounting date', invoice.accountingDate],
      ['Pay by', invoice.paymentDeadline ?? '–'],
      ['Site', invoice.billingSiteRef],
      ['Period', `${first} to ${monthEnd(first)}`],
    ],
    party: [contract.holder, invoice.billingSiteName ?? contract.region.place, contract.region.country],
    lines: all.map(({ text, amount }) => ({ text, amount: decimalOf(amount) })),
    currency: contract.region.currency,
    total: decimalOf(all.reduce((sum, { amount }) => sum + amount, 0)),
  }
}

function monthCharges(invoice: ClientInvoice, dataset: Dataset, first: string) {
  const charges = dataset.periods
    .between(first, monthEnd(first))
    .filter((period) => period.contract.index === invoice.contract.index)
    .filter((period) => period.createdAt <= invoice.revealedAt)
    .map((period) => correctedAt(period, invoice.revealedAt))
    .filter(({ startDate }) => startDate.startsWith(first.slice(0, 7)))
    .sort((a, b) => a.id - b.id)
    .map((period) => ({
      text: `Field work ${period.startDate} to ${period.endDate}, ${period.hectares} ha`,
      amount: period.workAmount + period.maintenanceFee,
    }))
  if (charges.length <= MOST_LINES) return charges
  const rest = charges.slice(MOST_LINES).reduce((sum, { amount }) => sum + amount, 0)
  return [...charges.slice(0, MOST_LINES), { text: 'Further field work of the month', amount: rest }]
}
