import 'server-only'
import { BILLING_STATUSES } from '#lib/billing-periods/status.ts'
import { addDays, type Day, eachDay, type OpenDayRange } from '#lib/calendar-date.ts'
import type {
  HelloTractorClient,
  ListPage,
  RequestOptions,
  Upstreams,
} from '#lib/server/upstream/contract.ts'
import type { Resource, Source } from '#lib/sources.ts'
import type { Slice } from './checked-walk.ts'
import type { MirrorRecord } from './row.ts'

export type FilterName = 'currency' | 'funding_source'
/** A range of days, and at most one other filter. */
export type ListQuery = OpenDayRange & {
  filter?: { name: FilterName | 'status'; value: string }
  limit?: number
  /** The open-ended rest of the last week after its division into days; it cannot be divided by day again. */
  isOpenEnd?: boolean
  /** Query exactly these days, even if the list is otherwise queried with wider ones. */
  isLiteral?: boolean
}

/** An upstream list that is read page by page. */
export type WalkedList = {
  source: Source
  resource: Resource
  /** Reads a page of rows of the given days, and for some lists of neighbouring days too: see `isExact`. */
  readPage(query: ListQuery, token: string | null, options: RequestOptions): Promise<ListPage<MirrorRecord>>
  /** False if the list is queried with wider days than wanted, because the upstream's bounds are unclear. */
  isExact: boolean
  /**
   * Days before and after the wanted ones that rows of a correct response may have: from the wider query, or
   * another zone.
   */
  margins: { before: number; after: number }
  /** Filters that reveal a value which the row itself may lack. */
  filters: readonly FilterName[]
  /** A filter whose values together cover the list, used to divide a day that cannot be read in one walk. */
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
          // Rows added during the walk then come last instead of shifting every page.
          ordering: 'created_at',
          limit: query.limit ?? PAGE_SIZE,
        },
        token,
        options,
      ),
  }
}

/**
 * The upstream documents neither the time zone of its days nor whether `date_to` is inclusive. One extra day
 * at the start and two at the end cover the wanted days in every case.
 */
function helloTractorInvoices(client: HelloTractorClient, currencies: readonly string[]): WalkedList {
  return {
    source: 'hello-tractor',
    resource: 'invoices',
    isExact: false,
    // One day more than the query on each side, for the day of an instant in another zone.
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

/**
 * The bounds are documented as inclusive but named as if exclusive. One extra day on each side covers both.
 */
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

/** Returns the page-by-page lists of the configured upstreams. */
export function walkedLists(upstreams: Upstreams, currencies: readonly string[]): WalkedList[] {
  const { helloTractor, clientInvoices: invoicing } = upstreams
  return [
    ...(helloTractor ? [billingPeriods(helloTractor), helloTractorInvoices(helloTractor, currencies)] : []),
    ...(invoicing ? [clientInvoices(invoicing)] : []),
  ]
}

/**
 * Makes a slice of a query that divides into days, and a single day into the values of the list's divider.
 */
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
