import 'server-only'
import { addDays, type Day, timeOfDay } from '#lib/calendar-date.ts'
import { HECTARE_PRICES } from './amounts.ts'
import type { Contract } from './contracts.ts'
import { randomOf, whole } from './random.ts'
import { HOUR_MS, monthEnd, weekNumber } from './time.ts'

/** A client invoice without its number; the number depends on its position in the month. */
export type ClientInvoiceDraft = {
  contract: Contract
  /** The billed month, `YYYY-MM`. */
  month: string
  accountingDate: Day
  paymentDeadline: Day | null
  billingSiteRef: string
  billingSiteName: string | null
  invoiceType: 1 | 2 | 3
  revealedAt: number
  hasPdf: boolean
  /** Hundredths. Only the PDF shows it, because the API has no amounts. */
  serviceFee: number
}

export type ClientInvoice = ClientInvoiceDraft & { key: string; number: string }

export const CLIENT_INVOICE_TYPES: Record<ClientInvoiceDraft['invoiceType'], string> = {
  1: 'Standard Invoice',
  2: 'Credit note',
  3: 'Advance invoice',
}

/** Returns a contract's client invoices of one month: a statement, sometimes with a credit note. */
export function clientInvoicesOfMonth(seed: number, contract: Contract, month: string): ClientInvoiceDraft[] {
  if (!contract.hasClientInvoices) return []
  const random = randomOf(seed, 6, contract.index, Number(month.replace('-', '')))
  const accountingDate: Day = `${month}-${String(whole(random, 20, 26)).padStart(2, '0')}`
  const week = weekNumber(timeOfDay(accountingDate))
  if (week < contract.firstWeek || week > contract.lastWeek) return []
  const statement = clientInvoiceOf(random, contract, month, accountingDate, random() < 0.03 ? 3 : 1)
  if (random() >= 0.05) return [statement]
  const end = monthEnd(accountingDate)
  const later = addDays(accountingDate, whole(random, 1, 5))
  return [statement, clientInvoiceOf(random, contract, month, later > end ? end : later, 2)]
}

/** One fortieth of a hectare's price, in round hundredths. */
function feeStep(contract: Contract): number {
  return Math.round((HECTARE_PRICES[contract.region.currency] ?? 0) / 2000) * 50
}

function clientInvoiceOf(
  random: () => number,
  contract: Contract,
  month: string,
  accountingDate: Day,
  invoiceType: ClientInvoiceDraft['invoiceType'],
): ClientInvoiceDraft {
  const break_ = random()
  return {
    contract,
    month,
    accountingDate,
    paymentDeadline: invoiceType === 2 || random() < 0.02 ? null : addDays(accountingDate, 30),
    billingSiteRef: break_ < 0.01 ? `SITE${whole(random, 1, 999)}` : contract.code,
    billingSiteName: random() < 0.03 ? null : contract.loanName,
    invoiceType,
    revealedAt: timeOfDay(accountingDate) + 6 * HOUR_MS + whole(random, 0, 36_000) * 1000,
    hasPdf: random() >= 0.02,
    serviceFee: feeStep(contract) * whole(random, 4, 30),
  }
}
