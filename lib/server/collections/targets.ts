import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { addDays, type Day } from '#lib/calendar-date.ts'
import type { TargetFilters } from '#lib/collections/filters.ts'
import type { DayRange } from '#lib/collections/range.ts'
import { type TargetWeek, targetPoints, targetWeeks, weeksBelow } from '#lib/collections/target.ts'
import type { Target, Targets } from '#lib/collections/target-schema.ts'
import { businessToday } from '#lib/server/config/business-today.ts'
import { type Executor, query, readSnapshot } from '#lib/server/db/client.ts'
import { instantText } from '#lib/server/db/instant-text.ts'
import { parsedRows } from '#lib/server/db/parsed-rows.ts'
import { aggregates } from '#lib/server/lists/aggregates.ts'
import { readFreshness } from '#lib/server/lists/freshness.ts'
import { allOf, anyOf, inScope } from '#lib/server/lists/predicates.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { collectionFigures } from './figures.ts'
import { type FreshFailures, freshFailures } from './fresh-failures.ts'
import { BILLING_PERIODS, type GroupSums, grouped, isRangeComplete, type Selected, sumsBy } from './sums.ts'
import { mondayOf } from './weekly.ts'

/**
 * Returns the trailing rates of the funding sources and currencies that have a target, with how they stand to it. Rates
 * are those known now; weeks that have not ended do not count.
 */
export async function collectionTargets(
  viewer: Viewer,
  filters: TargetFilters,
  now = new Date(),
): Promise<Targets> {
  return readSnapshot(viewer, async ({ tx, version }) => {
    const today = businessToday(now)
    const set = await readTargets(tx, viewer, filters)
    const weeks = targetWeeks(today)
    const days = { from: weeks.at(-1) ?? today, to: addDays(weeks[0] ?? today, 6) }
    const funding_source = [...new Set(set.map(({ fundingSource }) => fundingSource))]
    const selected = { ...days, funding_source, currency: [...new Set(set.map(({ currency }) => currency))] }
    // Periods whose start day is unreadable count where they belong: what others have changes no target's status.
    const freshness = await readFreshness(tx, viewer, BILLING_PERIODS, selected, { dated: null, now })
    const isPartial = (range: DayRange) => !isRangeComplete(freshness, range.from, range.to)
    const known = set.length === 0 ? null : await readWeeks(tx, viewer, selected, today)
    const targets = set.map((target): Target => {
      const own = weeks.map((week) => known?.of(week, target) ?? none(week))
      const points = targetPoints(own, { ...target, isPartial, undated: known?.undated(target) ?? 0 })
      return {
        ...target,
        isGone: !known?.named.has(target.fundingSource),
        ...weeksBelow(points),
        points,
      }
    })
    return { today, targets, snapshot: version, freshness }
  })
}

const setSchema = z.object({
  fundingSource: z.string(),
  currency: z.string(),
  percent: z.string(),
  setAt: z.string(),
})

/** Reads the targets in scope, by funding source and currency. */
function readTargets(tx: Executor, viewer: Viewer, { currency, funding_source }: TargetFilters) {
  const where = allOf([
    inScope(viewer, sql`funding_source`),
    anyOf(sql`funding_source`, funding_source),
    anyOf(sql`currency`, currency),
  ])
  return parsedRows(
    tx,
    sql`select funding_source as "fundingSource", currency, trim_scale(percent)::text as percent,
          ${instantText(sql`set_at`)} as "setAt"
        from collection_target where ${where}
        order by funding_source collate "C", currency collate "C"`,
    setSchema,
  )
}

type Key = { fundingSource: string; currency: string }
type KnownWeeks = {
  of: (week: Day, key: Key) => TargetWeek
  /** Counts the periods, drafts not among them, without a readable start day, also those of unknown currency. */
  undated: (key: Key) => number
  named: ReadonlySet<string>
}

/** Reads the figures of each week, funding source and currency. */
async function readWeeks(tx: Executor, viewer: Viewer, selected: Selected, today: Day): Promise<KnownWeeks> {
  const found = await targetSums(tx, viewer, selected)
  const fresh = await targetFreshFailures(tx, viewer, selected, today)
  const figures = new Map(grouped(found).map((sums) => [keyOf(sums[0]), figuresOf(sums, fresh)]))
  const undated = await undatedSums(tx, viewer, selected)
  return {
    named: await namedIn(tx, selected.funding_source),
    undated: ({ fundingSource, currency }) =>
      undated
        .filter(({ group, status }) => group === fundingSource && status !== 'DRAFT')
        .filter((sum) => sum.currency === null || sum.currency === currency)
        .reduce((all, { count }) => all + count, 0),
    of: (week, { fundingSource, currency }) => {
      const group = `${week} ${fundingSource}`
      const unknown = figures.get(keyOf({ group, currency: null }))
      const drafts = unknown?.byStatus.DRAFT?.count ?? 0
      return {
        week,
        figures: figures.get(keyOf({ group, currency })) ?? null,
        withoutCurrency: (unknown?.count ?? 0) - drafts,
      }
    },
  }
}

/** Reads the sums behind the trailing rates, by week and funding source; those of unknown currency are included. */
export function targetSums(tx: Executor, viewer: Viewer, selected: Selected): Promise<GroupSums[]> {
  const group = weekAndSource(sql`day`)
  return sumsBy(tx, { group, coarsest: 'week', only: sql`day is not null` }, viewer, selected)
}

function undatedSums(tx: Executor, viewer: Viewer, selected: Selected): Promise<GroupSums[]> {
  const by = { group: sql`funding_source`, coarsest: 'year', only: sql`day is null` } as const
  return sumsBy(tx, by, viewer, { ...selected, from: null, to: null })
}

/** Reads the fresh failures behind the trailing rates, by week and funding source. */
export function targetFreshFailures(
  tx: Executor,
  viewer: Viewer,
  selected: Selected,
  today: Day,
): Promise<FreshFailures> {
  return freshFailures(tx, viewer, selected, weekAndSource(sql`start_date`), { at: null, today })
}

function weekAndSource(day: SQL): SQL {
  return sql`(${mondayOf(day)})::text || ' ' || funding_source`
}

function figuresOf(sums: readonly GroupSums[], fresh: FreshFailures) {
  const { group = null, currency = null } = sums[0] ?? {}
  return collectionFigures(currency, sums, true, fresh.of(group, currency))
}

function keyOf({
  group = null,
  currency = null,
}: Partial<Pick<GroupSums, 'group' | 'currency'>> = {}): string {
  return JSON.stringify([group, currency])
}

function none(week: Day): TargetWeek {
  return { week, figures: null, withoutCurrency: 0 }
}

/** Returns which of the funding sources, all of them in scope, have a billing period on any day. */
async function namedIn(tx: Executor, names: readonly string[]): Promise<ReadonlySet<string>> {
  const where = anyOf(sql`funding_source`, names) ?? sql`false`
  const found = await query<{ name: string }>(tx)`
    select funding_source as name from ${aggregates('billing_period', where)} group by 1 having sum(count) > 0`
  return new Set(found.map(({ name }) => name))
}
