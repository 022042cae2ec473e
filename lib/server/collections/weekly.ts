import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import type { BillingStatusGroup } from '#lib/billing-periods/status.ts'
import { addDays, type Day } from '#lib/calendar-date.ts'
import type { CollectionFilters } from '#lib/collections/filters.ts'
import type { WeekFigures, WeeklyCollections } from '#lib/collections/schema.ts'
import type { Decimal } from '#lib/money.ts'
import type { Freshness } from '#lib/schema.ts'
import { type Executor, readSnapshot, rows } from '#lib/server/db/client.ts'
import { coverOf, type DayRange } from '#lib/server/lists/aggregates.ts'
import { readFreshness } from '#lib/server/lists/freshness.ts'
import { between } from '#lib/server/lists/predicates.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { collectionFigures } from './figures.ts'
import {
  BILLING_PERIODS,
  collectionDates,
  type GroupSums,
  grouped,
  isRangeComplete,
  splitByCurrency,
  sumsBy,
} from './sums.ts'

/**
 * Collection figures by ISO week of the period's start and by currency, oldest week first; a week without periods is
 * not listed. `from` and `to` are inclusive days, so the first and last week hold only their days inside the range.
 */
export async function weeklyCollections(
  viewer: Viewer,
  filters: CollectionFilters,
): Promise<WeeklyCollections> {
  return readSnapshot(viewer, async ({ tx, version }) => {
    const { sums, withoutCurrency } = splitByCurrency(await weeklySums(tx, viewer, filters), filters)
    const freshness = await readFreshness(tx, viewer, BILLING_PERIODS, filters, {
      dated: collectionDates(viewer, filters),
    })
    return {
      weeks: grouped(sums).flatMap((week) => toWeek(week, filters, freshness)),
      withoutCurrency,
      snapshot: version,
      freshness,
    }
  })
}

/** The sums behind it, of one week, currency and status each, in the order of weeks and currencies; those of unknown currency always. */
export async function weeklySums(
  tx: Executor,
  viewer: Viewer,
  filters: CollectionFilters,
): Promise<GroupSums[]> {
  if (viewer.fundingSources !== 'all' || filters.funding_source.length > 0)
    return ownSums(tx, viewer, filters, filters)
  const sums: GroupSums[] = []
  for (const { level, from, before } of coverOf(filters, 'week')) {
    const piece = { from, to: before && addDays(before, -1) }
    const found =
      level === 'week' ? await wholeWeeks(tx, piece, filters) : await ownSums(tx, viewer, filters, piece)
    sums.push(...found)
  }
  return sums
}

function ownSums(
  tx: Executor,
  viewer: Viewer,
  filters: CollectionFilters,
  range: DayRange,
): Promise<GroupSums[]> {
  return sumsBy(tx, { group: mondayOf(sql`day`), coarsest: 'week', only: sql`day is not null` }, viewer, {
    ...filters,
    ...range,
  })
}

/** The Monday of the ISO week of a day, in SQL as `weekStart` is in TypeScript. */
export function mondayOf(day: SQL): SQL {
  // The first day of year 1 is a Monday. Whole days are counted faster than date_trunc cuts timestamps.
  return sql`${day} - (${day} - date '0001-01-01') % 7`
}

type WeekRow = {
  day: Day
  sums: [
    currency: string | null,
    status: BillingStatusGroup,
    count: number,
    amount: Decimal,
    unknown: number,
  ][]
}

/** Whole weeks over all funding sources, which only those who see every row may read: one row a week. */
async function wholeWeeks(
  tx: Executor,
  range: DayRange,
  { currency: asked }: CollectionFilters,
): Promise<GroupSums[]> {
  const days = between(sql`day`, range.from, range.to) ?? sql`true`
  const weeks = await rows<WeekRow>(
    tx,
    sql`select day::text as day, sums from collection_week where ${days} order by collection_week.day`,
  )
  return weeks.flatMap(({ day, sums }) =>
    sums
      .filter(([currency]) => asked.length === 0 || currency === null || asked.includes(currency))
      .map(([currency, status, count, amount, unknownAmounts]) => {
        return { group: day, currency, status, count, amount, unknownAmounts }
      }),
  )
}

function toWeek(
  sums: GroupSums[],
  filters: CollectionFilters,
  freshness: readonly Freshness[],
): WeekFigures[] {
  const week = sums[0]?.group
  if (!week) return []
  const sunday = addDays(week, 6)
  const from = filters.from !== null && filters.from > week ? filters.from : week
  const to = filters.to !== null && filters.to < sunday ? filters.to : sunday
  const isComplete = isRangeComplete(freshness, from, to)
  return [{ week, ...collectionFigures(sums[0]?.currency ?? null, sums, isComplete) }]
}
