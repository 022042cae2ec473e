import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import type { Day } from '#lib/calendar-date.ts'
import type { CollectionFilters } from '#lib/collections/filters.ts'
import type { Freshness } from '#lib/schema.ts'
import { type Executor, rows } from '#lib/server/db/client.ts'
import type { Viewer } from '#lib/server/people/viewer.ts'
import { allOf, anyOf, between, byFundingSource, inScope } from '#lib/server/predicates.ts'
import type { StatusSums } from './figures.ts'

/** The list that every collection figure comes from. */
export const BILLING_PERIODS = [{ source: 'hello-tractor', resource: 'billing-periods' }] as const

export type GroupSums = StatusSums & { group: string | null; currency: string | null }

/** Sums by group, currency and status from the day aggregates, in the order of group and currency, unknown ones last. */
export function sumsBy(
  tx: Executor,
  group: SQL,
  viewer: Viewer,
  filters: CollectionFilters,
  only: SQL = sql`true`,
): Promise<GroupSums[]> {
  const where = allOf([
    inScope(viewer, sql`funding_source`),
    anyOf(sql`currency`, filters.currency),
    byFundingSource(filters.funding_source),
    between(sql`day`, filters.from, filters.to),
    only,
  ])
  return rows<GroupSums>(
    tx,
    sql`
      select "group"::text as "group", currency, status, count, amount::text as amount, "unknownAmounts"
      from (
        select ${group} as "group", currency, status, sum(count)::int as count, sum(amount) as amount,
          sum(unknown_amounts)::int as "unknownAmounts"
        from billing_period_day where ${where} group by 1, 2, 3) as sums
      order by "group"::text collate "C" nulls last, currency collate "C" nulls last, status collate "C"`,
  )
}

/** Puts rows that agree in group and currency together, keeping their order. */
export function grouped(sums: readonly GroupSums[]): GroupSums[][] {
  return [...Map.groupBy(sums, (sum) => JSON.stringify([sum.group, sum.currency])).values()]
}

/** True if every day from `from` to `to` (null: open) is completely mirrored. */
export function isRangeComplete(freshness: readonly Freshness[], from: Day | null, to: Day | null): boolean {
  const missing = freshness.flatMap((list) => list.missing)
  return !missing.some((range) => {
    const beginsInTime = range.from === null || to === null || range.from <= to
    const endsInTime = range.to === null || from === null || range.to >= from
    return beginsInTime && endsInTime
  })
}
