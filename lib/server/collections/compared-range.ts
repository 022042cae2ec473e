import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { hasMissingDays } from '#lib/collections/figures.ts'
import type { DayRange } from '#lib/collections/range.ts'
import type { Figures, RangeFigures } from '#lib/collections/schema.ts'
import type { Freshness } from '#lib/schema.ts'
import { type Executor, query } from '#lib/server/db/client.ts'
import { readFreshness } from '#lib/server/lists/freshness.ts'
import { allOf, anyOf } from '#lib/server/lists/predicates.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { collectionFigures } from './figures.ts'
import { freshFailures } from './fresh-failures.ts'
import {
  BILLING_PERIODS,
  collectionDates,
  isRangeComplete,
  type Selected,
  scopeOf,
  splitByCurrency,
  sumsBy,
} from './sums.ts'

/**
 * A reader of one currency and scope within one snapshot, at one instant. `at` is the earlier instant as of which it
 * reads; null: now.
 */
export type Reader = {
  tx: Executor
  viewer: Viewer
  filters: Selected
  currency: string
  now: Date
  today: string
  at: string | null
}

/**
 * Reads the figures of a range, and whether its days are complete. As of an earlier instant the freshness is empty: of
 * what was complete then, only the weeks are known that had never been read completely.
 */
export async function readRange(
  reader: Reader,
  range: DayRange,
): Promise<{ side: RangeFigures; freshness: Freshness[] }> {
  const { tx, viewer, now, at } = reader
  const filters = { ...reader.filters, ...range }
  const dated = collectionDates(viewer, filters)
  const freshness =
    at === null ? await readFreshness(tx, viewer, BILLING_PERIODS, filters, { dated, now }) : []
  const { figures, withoutCurrency } = await readFigures(reader, range, freshness)
  const isIncomplete = at === null ? hasMissingDays(freshness) : await wasUnread(tx, range, at)
  return { side: { ...range, figures, withoutCurrency, isIncomplete }, freshness }
}

/** True if some days of a range are before the mirror's first, or had not been read completely by an instant. */
async function wasUnread(tx: Executor, range: DayRange, at: string): Promise<boolean> {
  const [{ source, resource }] = BILLING_PERIODS
  const [found] = await query<{ unread: boolean }>(tx)`
    select coalesce(min(from_day) > ${range.from}::date, true) or coalesce(bool_or(
        from_day <= ${range.to}::date and (to_day is null or to_day >= ${range.from}::date)
        and (first_complete_at is null or first_complete_at > ${at}::timestamptz)), false) as unread
      from sync_window where source = ${source} and resource = ${resource}`
  return found?.unread ?? true
}

/** Reads the figures of a range in the reader's currency; `partial` only if `freshness` lacks its days. */
export async function readFigures(
  { tx, viewer, filters: all, currency, today, at }: Reader,
  range: DayRange,
  freshness: readonly Freshness[] = [],
): Promise<{ figures: Figures; withoutCurrency: number }> {
  const filters = { ...all, ...range }
  const group = sql`null::text`
  const found = await sumsBy(tx, { group, coarsest: 'year', at }, viewer, filters)
  const { sums, withoutCurrency } = splitByCurrency(found, filters)
  const fresh = await freshFailures(tx, viewer, filters, group, { at, today })
  const isComplete = isRangeComplete(freshness, range.from, range.to)
  return {
    figures: collectionFigures(currency, sums, isComplete, fresh.of(null, currency)),
    withoutCurrency,
  }
}

/** The condition for the periods in scope of the reader's currency, also those that are gone. */
export function whereOf({ viewer, filters }: Pick<Reader, 'viewer' | 'filters'>): SQL {
  return allOf([scopeOf(viewer, filters), anyOf(sql`currency`, filters.currency)])
}
