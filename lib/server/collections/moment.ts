import 'server-only'
import { sql } from 'drizzle-orm'
import type { CollectionFilters } from '#lib/collections/filters.ts'
import type { AsOf, Freshness } from '#lib/schema.ts'
import { businessToday } from '#lib/server/config/business-today.ts'
import type { Executor } from '#lib/server/db/client.ts'
import { countLeft } from '#lib/server/lists/as-of.ts'
import { type AnswerRange, readFreshness } from '#lib/server/lists/freshness.ts'
import { asOfInstant } from '#lib/server/lists/history-start.ts'
import { allOf, between } from '#lib/server/lists/predicates.ts'
import type { DatedAnswer } from '#lib/server/lists/unreadable-dates.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import type { Moment } from './fresh-failures.ts'
import { BILLING_PERIODS, type Selected, scopeOf } from './sums.ts'

type Told = Moment & { freshness: Freshness[]; asOf?: AsOf }

/**
 * Reads the instant of figures, and how fresh and complete their data is. As of an earlier instant the freshness is
 * empty: it is not kept.
 * @throws {RequestError} 400 as `asOfInstant`
 */
export async function readMoment(
  tx: Executor,
  viewer: Viewer,
  filters: CollectionFilters,
  { range, dated, now }: { range: AnswerRange; dated: DatedAnswer | null; now: Date },
): Promise<Told> {
  const [list] = BILLING_PERIODS
  if (!filters.as_of) {
    const freshness = await readFreshness(tx, viewer, BILLING_PERIODS, range, { dated })
    return { at: null, today: businessToday(now), freshness }
  }
  const at = await asOfInstant(tx, list, filters.as_of)
  const asOf = await readAsOf(tx, viewer, filters, at)
  return { at, today: businessToday(new Date(at)), freshness: [], asOf }
}

/** Returns what an answer as of an instant says about it, with the number of periods that left the viewer's scope. */
export async function readAsOf(tx: Executor, viewer: Viewer, filters: Selected, at: string): Promise<AsOf> {
  const where = allOf([
    sql`gone_at is null`,
    scopeOf(viewer, filters),
    between(sql`start_date`, filters.from, filters.to),
  ])
  return { at, left: await countLeft(tx, 'billing_period', { viewer, at }, where) }
}
