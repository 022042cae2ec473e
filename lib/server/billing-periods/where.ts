import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import type { BillingPeriodFilters } from '#lib/billing-periods/filters.ts'
import { OTHER_STATUS } from '#lib/billing-periods/status.ts'
import { otherWord } from '#lib/other-words.ts'
import { aggregates } from '#lib/server/lists/aggregates.ts'
import { otherStatusSql } from '#lib/server/lists/other-status.ts'
import {
  allOf,
  anyOf,
  anyOfOrWord,
  between,
  byFundingSource,
  contains,
  inScope,
} from '#lib/server/lists/predicates.ts'
import { type DatedAnswer, dateFilter } from '#lib/server/lists/unreadable-dates.ts'
import type { Viewer } from '#lib/server/viewer.ts'

type Asked = Omit<BillingPeriodFilters, 'sort'>

/** Returns the condition for the rows of `billing_period` that match the filters and the viewer's scope. */
export function billingPeriodWhere(viewer: Viewer, filters: Asked): SQL {
  return allOf([
    sql`gone_at is null`,
    inScope(viewer, sql`funding_source`),
    anyOf(sql`currency`, filters.currency),
    anyOfOrWord(sql`status`, filters.status, { value: OTHER_STATUS, means: otherStatusSql }),
    byFundingSource(filters.funding_source),
    between(sql`start_date`, filters.start_from, filters.start_to),
    between(sql`end_date`, filters.end_from, filters.end_to),
    contains(viewer, filters.search, (pattern) => sql`furrow_search_billing_periods(${pattern})`),
  ])
}

/**
 * Describes how the filters select billing periods by date, so that freshness can count rows with unreadable
 * dates.
 */
export function billingPeriodDates(viewer: Viewer, filters: Asked): DatedAnswer {
  const { start_from, start_to, end_from, end_to, ...rest } = filters
  const undated = { ...rest, start_from: null, start_to: null, end_from: null, end_to: null }
  return {
    table: sql`billing_period`,
    where: billingPeriodWhere(viewer, undated),
    placing: dateFilter('start_date', sql`start_date`, start_from, start_to),
    others: [dateFilter('end_date', sql`end_date`, end_from, end_to)].filter((filter) => filter !== null),
  }
}

/** Returns the same set from the aggregates, or null if the aggregates do not support the filters. */
export function billingPeriodAggregates(viewer: Viewer, filters: Asked): SQL | null {
  if (filters.search !== null || filters.end_from !== null || filters.end_to !== null) return null
  if (filters.status.some((status) => otherWord(status, OTHER_STATUS) !== null)) return null
  const where = allOf([
    inScope(viewer, sql`funding_source`),
    anyOf(sql`currency`, filters.currency),
    anyOf(sql`status`, filters.status),
    byFundingSource(filters.funding_source),
  ])
  return aggregates('billing_period', where, { from: filters.start_from, to: filters.start_to })
}
