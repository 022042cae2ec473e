import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import type { BillingPeriodFilters, BillingPeriodSortField } from '#lib/billing-periods/filters.ts'
import type { BillingPeriod } from '#lib/billing-periods/schema.ts'
import { OTHER_STATUS } from '#lib/billing-periods/status.ts'
import { FIGURE_STATUSES } from '#lib/collections/figures.ts'
import { NO_CONTRACT_CHOICE, NO_CURRENCY_CHOICE } from '#lib/no-choices.ts'
import { otherWord } from '#lib/other-words.ts'
import { assignmentSchema, type CurrencyTotal } from '#lib/schema.ts'
import type { Executor } from '#lib/server/db/client.ts'
import { instantText } from '#lib/server/db/instant-text.ts'
import { wordReader } from '#lib/server/db/parsed-rows.ts'
import { aggregates } from '#lib/server/lists/aggregates.ts'
import { aggregatesAsOf, changedSince, countLeft, rowsAsOf } from '#lib/server/lists/as-of.ts'
import type { PageQuery, SortColumn } from '#lib/server/lists/keyset.ts'
import { hasNote } from '#lib/server/lists/notes.ts'
import { otherStatusSql } from '#lib/server/lists/other-status.ts'
import {
  allOf,
  amountBetween,
  anyOf,
  anyOfOr,
  anyOfOrWord,
  between,
  byFundingSource,
  contains,
  containsIn,
  inScope,
  isOnly,
  type Predicate,
} from '#lib/server/lists/predicates.ts'
import { sortOrder } from '#lib/server/lists/sorting.ts'
import { totalsOfAggregates, totalsOfRows } from '#lib/server/lists/totals.ts'
import { type DatedAnswer, dateFilter } from '#lib/server/lists/unreadable-dates.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { UNASSIGNED_CHOICE } from '#lib/unassigned.ts'
import { isLongPeriod, weekStart } from '#lib/week.ts'

/** A row of `billing_period`, as `billingPeriodColumns` selects it. */
export type BillingPeriodRow = Omit<BillingPeriod, 'week' | 'isLongPeriod' | 'note'>
const readBillingPeriodRows = wordReader<BillingPeriodRow>({ assignment: assignmentSchema.options })

export const billingPeriodColumns = sql`
  id, contract, start_date::text as "startDate", end_date::text as "endDate", status, currency,
  amount::text as amount, amount_issue as "amountIssue", funding_source as "fundingSource", assignment,
  ${instantText(sql`first_seen_at`)} as "firstSeenAt", ${instantText(sql`changed_at`)} as "changedAt"`

/** Adds the values derived from a period's days: its week, and whether it extends beyond that week. */
export function toBillingPeriod(row: BillingPeriodRow): BillingPeriod {
  const { startDate, endDate } = row
  return {
    ...row,
    week: startDate === null ? null : weekStart(startDate),
    isLongPeriod: startDate !== null && endDate !== null && isLongPeriod(startDate, endDate),
  }
}

const NO_CURRENCY = { value: NO_CURRENCY_CHOICE, means: sql`currency is null` }
const NO_CONTRACT = { value: NO_CONTRACT_CHOICE, means: sql`contract is null` }

const LIST = { source: 'hello-tractor', resource: 'billing-periods' } as const

type Filters = Omit<BillingPeriodFilters, 'sort'>

/**
 * Returns the condition for the rows of `billing_period` that match the filters and the viewer's scope.
 * @param filters as `resolveFilters` returns them
 * @param search the condition for the searched text
 */
export function billingPeriodWhere(
  viewer: Viewer,
  filters: Filters,
  search = contains(viewer, filters.search, (words) => sql`furrow_search_billing_periods(${words})`),
): SQL {
  return allOf([
    sql`gone_at is null`,
    inScope(viewer, sql`funding_source`),
    anyOfOr(sql`currency`, filters.currency, NO_CURRENCY),
    anyOfOrWord(sql`status`, filters.status, { value: OTHER_STATUS, means: otherStatusSql }),
    byFundingSource(filters.funding_source),
    anyOfOr(sql`contract`, filters.contract, NO_CONTRACT),
    between(sql`start_date`, filters.start_from, filters.start_to),
    between(sql`end_date`, filters.end_from, filters.end_to),
    filters.end.length === 0 ? null : sql`end_date is null`,
    amountBetween(filters.amount_from, filters.amount_to),
    isUnpaid(filters),
    between(sql`end_date`, null, filters.unpaid_over),
    filters.changed_since === null ? null : changedSince(filters.changed_since),
    hasNote(LIST, filters),
    search,
  ])
}

/** Periods of which something is outstanding, as `unpaid_over` asks for. */
function isUnpaid({ unpaid_over }: Filters): Predicate {
  return unpaid_over === null ? null : anyOf(sql`status`, FIGURE_STATUSES.outstanding)
}

/** Returns the same condition for former versions. */
function formerWhere(viewer: Viewer, filters: Filters): SQL {
  return billingPeriodWhere(viewer, filters, containsIn(filters.search))
}

/**
 * Describes how the filters select billing periods by date, so that freshness can count rows with unreadable
 * dates.
 */
export function billingPeriodDates(viewer: Viewer, filters: Filters): DatedAnswer {
  const { start_from, start_to, end_from, end_to, unpaid_over, ...rest } = filters
  const none = { start_from: null, start_to: null, end_from: null, end_to: null, unpaid_over: null }
  const ends = [
    dateFilter('end_date', sql`end_date`, end_from, end_to),
    dateFilter('end_date', sql`end_date`, null, unpaid_over),
  ]
  return {
    table: sql`billing_period`,
    where: allOf([billingPeriodWhere(viewer, { ...rest, ...none }), isUnpaid(filters)]),
    placing: dateFilter('start_date', sql`start_date`, start_from, start_to),
    others: ends.filter((filter) => filter !== null),
  }
}

/**
 * Returns the same set from the aggregates, or null if the aggregates do not support the filters.
 * @param at the instant as of which; null: now
 */
export function billingPeriodAggregates(
  viewer: Viewer,
  filters: Filters,
  at: string | null = null,
): SQL | null {
  if (filters.changed_since !== null || filters.unpaid_over !== null) return null
  if (filters.amount_from !== null || filters.amount_to !== null) return null
  if (filters.search !== null || filters.end_from !== null || filters.end_to !== null) return null
  if (filters.contract.length > 0 || filters.end.length > 0) return null
  if (filters.note.length > 0 || filters.note_owner.length > 0) return null
  if (filters.status.some((status) => otherWord(status, OTHER_STATUS) !== null)) return null
  const where = allOf([
    inScope(viewer, sql`funding_source`),
    anyOfOr(sql`currency`, filters.currency, NO_CURRENCY),
    anyOf(sql`status`, filters.status),
    byFundingSource(filters.funding_source),
  ])
  const range = { from: filters.start_from, to: filters.start_to }
  if (at !== null) return aggregatesAsOf('billing_period', { viewer, at }, where, range)
  return aggregates('billing_period', where, range)
}

/**
 * The sortable columns of billing periods, each with an index. The names are qualified, because a bare
 * `amount` in `order by` means the selected text of that name and not the number.
 */
export const BILLING_PERIOD_SORT_COLUMNS: Record<BillingPeriodSortField, SortColumn> = {
  start_date: { column: sql`billing_period.start_date`, type: 'date' },
  end_date: { column: sql`billing_period.end_date`, type: 'date' },
  amount: { column: sql`billing_period.amount`, type: 'numeric' },
  contract: { column: sql`billing_period.contract`, type: 'text' },
  status: { column: sql`billing_period.status`, type: 'text' },
  funding_source: { column: sql`billing_period.funding_source`, type: 'text' },
  changed_at: { column: sql`billing_period.changed_at`, type: 'timestamptz' },
}

/**
 * Builds the query for a page of the billing periods that match the filters and the viewer's scope.
 * @param at the instant as of which; null: now
 */
export function billingPeriodPage(
  viewer: Viewer,
  filters: BillingPeriodFilters,
  at: string | null = null,
): PageQuery<BillingPeriodRow> {
  const { field, isDescending } = sortOrder<BillingPeriodSortField>(filters.sort)
  const isSearch = filters.search !== null
  return {
    select: billingPeriodColumns,
    read: readBillingPeriodRows,
    table: sql`billing_period`,
    where: billingPeriodWhere(viewer, filters),
    asOf:
      at === null ? undefined : { of: 'billing_period', viewer, at, former: formerWhere(viewer, filters) },
    whereUnsearched: isSearch ? billingPeriodWhere(viewer, { ...filters, search: null }) : null,
    sort: BILLING_PERIOD_SORT_COLUMNS[field],
    isDescending,
    isOneValue:
      (field === 'contract' && isOnly(filters.contract, NO_CONTRACT_CHOICE)) ||
      (field === 'status' && isOnly(filters.status, OTHER_STATUS, `${OTHER_STATUS}:`)) ||
      (field === 'funding_source' && isOnly(filters.funding_source, UNASSIGNED_CHOICE)),
  }
}

/**
 * Returns the totals of the whole filtered set: from the aggregates if they support the filters, else from
 * the rows.
 * @param at the instant as of which; null: now
 */
export function billingPeriodTotals(
  tx: Executor,
  viewer: Viewer,
  filters: BillingPeriodFilters,
  at: string | null = null,
): Promise<CurrencyTotal[]> {
  const carried = billingPeriodAggregates(viewer, filters, at)
  if (carried) return totalsOfAggregates(tx, carried)
  if (at !== null) return totalsOfRows(tx, billingPeriodsAsOf(viewer, filters, at), sql`true`)
  return totalsOfRows(tx, sql`billing_period`, billingPeriodWhere(viewer, filters))
}

/**
 * Returns a FROM source with the billing periods that match as of an instant.
 * @param each ends the SELECT of each side
 */
export function billingPeriodsAsOf(viewer: Viewer, filters: Filters, at: string, each?: SQL): SQL {
  const sides = { unchanged: billingPeriodWhere(viewer, filters), former: formerWhere(viewer, filters) }
  return rowsAsOf('billing_period', { viewer, at }, sides, each)
}

/** Counts the billing periods that matched at an instant and have left the viewer's scope since. */
export function leftBillingPeriods(
  tx: Executor,
  viewer: Viewer,
  filters: Filters,
  at: string,
): Promise<number> {
  return countLeft(tx, 'billing_period', { viewer, at }, formerWhere(viewer, filters))
}
