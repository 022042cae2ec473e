import 'server-only'
import { type Day, timeOfDay } from '#lib/calendar-date.ts'
import { type BillingPeriod, billingPeriodsOfWeek } from './billing-periods.ts'
import { type ClientInvoice, clientInvoicesOfMonth } from './client-invoices.ts'
import { type Contract, contractOf } from './contracts.ts'
import { type Invoice, type InvoiceDraft, invoicesOfPeriod, otherInvoicesOfWeek } from './invoices.ts'
import { type PaymentLink, type PaymentLinkDraft, paymentLinkOf } from './payment-links.ts'
import { keyOf } from './random.ts'
import { createShelf, type Shelf } from './shelf.ts'
import { dayOf, nextMonth, type Week, weekNumber, weekOf } from './time.ts'

/** Which world: the same four values give the same facts, whenever they are asked for. */
export type WorldOptions = {
  seed: string
  /** Day the world was first opened on; its history reaches `weeks` weeks back from there. */
  originDay: Day
  contracts: number
  weeks: number
}

export type World = {
  contracts: readonly Contract[]
  periods: Shelf<BillingPeriod>
  invoices: Shelf<Invoice>
  links: Shelf<PaymentLink>
  clientInvoices: Shelf<ClientInvoice>
  /** Adds the weeks up to `now` that are not there yet; what is there stays. Call before reading. */
  growTo(now: number): void
  /** How many instants up to `now` changed anything: equal numbers mean an equal world. */
  eventsUntil(now: number): number
}

/**
 * The simulated world. Its facts are pure functions of (seed, contract, week), numbered in the order of their creation;
 * a reader shows only what has happened by its own "now".
 */
export function createWorld(options: WorldOptions): World {
  const seed = keyOf(options.seed)
  const firstWeek = weekNumber(timeOfDay(options.originDay)) - options.weeks
  const contracts = Array.from({ length: options.contracts }, (_, index) =>
    contractOf(seed, index, firstWeek),
  )
  const world = {
    contracts,
    periods: createShelf<BillingPeriod>((period) => [period.startDate]),
    invoices: createShelf<Invoice>((invoice) => [dayOf(invoice.createdAt)]),
    links: createShelf<PaymentLink>((link) => [
      dayOf(link.processedAt),
      ...(link.processedAgainAt === null ? [] : [dayOf(link.processedAgainAt)]),
    ]),
    clientInvoices: createShelf<ClientInvoice>((invoice) => [invoice.accountingDate]),
  }
  const pendingInvoices = createPending<InvoiceDraft>()
  const pendingLinks = createPending<PaymentLinkDraft>()
  const numbers = createNumbers()
  const events = createInstants()

  function addWeek(week: Week): void {
    const drafts = contracts.flatMap((contract) => billingPeriodsOfWeek(seed, contract, week))
    drafts.sort(byCreation)
    const periods = drafts.map((draft) => {
      const id = numbers.next('period', 5001)
      return { ...draft, id, key: String(id) }
    })
    world.periods.add(periods)
    for (const period of periods) events.add(period.events.map((event) => event.at))
    for (const period of periods) pendingInvoices.add(invoicesOfPeriod(seed, period, week))
    for (const contract of contracts) pendingInvoices.add(otherInvoicesOfWeek(seed, contract, week))
    const invoices = pendingInvoices.take(week.number).map((draft) => numberedInvoice(draft, numbers))
    world.invoices.add(invoices)
    events.add(invoices.flatMap(({ createdAt, paidAt }) => [createdAt, paidAt ?? createdAt]))
    for (const invoice of invoices) {
      const link = paymentLinkOf(seed, invoice)
      if (link) pendingLinks.add([link])
    }
    const links = pendingLinks.take(week.number).map((draft) => numberedLink(draft, numbers))
    world.links.add(links)
    events.add(links.flatMap((link) => [link.processedAt, ...link.events.map((event) => event.at)]))
    events.add(links.flatMap((link) => link.processedAgainAt ?? []))
  }

  function addMonth(month: string): void {
    const drafts = contracts.flatMap((contract) => clientInvoicesOfMonth(seed, contract, month))
    drafts.sort((a, b) => a.revealedAt - b.revealedAt || a.contract.index - b.contract.index)
    const month4 = month.replace('-', '').slice(2)
    const numbered = drafts.map((draft) => {
      const head = `FACT${draft.contract.region.code}${month4}`
      const number = `${head}${String(numbers.next(head, 1)).padStart(4, '0')}`
      return { ...draft, number, key: number }
    })
    world.clientInvoices.add(numbered)
    events.add(numbered.map((invoice) => invoice.revealedAt))
  }

  let nextWeek = firstWeek
  let month = dayOf(weekOf(firstWeek, options.originDay).mondayMs).slice(0, 7)
  return {
    ...world,
    eventsUntil: events.countUntil,
    growTo(now) {
      const last = weekNumber(now)
      for (; nextWeek <= last; nextWeek++) addWeek(weekOf(nextWeek, options.originDay))
      const lastMonth = dayOf(now).slice(0, 7)
      for (; month <= lastMonth; month = nextMonth(month)) addMonth(month)
    },
  }
}

function byCreation(a: { createdAt: number; contract: Contract }, b: typeof a): number {
  return a.createdAt - b.createdAt || a.contract.index - b.contract.index
}

/** Counts up per name, e.g. per year; a name starts at `first`. */
type Numbers = { next(name: string, first: number): number }

function createNumbers(): Numbers {
  const last = new Map<string, number>()
  return {
    next(name, first) {
      const number = (last.get(name) ?? first - 1) + 1
      last.set(name, number)
      return number
    },
  }
}

function numberedInvoice(draft: InvoiceDraft, numbers: Numbers): Invoice {
  const year = dayOf(draft.createdAt).slice(0, 4)
  const count = numbers.next('invoice', 1)
  const id = `inv-${(keyOf(`invoice ${count}`) % 0xffff).toString(16).padStart(4, '0')}${count.toString(16).padStart(5, '0')}`
  return { ...draft, key: id, id, number: `INV-${year}-${String(numbers.next(year, 1)).padStart(6, '0')}` }
}

function numberedLink(draft: PaymentLinkDraft, numbers: Numbers): PaymentLink {
  const id = numbers.next('link', 190)
  return { ...draft, key: String(id), id, batchId: 50 + Math.floor(id / 40) }
}

/** Drafts waiting for the week they are created in; a week is complete once all weeks before it were added. */
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

/** Instants in order, counted by binary search; sorted again only after additions. */
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
