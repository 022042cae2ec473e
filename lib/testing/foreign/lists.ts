import { dayInZone } from '#lib/calendar-date.ts'
import type { CurrencyTotal, Freshness } from '#lib/schema.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import type { Source } from '#lib/sources.ts'
import { answersFor } from '#lib/testing/answers.ts'
import type { Shown } from './compare.ts'
import { BILLING_PERIODS, CLIENT_INVOICES, INVOICES, PAYMENT_LINKS, type SpelledRecord } from './records.ts'
import type { Spelled } from './spelled.ts'

/** The business time zone of the mirror. */
export const ZONE = 'Africa/Lagos'

/** One list of the source: how to read it, and the meaning of its fields. */
export type List = {
  source: Source
  rows: readonly SpelledRecord[]
  read: (
    viewer: Viewer,
    query: string,
  ) => Promise<{ shown: Shown[]; totals: CurrencyTotal[]; freshness: Freshness[]; next: string | null }>
  days: readonly [from: string, to: string]
  date: string
  amount: string | null
  others: readonly string[]
  /** Returns the day of a meaning. */
  dayOf: (truth: string) => string
}

const ownDay = (truth: string) => truth.slice(0, 10)
const lagosDay = (truth: string) => (truth.length === 10 ? truth : dayInZone(new Date(truth), ZONE))

function invoiceList(
  source: Source,
  list: Omit<List, 'source' | 'read' | 'days'>,
  toOthers: (row: Record<string, unknown>) => Shown['others'],
): List {
  return {
    ...list,
    source,
    days: ['issued_from', 'issued_to'],
    read: async (viewer, query) => {
      const { rows, totals, freshness, nextCursor } = await answersFor(viewer).invoices(
        `source=${source}&${query}`,
      )
      const shown = rows.map((row) => {
        const { id, issuedOn: day, amount, currency } = row
        return { id, day, amount, currency, others: toOthers(row) }
      })
      return { shown, totals, freshness, next: nextCursor }
    },
  }
}

const text = (value: unknown) => (typeof value === 'string' ? value : null)
export const LISTS: readonly List[] = [
  {
    source: 'hello-tractor',
    rows: BILLING_PERIODS,
    days: ['start_from', 'start_to'],
    date: 'start_date',
    amount: 'totalAmountIncMaintenanceFee',
    others: ['end_date', 'status'],
    dayOf: ownDay,
    read: async (viewer, query) => {
      const { rows, totals, freshness, nextCursor } = await answersFor(viewer).billingPeriods(query)
      const shown = rows.map(({ id, startDate: day, endDate, status, amount, currency }) => {
        return { id, day, amount, currency, others: { end_date: endDate, status } }
      })
      return { shown, totals, freshness, next: nextCursor }
    },
  },
  invoiceList(
    'hello-tractor',
    {
      rows: INVOICES,
      date: 'created_at',
      amount: 'total',
      others: ['usd_total', 'invoice_paid'],
      dayOf: lagosDay,
    },
    (row) => {
      const paid = { paid: 'true', not_paid: 'false' }[String(row.state)] ?? null
      return { usd_total: text(row.usdAmount), invoice_paid: paid }
    },
  ),
  invoiceList(
    'payment-links',
    { rows: PAYMENT_LINKS, date: 'created', amount: 'invoiceAmount', others: [], dayOf: ownDay },
    () => ({}),
  ),
  invoiceList(
    'client-invoices',
    {
      rows: CLIENT_INVOICES,
      date: 'accounting_date',
      amount: null,
      others: ['payment_deadline'],
      dayOf: ownDay,
    },
    (row) => ({ payment_deadline: text(row.dueOn) }),
  ),
]

/** Returns a field by its documented name or in snake_case; undefined for a list without amounts. */
export function fieldOf(row: SpelledRecord, name: string | null): Spelled | undefined {
  if (name === null) return undefined
  return (
    row.fields.get(name) ?? row.fields.get(name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))
  )
}

/** Reads all pages of a list; totals and freshness are those of the first page. */
export async function readAll(list: List, viewer: Viewer, query: string) {
  const first = await list.read(viewer, `limit=200&${query}`)
  const shown = [...first.shown]
  for (let { next } = first; next !== null; ) {
    const page = await list.read(viewer, `limit=200&${query}&cursor=${encodeURIComponent(next)}`)
    shown.push(...page.shown)
    next = page.next
  }
  return { ...first, shown }
}

/** Returns the rows of a list in the viewer's scope. */
export function rowsOf(list: List, viewer: Viewer): SpelledRecord[] {
  const { fundingSources } = viewer
  return list.rows.filter((row) => fundingSources === 'all' || fundingSources.includes(row.programme ?? ''))
}
