import 'server-only'
import { decimalOf, dollarsOf, HECTARE_PRICES } from './amounts.ts'
import type { BillingPeriod } from './billing-periods.ts'
import { paidAt } from './collection.ts'
import type { Contract } from './contracts.ts'
import { pick, type Random, randomOf, whole } from './random.ts'
import { HOUR_MS, MINUTE_MS, type Week, workingHour } from './time.ts'

/** A Hello Tractor invoice without its id and number, which depend on the order of creation. */
export type InvoiceDraft = {
  contract: Contract
  /** The billed period; null for registration, insurance and similar charges. */
  period: BillingPeriod | null
  title: string
  invoiceType: 'SERVICE' | 'REGISTRATION' | 'INSURANCE' | 'MAINTENANCE'
  currency: string
  fundingSource: string | null
  createdAt: number
  /** The amount actually charged, in hundredths. */
  amount: number
  /** The total as the row shows it; null if the upstream lost it. */
  total: string | null
  usdTotal: string | null
  maintenanceFee: number
  /** When the paid flag becomes true; null: never. */
  paidAt: number | null
  /** True for rows whose paid flag the upstream lost. */
  isPaidUnknown: boolean
  /** `none`: the detail has no pdf_url. `lost`: the detail has one, but the file is missing. */
  pdf: 'ready' | 'none' | 'lost'
}

export type Invoice = InvoiceDraft & { key: string; id: string; number: string }

const PERIOD_TITLES = [
  'Weekly service',
  'Weekly service',
  'Weekly service',
  'Field work',
  'Ploughing and harrowing',
]

/** Returns the invoices of one billing period: nearly always one, sometimes none or a duplicate. */
export function invoicesOfPeriod(seed: number, period: BillingPeriod, week: Week): InvoiceDraft[] {
  if (period.events.length === 1) return []
  const random = randomOf(seed, 3, period.id)
  const copies = random()
  const count = copies < 0.015 ? 0 : copies < 0.019 ? 2 : 1
  return Array.from({ length: count }, () => invoiceOfPeriod(random, period, week))
}

function invoiceOfPeriod(random: Random, period: BillingPeriod, week: Week): InvoiceDraft {
  const { contract } = period
  const title = pick(random, PERIOD_TITLES)
  const isUnequal = random() < 0.012
  const amount = period.workAmount + (isUnequal ? 0 : period.maintenanceFee)
  const paid = paidAt(period.events)
  const isForgotten = random() < 0.01
  return {
    contract,
    period,
    title: contract.hasContractInTitles ? `${title} – ${period.loanName}` : title,
    invoiceType: 'SERVICE',
    currency: period.currency,
    fundingSource: period.fundingSource,
    createdAt: period.sentAt + whole(random, 1, 40) * MINUTE_MS,
    amount,
    total: period.amount === null ? null : decimalOf(amount),
    usdTotal: random() < 0.02 ? null : decimalOf(dollarsOf(amount, period.currency, week.number)),
    maintenanceFee: period.maintenanceFee,
    paidAt: paid === null || isForgotten ? null : paid + whole(random, 1, 120) * MINUTE_MS,
    isPaidUnknown: random() < 0.0008,
    pdf: pdfOf(random),
  }
}

function pdfOf(random: Random): InvoiceDraft['pdf'] {
  const share = random()
  return share < 0.02 ? 'none' : share < 0.024 ? 'lost' : 'ready'
}

const YEARLY = { title: 'Insurance premium', invoiceType: 'INSURANCE', hectares: 9 } as const
const FIRST = { title: 'Contract registration fee', invoiceType: 'REGISTRATION', hectares: 3 } as const
const REPAIR = { title: 'Maintenance visit', invoiceType: 'MAINTENANCE', hectares: 5 } as const

/** Returns charges without a billing period: at a contract's start, once a year, and after a breakdown. */
export function otherInvoicesOfWeek(seed: number, contract: Contract, week: Week): InvoiceDraft[] {
  if (week.number < contract.firstWeek || week.number > contract.lastWeek) return []
  const age = week.number - contract.firstWeek
  const random = randomOf(seed, 4, contract.index, week.number)
  const isRepair = random() < 0.004
  const kind = age === 0 ? FIRST : age % 52 === 4 ? YEARLY : isRepair ? REPAIR : null
  if (!kind) return []
  const price = HECTARE_PRICES[contract.region.currency] ?? 0
  const amount = Math.round((price * kind.hectares * (0.9 + 0.3 * random())) / 50) * 50
  const createdAt = workingHour(week.mondayMs, whole(random, 0, 4), random())
  const isPaid = random() < contract.paidShare
  return [
    {
      contract,
      period: null,
      title: kind.title,
      invoiceType: kind.invoiceType,
      currency: contract.region.currency,
      fundingSource: contract.fundingSource,
      createdAt,
      amount,
      total: decimalOf(amount),
      usdTotal: decimalOf(dollarsOf(amount, contract.region.currency, week.number)),
      maintenanceFee: kind === REPAIR ? amount : 0,
      paidAt: isPaid ? createdAt + whole(random, 20, 900) * HOUR_MS : null,
      isPaidUnknown: false,
      pdf: pdfOf(random),
    },
  ]
}
