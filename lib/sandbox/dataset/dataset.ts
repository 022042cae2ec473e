import 'server-only'
import { type Day, timeOfDay } from '#lib/calendar-date.ts'
import { type BillingPeriod, billingPeriodsOfWeek, type Fall, type Setting } from './billing-periods.ts'
import { type ClientInvoice, clientInvoicesOfMonth } from './client-invoices.ts'
import { type Contract, contractOf } from './contracts.ts'
import { type Invoice, type InvoiceDraft, invoicesOfPeriod, otherInvoicesOfWeek } from './invoices.ts'
import { type PaymentLink, type PaymentLinkDraft, paymentLinkOf } from './payment-links.ts'
import { keyOf } from './random.ts'
import { createRowStore, type RowStore } from './row-store.ts'
import { dayOf, nextMonth, type Week, weekNumber, weekOf } from './time.ts'

/**
 * The parameters of a dataset, the generated data of one sandbox. The same values always give the same rows.
 */
export type DatasetOptions = {
  seed: string
  /** The day on which the dataset was first opened. Its history goes back `weeks` weeks from there. */
  originDay: Day
  contracts: number
  weeks: number
  /** The instant at which it was first opened, as epoch milliseconds; default: not known, so no row is corrected. */
  openedAt?: number | undefined
  /** A planted trend, for tests; default none. */
  fall?: Fall | undefined
}

export type Dataset = {
  contracts: readonly Contract[]
  periods: RowStore<BillingPeriod>
  invoices: RowStore<Invoice>
  links: RowStore<PaymentLink>
  clientInvoices: RowStore<ClientInvoice>
  /** Adds the missing weeks up to `now`; existing weeks stay unchanged. Call before reading. */
  growTo(now: number): void
  /** Counts the instants up to `now` at which anything changed. Equal counts mean equal data. */
  eventsUntil(now: number): number
}

/**
 * Creates the dataset behind a sandbox. Its rows are pure functions of (seed, contract, week),
 * numbered in order of creation. A reader shows only what has happened by its own "now".
 */
export function createDataset(options: DatasetOptions): Dataset {
  const firstWeek = weekNumber(timeOfDay(options.originDay)) - options.weeks
  const setting: Setting = {
    seed: keyOf(options.seed),
    openedAt: options.openedAt ?? null,
    fall: options.fall ?? null,
  }
  const growth = createGrowth(setting, options.contracts, firstWeek)
  let nextWeek = firstWeek
  let month = dayOf(weekOf(firstWeek, options.originDay).mondayMs).slice(0, 7)
  return {
    contracts: growth.contracts,
    periods: growth.periods,
    invoices: growth.invoices,
    links: growth.links,
    clientInvoices: growth.clientInvoices,
    eventsUntil: growth.events.countUntil,
    growTo(now) {
      const last = weekNumber(now)
      for (; nextWeek <= last; nextWeek++) addWeek(growth, weekOf(nextWeek, options.originDay))
      const lastMonth = dayOf(now).slice(0, 7)
      for (; month <= lastMonth; month = nextMonth(month)) addMonth(growth, month)
    },
  }
}

type Growth = ReturnType<typeof createGrowth>

/** Creates a dataset during growth, without any week. */
function createGrowth(setting: Setting, contracts: number, firstWeek: number) {
  const { seed } = setting
  return {
    setting,
    contracts: Array.from({ length: contracts }, (_, index) => contractOf(seed, index, firstWeek)),
    periods: createRowStore<BillingPeriod>(({ startDate, correction }) => [
      startDate,
      correction?.fields.startDate ?? startDate,
    ]),
    invoices: createRowStore<Invoice>((invoice) => [dayOf(invoice.createdAt)]),
    links: createRowStore<PaymentLink>(({ processedAt, processedAgainAt }) =>
      [processedAt, processedAgainAt ?? processedAt].map(dayOf),
    ),
    clientInvoices: createRowStore<ClientInvoice>((invoice) => [invoice.accountingDate]),
    pendingInvoices: createPending<InvoiceDraft>(),
    pendingLinks: createPending<PaymentLinkDraft>(),
    nextNumber: createNumbers(),
    events: createInstants(),
  }
}

/** Adds the rows created in one week. Each source's rows derive from the source before, up to this week. */
function addWeek(dataset: Growth, week: Week): void {
  const { setting, nextNumber, events } = dataset
  const { seed } = setting
  const drafts = dataset.contracts.flatMap((contract) => billingPeriodsOfWeek(setting, contract, week))
  const periods = drafts.sort(byCreation).map((draft) => {
    const id = nextNumber('period', 5001)
    return { ...draft, id, key: String(id) }
  })
  dataset.periods.add(periods)
  for (const period of periods) events.add(period.events.map((event) => event.at))
  events.add(periods.flatMap(({ correction }) => correction?.at ?? []))

  for (const period of periods) dataset.pendingInvoices.add(invoicesOfPeriod(seed, period, week))
  for (const contract of dataset.contracts) {
    dataset.pendingInvoices.add(otherInvoicesOfWeek(seed, contract, week))
  }
  const invoices = dataset.pendingInvoices
    .take(week.number)
    .map((draft) => numberedInvoice(draft, nextNumber))
  dataset.invoices.add(invoices)
  events.add(invoices.flatMap(({ createdAt, paidAt }) => [createdAt, paidAt ?? createdAt]))

  dataset.pendingLinks.add(invoices.flatMap((invoice) => paymentLinkOf(seed, invoice) ?? []))
  const links = dataset.pendingLinks.take(week.number).map((draft) => numberedLink(draft, nextNumber))
  dataset.links.add(links)
  events.add(links.flatMap((link) => [link.processedAt, link.processedAgainAt ?? link.processedAt]))
  events.add(links.flatMap((link) => link.events.map((event) => event.at)))
}

function addMonth(dataset: Growth, month: string): void {
  const drafts = dataset.contracts.flatMap((contract) =>
    clientInvoicesOfMonth(dataset.setting.seed, contract, month),
  )
  drafts.sort((a, b) => a.revealedAt - b.revealedAt || a.contract.index - b.contract.index)
  const month4 = month.replace('-', '').slice(2)
  const invoices = drafts.map((draft) => {
    const head = `FACT${draft.contract.region.code}${month4}`
    const number = `${head}${String(dataset.nextNumber(head, 1)).padStart(4, '0')}`
    return { ...draft, number, key: number }
  })
  dataset.clientInvoices.add(invoices)
  dataset.events.add(invoices.map((invoice) => invoice.revealedAt))
}

function byCreation(a: { createdAt: number; contract: Contract }, b: typeof a): number {
  return a.createdAt - b.createdAt || a.contract.index - b.contract.index
}

function numberedInvoice(draft: InvoiceDraft, nextNumber: NextNumber): Invoice {
  const year = dayOf(draft.createdAt).slice(0, 4)
  const count = nextNumber('invoice', 1)
  const id = `inv-${(keyOf(`invoice ${count}`) % 0xffff).toString(16).padStart(4, '0')}${count.toString(16).padStart(5, '0')}`
  return { ...draft, key: id, id, number: `INV-${year}-${String(nextNumber(year, 1)).padStart(6, '0')}` }
}

function numberedLink(draft: PaymentLinkDraft, nextNumber: NextNumber): PaymentLink {
  const id = nextNumber('link', 190)
  return { ...draft, key: String(id), id, batchId: 50 + Math.floor(id / 40) }
}

type NextNumber = ReturnType<typeof createNumbers>

/** Creates counters by name, e.g. per year; each starts at the `first` of its first call. */
function createNumbers() {
  const last = new Map<string, number>()
  return (name: string, first: number): number => {
    const number = (last.get(name) ?? first - 1) + 1
    last.set(name, number)
    return number
  }
}

/**
 * Creates a store of drafts by week of creation. A week is complete once all earlier weeks have been added.
 */
function createPending<Draft extends { createdAt: number }>() {
  const byWeek = new Map<number, Draft[]>()
  return {
    add(drafts: readonly Draft[]): void {
      for (const draft of drafts) {
        const week = weekNumber(draft.createdAt)
        const some = byWeek.get(week)
        if (some) some.push(draft)
        else byWeek.set(week, [draft])
      }
    },
    take(week: number): Draft[] {
      const drafts = byWeek.get(week) ?? []
      byWeek.delete(week)
      return drafts.sort((a, b) => a.createdAt - b.createdAt)
    },
  }
}

/** Creates a set of instants that are counted by binary search and sorted again only after additions. */
function createInstants() {
  const added: number[] = []
  let sorted = new Float64Array()
  return {
    add(instants: readonly number[]): void {
      for (const instant of instants) added.push(instant)
    },
    countUntil(now: number): number {
      if (sorted.length !== added.length) sorted = Float64Array.from(added).sort()
      let low = 0
      let high = sorted.length
      while (low < high) {
        const middle = (low + high) >>> 1
        if ((sorted[middle] ?? 0) <= now) low = middle + 1
        else high = middle
      }
      return low
    },
  }
}
