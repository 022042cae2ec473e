import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { BILLING_STATUS_GROUPS, type BillingStatusGroup } from '#lib/billing-periods/status.ts'
import { addDays, type OpenDayRange } from '#lib/calendar-date.ts'
import type { CollectionFilters } from '#lib/collections/filters.ts'
import type { WeekFigures, WeeklyCollections } from '#lib/collections/schema.ts'
import type { Decimal } from '#lib/money.ts'
import type { Freshness } from '#lib/schema.ts'
import { type Executor, readSnapshot } from '#lib/server/db/client.ts'
import { parsedRows } from '#lib/server/db/parsed-rows.ts'
import { coverOf } from '#lib/server/lists/aggregates.ts'
import { between } from '#lib/server/lists/predicates.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { collectionFigures } from './figures.ts'
import { type FreshFailures, freshFailures } from './fresh-failures.ts'
import { readMoment } from './moment.ts'
import {
  collectionDates,
  type GroupSums,
  grouped,
  isRangeComplete,
  type Selected,
  splitByCurrency,
  sumsBy,
} from './sums.ts'

/**
 * Returns collection figures by currency and ISO week of the period's start, oldest week first. Weeks without
 * periods are left out. `from` and `to` are inclusive, so the first and last week hold only their days inside
 * the range.
 * @throws {RequestError} 400 as `asOfInstant`
 */
export async function weeklyCollections(
  viewer: Viewer,
  filters: CollectionFilters,
  now = new Date(),
): Promise<WeeklyCollections> {
  return readSnapshot(viewer, async ({ tx, version }) => {
    const dated = collectionDates(viewer, filters)
    const { freshness, asOf, ...moment } = await readMoment(tx, viewer, filters, {
      range: filters,
      dated,
      now,
    })
    const found = await weeklySums(tx, viewer, filters, moment.at)
    const { sums, withoutCurrency } = splitByCurrency(found, filters)
    const fresh = await freshFailures(tx, viewer, filters, mondayOf(sql`start_date`), moment)
    return {
      weeks: grouped(sums).flatMap((week) => toWeek(week, filters, freshness, fresh)),
      withoutCurrency,
      snapshot: version,
      freshness,
      asOf,
    }
  })
}

/**
 * Returns the sums behind the weekly figures, one per week, currency and status, ordered by week and
 * currency. Sums of unknown currency are always included.
 * @param at the instant as of which; null: now
 */
export async function weeklySums(
  tx: Executor,
  viewer: Viewer,
  filters: Selected,
  at: string | null = null,
): Promise<GroupSums[]> {
  if (at !== null || viewer.fundingSources !== 'all' || filters.funding_source.length > 0)
    return ownSums(tx, viewer, filters, { range: filters, at })
  const sums: GroupSums[] = []
  for (const { level, from, before } of coverOf(filters, 'week')) {
    const piece = { from, to: before && addDays(before, -1) }
    const found =
      level === 'week'
        ? await wholeWeeks(tx, piece, filters)
        : await ownSums(tx, viewer, filters, { range: piece, at: null })
    sums.push(...found)
  }
  return sums
}

function ownSums(
  tx: Executor,
  viewer: Viewer,
  filters: Selected,
  { range, at }: { range: OpenDayRange; at: string | null },
): Promise<GroupSums[]> {
  const by = { group: mondayOf(sql`day`), coarsest: 'week', only: sql`day is not null`, at } as const
  return sumsBy(tx, by, viewer, { ...filters, from: range.from, to: range.to })
}

/** SQL for the Monday of a day's ISO week, as `weekStart` in TypeScript. */
export function mondayOf(day: SQL): SQL {
  // The first day of year 1 is a Monday. Counting whole days is faster than date_trunc on timestamps.
  return sql`${day} - (${day} - date '0001-01-01') % 7`
}

type Sum = [
  currency: string | null,
  status: BillingStatusGroup,
  count: number,
  amount: Decimal,
  unknown: number,
]

// Checked by hand: a tuple schema takes half as long as reading the weeks (docs/decisions/0004).
const weekSchema = z.object({ day: z.string(), sums: z.custom<Sum[]>(areSums) })

function areSums(value: unknown): boolean {
  return Array.isArray(value) && value.every(isSum)
}

function isSum(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 5) return false
  const [currency, status, count, amount, unknown] = value
  return (
    (currency === null || typeof currency === 'string') &&
    BILLING_STATUS_GROUPS.includes(status) &&
    typeof count === 'number' &&
    typeof amount === 'string' &&
    typeof unknown === 'number'
  )
}

/**
 * Reads whole weeks over all funding sources, one row per week. Only viewers who see every row may read them.
 */
async function wholeWeeks(
  tx: Executor,
  range: OpenDayRange,
  { currency: asked }: Selected,
): Promise<GroupSums[]> {
  const days = between(sql`day`, range.from, range.to) ?? sql`true`
  const weeks = await parsedRows(
    tx,
    sql`select day::text as day, sums from collection_week where ${days} order by collection_week.day`,
    weekSchema,
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
  fresh: FreshFailures,
): WeekFigures[] {
  const week = sums[0]?.group
  if (!week) return []
  const sunday = addDays(week, 6)
  const from = filters.from !== null && filters.from > week ? filters.from : week
  const to = filters.to !== null && filters.to < sunday ? filters.to : sunday
  const isComplete = isRangeComplete(freshness, from, to)
  const currency = sums[0]?.currency ?? null
  return [{ week, ...collectionFigures(currency, sums, isComplete, fresh.of(week, currency)) }]
}
