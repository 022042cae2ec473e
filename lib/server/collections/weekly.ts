import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { addDays } from '#lib/calendar-date.ts'
import type { CollectionFilters } from '#lib/collections/filters.ts'
import type { WeekFigures, WeeklyCollections } from '#lib/collections/schema.ts'
import type { Freshness } from '#lib/schema.ts'
import { type Executor, readSnapshot } from '#lib/server/db/client.ts'
import type { Viewer } from '#lib/server/people/viewer.ts'
import { readFreshness } from '#lib/server/sources/freshness.ts'
import { collectionFigures } from './figures.ts'
import { BILLING_PERIODS, type GroupSums, grouped, isRangeComplete, sumsBy } from './sums.ts'

/**
 * Collection figures by ISO week of the period's start and by currency, oldest week first; a week without periods is
 * not listed. `from` and `to` are inclusive days, so the first and last week hold only their days inside the range.
 */
export async function weeklyCollections(
  viewer: Viewer,
  filters: CollectionFilters,
): Promise<WeeklyCollections> {
  return readSnapshot(viewer, async ({ tx, version }) => {
    const sums = await weeklySums(tx, viewer, filters)
    const freshness = await readFreshness(tx, viewer, BILLING_PERIODS, filters)
    return {
      weeks: grouped(sums).flatMap((week) => toWeek(week, filters, freshness)),
      snapshot: version,
      freshness,
    }
  })
}

/** The sums behind it, of one week, currency and status each. */
export function weeklySums(tx: Executor, viewer: Viewer, filters: CollectionFilters): Promise<GroupSums[]> {
  return sumsBy(tx, mondayOf(sql`day`), viewer, filters, sql`day is not null`)
}

/** The Monday of the ISO week of a day, in SQL as `weekStart` is in TypeScript. */
export function mondayOf(day: SQL): SQL {
  // The first day of year 1 is a Monday. Whole days are counted faster than date_trunc cuts timestamps.
  return sql`${day} - (${day} - date '0001-01-01') % 7`
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
