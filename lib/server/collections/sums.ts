import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { BILLING_STATUS_GROUPS } from '#lib/billing-periods/status.ts'
import type { Day } from '#lib/calendar-date.ts'
import type { CollectionFilters } from '#lib/collections/filters.ts'
import type { Freshness } from '#lib/schema.ts'
import type { Executor } from '#lib/server/db/client.ts'
import { checkedRows, wordReader } from '#lib/server/db/parsed-rows.ts'
import { aggregates, type Level } from '#lib/server/lists/aggregates.ts'
import { aggregatesAsOf, rowsAsOf } from '#lib/server/lists/as-of.ts'
import { allOf, anyOf, byFundingSource, inScope } from '#lib/server/lists/predicates.ts'
import type { DatedAnswer } from '#lib/server/lists/unreadable-dates.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import type { StatusSums } from './figures.ts'

/** The list that all collection figures come from. */
export const BILLING_PERIODS = [{ source: 'hello-tractor', resource: 'billing-periods' }] as const

export type GroupSums = StatusSums & { group: string | null; currency: string | null }
const readSums = wordReader<GroupSums>({ status: BILLING_STATUS_GROUPS })

/** The filters of figures, whatever the instant. */
export type Selected = Omit<CollectionFilters, 'as_of'>

/**
 * Describes how collection figures select billing periods by start day, so that freshness can count
 * unreadable dates.
 */
export function collectionDates(viewer: Viewer, filters: Selected): DatedAnswer {
  const { from, to } = filters
  return {
    table: sql`billing_period`,
    where: allOf([sql`gone_at is null`, scopeOf(viewer, filters)]),
    placing: { field: 'start_date', column: sql`start_date`, from, to },
    others: [],
  }
}

/**
 * Returns the condition for the periods in scope. A period with an unknown currency may belong to any
 * requested currency, so it is always included.
 */
export function scopeOf(viewer: Viewer, filters: Selected): SQL {
  const ofCurrency = anyOf(sql`currency`, filters.currency)
  return allOf([
    inScope(viewer, sql`funding_source`),
    ofCurrency && sql`(${ofCurrency} or currency is null)`,
    byFundingSource(filters.funding_source),
  ])
}

/** Returns a FROM source with the billing periods as of an instant; null: now. */
export function periodsAt(viewer: Viewer, at: string | null): SQL {
  if (at === null) return sql`billing_period`
  return rowsAsOf('billing_period', { viewer, at }, { unchanged: sql`true`, former: sql`true` })
}

/**
 * Reads sums by group, currency and status from the aggregates.
 * @param by `at` is the instant as of which; absent or null: now
 * @returns the sums, ordered by group and currency with nulls last; sums of unknown currency are included
 * even when currencies are filtered, and `splitByCurrency` removes them
 */
export function sumsBy(
  tx: Executor,
  { group, coarsest, only, at = null }: { group: SQL; coarsest: Level; only?: SQL; at?: string | null },
  viewer: Viewer,
  filters: Selected,
): Promise<GroupSums[]> {
  const where = allOf([scopeOf(viewer, filters), only ?? null])
  const from =
    at === null
      ? aggregates('billing_period', where, filters, coarsest)
      : aggregatesAsOf('billing_period', { viewer, at }, where, filters, coarsest)
  return checkedRows(
    tx,
    sql`
      select "group"::text as "group", currency, status, count, amount::text as amount, "unknownAmounts"
      from (
        select ${group} as "group", currency, status, sum(count)::int as count, sum(amount) as amount,
          sum(unknown_amounts)::int as "unknownAmounts"
        from ${from} group by 1, 2, 3 having sum(count) > 0) as sums
      order by "group"::text collate "C" nulls last, currency collate "C" nulls last, status collate "C"`,
    readSums,
  )
}

/**
 * Splits off the sums of the requested currencies, and counts the periods without a currency, except drafts.
 */
export function splitByCurrency(
  sums: readonly GroupSums[],
  { currency: asked }: Selected,
): { sums: GroupSums[]; withoutCurrency: number } {
  const unknown = sums.filter(({ currency, status }) => currency === null && status !== 'DRAFT')
  return {
    sums: sums.filter(
      ({ currency }) => asked.length === 0 || (currency !== null && asked.includes(currency)),
    ),
    withoutCurrency: unknown.reduce((count, sum) => count + sum.count, 0),
  }
}

/** Groups sums with the same group and currency, keeping their order. */
export function grouped(sums: readonly GroupSums[]): GroupSums[][] {
  return [...Map.groupBy(sums, (sum) => JSON.stringify([sum.group, sum.currency])).values()]
}

/** True if every day from `from` to `to` (null: open-ended) is completely mirrored. */
export function isRangeComplete(freshness: readonly Freshness[], from: Day | null, to: Day | null): boolean {
  const missing = freshness.flatMap((list) => list.missing)
  return !missing.some((range) => {
    const beginsInTime = range.from === null || to === null || range.from <= to
    const endsInTime = range.to === null || from === null || range.to >= from
    return beginsInTime && endsInTime
  })
}
