import 'server-only'
import { BILLING_STATUSES } from '#lib/billing-periods/status.ts'
import { addDays, type Day, eachDay } from '#lib/calendar-date.ts'
import type {
  HelloTractorClient,
  ListPage,
  RequestOptions,
  Upstreams,
} from '#lib/server/upstream/contract.ts'
import type { Resource, Source } from '#lib/sources.ts'
import type { Slice } from './checked-walk.ts'
import type { MirrorRecord } from './row.ts'

export type DayRange = { from: Day | null; to: Day | null }
export type FilterName = 'currency' | 'funding_source'
/** Days asked for, and at most one further filter. */
export type ListQuery = DayRange & {
  filter?: { name: FilterName | 'status'; value: string }
  limit?: number
  /** The open end that is left of a week divided into days; it has no days to divide into. */
  isOpenEnd?: boolean
  /** Ask for exactly these days even where wider ones are asked for otherwise. */
  isLiteral?: boolean
}

/** An upstream list that is read page by page. */
export type WalkedList = {
  source: Source
  resource: Resource
  /** Rows of these days, and for some lists neighbours too: see `isExact`. */
  readPage(query: ListQuery, token: string | null, options: RequestOptions): Promise<ListPage<MirrorRecord>>
  /** False where days are asked for wider than wanted, because the upstream's borders are unclear. */
  isExact: boolean
  /** Days before and after those wanted that a row of a right answer may show: asked for wider, or in another zone. */
  margins: { before: number; after: number }
  /** Filters that say what a row does not. */
  filters: readonly FilterName[]
  /** A filter whose values make up the list, for dividing a day that cannot be read at once. */
  divider: { name: FilterName | 'status'; values: readonly string[] } | null
}

const PAGE_SIZE = 100

function withFilter(query: ListQuery): Record<string, string> {
  return query.filter ? { [query.filter.name]: query.filter.value } : {}
}

function widened(query: ListQuery, day: Day, byDays: number): Day {
  return query.isLiteral ? day : addDays(day, byDays)
}

function billingPeriods(client: HelloTractorClient): WalkedList {
  return {
    source: 'hello-tractor',
    resource: 'billing-periods',
    isExact: true,
    margins: { before: 0, after: 0 },
    filters: ['currency', 'funding_source'],
    divider: { name: 'status', values: BILLING_STATUSES },
    readPage: (query, token, options) =>
      client.billingPeriodPage(
        {
          ...(query.from ? { start_date_gte: query.from } : {}),
          ...(query.to ? { start_date_lte: query.to } : {}),
          ...withFilter(query),
          // Rows added while the list is read then come last instead of shifting every page.
          ordering: 'created_at',
          limit: query.limit ?? PAGE_SIZE,
        },
        token,
        options,
      ),
  }
}

/**
 * Which zone the upstream's days are in, and whether `date_to` includes its day, is unclear: one day wider at the start,
 * and two at the end, hold every row of the days wanted under any reading.
 */
function helloTractorInvoices(client: HelloTractorClient, currencies: readonly string[]): WalkedList {
  return {
    source: 'hello-tractor',
    resource: 'invoices',
    isExact: false,
    // Beyond the days asked for: one, for the day of an instant in another zone.
    margins: { before: 2, after: 3 },
    filters: ['currency', 'funding_source'],
    divider: { name: 'currency', values: currencies },
    readPage: (query, token, options) =>
      client.invoicePage(
        {
          ...(query.from ? { date_from: widened(query, query.from, -1) } : {}),
          ...(query.to ? { date_to: widened(query, query.to, 2) } : {}),
          ...withFilter(query),
          limit: query.limit ?? PAGE_SIZE,
        },
        token,
        options,
      ),
  }
}

/** The bounds are documented as inclusive and named as if they were not: a day wider on both sides fits either. */
function clientInvoices(client: NonNullable<Upstreams['clientInvoices']>): WalkedList {
  return {
    source: 'client-invoices',
    resource: 'invoices',
    isExact: false,
    margins: { before: 1, after: 1 },
    filters: [],
    divider: null,
    readPage: (query, token, options) =>
      client.invoicePage(
        {
          ...(query.from ? { accounting_date_gt: widened(query, query.from, -1) } : {}),
          ...(query.to ? { accounting_date_lt: widened(query, query.to, 1) } : {}),
          page_size: query.limit ?? PAGE_SIZE,
        },
        token,
        options,
      ),
  }
}

/** The page-by-page lists of the configured upstreams. */
export function walkedLists(upstreams: Upstreams, currencies: readonly string[]): WalkedList[] {
  const { helloTractor, clientInvoices: invoicing } = upstreams
  return [
    ...(helloTractor ? [billingPeriods(helloTractor), helloTractorInvoices(helloTractor, currencies)] : []),
    ...(invoicing ? [clientInvoices(invoicing)] : []),
  ]
}

/** A list's days as a slice that divides into days, and a day into the values of the divider. */
export function sliceOf(
  list: WalkedList,
  query: ListQuery,
  read: (query: ListQuery, token: string | null) => Promise<ListPage<MirrorRecord>>,
): Slice<MirrorRecord> {
  return {
    read: (token) => read(query, token),
    split: () => divide(list, query).map((part) => sliceOf(list, part, read)),
  }
}

const DAYS_OF_WEEK = 7

function divide(list: WalkedList, query: ListQuery): ListQuery[] {
  const { from, to } = query
  if (from !== null && !query.isOpenEnd && (to === null || to > from)) {
    const lastDay = to ?? addDays(from, DAYS_OF_WEEK - 1)
    const days = eachDay(from, lastDay).map((day) => ({ ...query, from: day, to: day }))
    return to === null ? [...days, { ...query, from: addDays(lastDay, 1), isOpenEnd: true }] : days
  }
  if (query.filter || list.divider === null) return []
  const { name, values } = list.divider
  return values.map((value) => ({ ...query, filter: { name, value } }))
}
