import { type SQL, sql } from 'drizzle-orm'
import {
  BILLING_PERIOD_SORTS,
  type BillingPeriodSortField,
  billingPeriodFilters,
} from '#lib/billing-periods/filters.ts'
import { addDays, type Day } from '#lib/calendar-date.ts'
import {
  INVOICE_FILTERS_BY_SOURCE,
  INVOICE_SORTS_BY_SOURCE,
  type InvoiceSortField,
  invoiceFilters,
} from '#lib/invoices/filters.ts'
import type { CurrencyTotal } from '#lib/schema.ts'
import { parseParams } from '#lib/search-params.ts'
import {
  billingPeriodAggregates,
  billingPeriodPage,
  billingPeriodTotals,
} from '#lib/server/billing-periods/query.ts'
import type { Executor } from '#lib/server/db/client.ts'
import { invoiceAggregates, invoicePage, invoiceTotals } from '#lib/server/invoices/query.ts'
import type { PageQuery } from '#lib/server/lists/keyset.ts'
import { lastDayOver } from '#lib/server/lists/resolved-filters.ts'
import { sortOrder } from '#lib/server/lists/sorting.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { SOURCES, type Source } from '#lib/sources.ts'

/** One list request of a screen: its query, and the page and totals that the server reads for it. */
export type ListCase = {
  name: string
  isSearch: boolean
  /** True if the totals come from aggregate tables. */
  isFromAggregates: boolean
  page: PageQuery
  totals: (tx: Executor) => Promise<CurrencyTotal[]>
}

export const OPERATOR: Viewer = {
  kind: 'person',
  id: 'bench',
  name: 'Bench',
  role: 'operator',
  fundingSources: 'all',
}

/**
 * Typical filters: common and rare values, empty combinations, a week, a quarter, searches that hit and miss.
 */
function periodFilters(today: Day): string[] {
  const week = `start_from=${addDays(today, -70)}&start_to=${addDays(today, -64)}`
  const quarter = `start_from=${addDays(today, -500)}&start_to=${addDays(today, -410)}`
  return [
    '',
    'currency=NGN',
    'currency=GHS',
    'status=PAYMENT_COMPLETE',
    'status=PAYMENT_FAILED',
    'status=PENDING',
    'status=OTHER',
    'status=PENDING&status=PAYMENT_FAILED',
    'funding_source=Heifer International',
    'funding_source=Volta Pilot',
    'funding_source=Coastal Trial',
    'funding_source=(unassigned)',
    'funding_source=Volta Pilot&funding_source=Savanna Credit',
    week,
    quarter,
    `end_from=${addDays(today, -70)}&end_to=${addDays(today, -64)}`,
    `${week}&funding_source=Savanna Credit`,
    `${quarter}&status=PAYMENT_FAILED&currency=KES`,
    'status=PAYMENT_FAILED&funding_source=Coastal Trial',
    'status=PENDING&funding_source=Volta Pilot',
    'currency=UGX&funding_source=Heifer International',
    'status=DRAFT&currency=GHS',
    'currency=NGN&amount_from=10000&amount_to=10500',
    'currency=KES&amount_from=1000',
    `currency=NGN&amount_to=20000&status=PAYMENT_FAILED&${quarter}`,
    'unpaid_over=90',
    'unpaid_over=30&funding_source=Volta Pilot',
    'search=HT-01',
    'search=HT-012345',
    'search=2777777',
    'search=nothing like it',
    'search=HT-0123&status=PAYMENT_FAILED',
    'search=ht012345',
    'search=012345 HT',
    'search=7',
  ]
}

function invoiceFilterSets(today: Day): string[] {
  const month = `from=${addDays(today, -90)}&to=${addDays(today, -60)}`
  const days = (name: string) => month.replace('from', `${name}_from`).replace('to', `${name}_to`)
  return [
    '',
    'currency=NGN',
    'currency=GHS',
    'state=paid',
    'state=unknown',
    'state=refunded',
    'funding_source=Heifer International',
    'funding_source=Coastal Trial',
    'funding_source=(unassigned)',
    'funnel_state=expired',
    'customer=Customer 77',
    'site=SITE-7',
    'invoice_type=FIX',
    days('issued'),
    days('due'),
    days('processed'),
    `${days('issued')}&state=not_paid&funding_source=Volta Pilot`,
    'currency=UGX&funding_source=Heifer International',
    'customer=Customer 77&site=SITE-7',
    'currency=NGN&amount_from=10000&amount_to=10500',
    'currency=NGN&amount_to=20000&state=not_paid',
    'unpaid_over=90',
    'search=INV-0012',
    'search=7777777',
    'search=Customer 77',
    'search=77 cústomer',
    'search=customer77',
    'search=0803 123 4567',
    'search=nothing like it',
  ]
}

/** Returns every sort order of the billing periods under every set of filters, in the scope of `viewer`. */
export function billingPeriodCases(today: Day, viewer: Viewer = OPERATOR): ListCase[] {
  return periodFilters(today).flatMap((filters) =>
    BILLING_PERIOD_SORTS.flatMap((sort) => {
      const asked = resolved(
        parseParams(billingPeriodFilters, new URLSearchParams(`${filters}&sort=${sort}`)),
        today,
      )
      const { field } = sortOrder<BillingPeriodSortField>(sort)
      if (field === 'amount' && asked.currency.length !== 1) return []
      return {
        name: `billing-periods?${filters}&sort=${sort}`,
        isSearch: asked.search !== null,
        isFromAggregates: billingPeriodAggregates(viewer, asked) !== null,
        page: billingPeriodPage(viewer, asked),
        totals: (tx: Executor) => billingPeriodTotals(tx, viewer, asked),
      }
    }),
  )
}

/** Returns every sort order of each source's invoices under every set of filters that the source supports. */
export function invoiceCases(today: Day, viewer: Viewer = OPERATOR): ListCase[] {
  return SOURCES.flatMap((source) =>
    invoiceFilterSets(today)
      .filter((filters) => isSupported(source, filters))
      .flatMap((filters) => invoiceOrders(source, filters, viewer, today)),
  )
}

function isSupported(source: Source, filters: string): boolean {
  const supported: readonly string[] = INVOICE_FILTERS_BY_SOURCE[source]
  return [...new URLSearchParams(filters).keys()].every((name) => supported.includes(name))
}

function invoiceOrders(source: Source, filters: string, viewer: Viewer, today: Day): ListCase[] {
  return INVOICE_SORTS_BY_SOURCE[source].flatMap((field: InvoiceSortField) =>
    [false, true].flatMap((isDescending) => {
      const sort = `${isDescending ? '-' : ''}${field}`
      const query = `source=${source}&${filters}&sort=${sort}`
      const asked = { ...resolved(parseParams(invoiceFilters, new URLSearchParams(query)), today), source }
      const { sort: _, ...filtersOnly } = asked
      if (field === 'amount' && asked.currency.length !== 1) return []
      return {
        name: `invoices?${query}`,
        isSearch: asked.search !== null,
        isFromAggregates: invoiceAggregates(viewer, filtersOnly) !== null,
        page: invoicePage(viewer, asked),
        totals: (tx: Executor) => invoiceTotals(tx, viewer, asked),
      }
    }),
  )
}

/** Replaces the number of days of `unpaid_over` as `resolveFilters` does. */
function resolved<Filters extends { unpaid_over: string | null }>(filters: Filters, today: Day): Filters {
  const { unpaid_over } = filters
  return unpaid_over === null ? filters : { ...filters, unpaid_over: lastDayOver(unpaid_over, today) }
}

/** Builds the statement that finds a position deep in a list: the row at nine tenths of `count`. */
export function deepPosition({ page }: ListCase, count: number): SQL {
  const column = page.sort.type === 'text' ? sql`${page.sort.column} collate "C"` : page.sort.column
  const direction = sql.raw(page.isDescending ? 'desc' : 'asc')
  return sql`select ${page.sort.column}::text as key, id from ${page.table} where ${page.where}
    order by ${column} ${direction} nulls last, id collate "C" ${direction} offset ${Math.floor(count * 0.9)} limit 1`
}
