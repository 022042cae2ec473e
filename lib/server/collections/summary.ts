import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { BILLING_STATUSES, OTHER_STATUS } from '#lib/billing-periods/status.ts'
import type { SummaryFilters, SummaryGroup } from '#lib/collections/filters.ts'
import type { CollectionSummary, OtherStatuses } from '#lib/collections/schema.ts'
import { type Executor, query, readSnapshot } from '#lib/server/db/client.ts'
import { allOf, anyOf, between, noneOf } from '#lib/server/lists/predicates.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { collectionFigures } from './figures.ts'
import { freshFailures } from './fresh-failures.ts'
import { readMoment } from './moment.ts'
import {
  collectionDates,
  grouped,
  isRangeComplete,
  periodsAt,
  type Selected,
  scopeOf,
  splitByCurrency,
  sumsBy,
} from './sums.ts'

const GROUP_COLUMNS: Record<SummaryGroup, SQL> = {
  funding_source: sql`funding_source`,
  status: sql`status`,
  currency: sql`currency`,
}

/**
 * Returns the figures of the weekly chart by funding source, status or currency. Periods without a start day
 * are included only if no date is filtered.
 * @throws {RequestError} 400 as `asOfInstant`
 */
export async function collectionSummary(
  viewer: Viewer,
  { group_by, ...filters }: SummaryFilters,
  now = new Date(),
): Promise<CollectionSummary> {
  return readSnapshot(viewer, async ({ tx, version }) => {
    const isDated = filters.from !== null || filters.to !== null
    const { freshness, asOf, ...moment } = await readMoment(tx, viewer, filters, {
      range: { ...filters, group_by },
      dated: isDated ? collectionDates(viewer, filters) : null,
      now,
    })
    const group = GROUP_COLUMNS[group_by]
    const found = await sumsBy(tx, { group, coarsest: 'year', at: moment.at }, viewer, filters)
    const { sums, withoutCurrency } = splitByCurrency(found, filters)
    const fresh = await freshFailures(tx, viewer, filters, group, moment)
    const isComplete = isRangeComplete(freshness, filters.from, filters.to)
    const groups = grouped(sums).map((own) => {
      const [name, currency] = [own[0]?.group ?? null, own[0]?.currency ?? null]
      return { group: name, ...collectionFigures(currency, own, isComplete, fresh.of(name, currency)) }
    })
    const hasOthers = group_by === 'status' && groups.some(({ group }) => group === OTHER_STATUS)
    const others = hasOthers ? await otherStatuses(tx, viewer, filters, moment.at) : null
    return { groups, otherStatuses: others, withoutCurrency, snapshot: version, freshness, asOf }
  })
}

const LISTED = 50

type Counted = OtherStatuses['words'][number] & { total: number }

/**
 * Returns the source's own statuses behind OTHER in a range, by currency, most frequent first, at most 50.
 */
async function otherStatuses(
  tx: Executor,
  viewer: Viewer,
  filters: Selected,
  at: string | null,
): Promise<OtherStatuses> {
  const where = allOf([
    sql`gone_at is null`,
    scopeOf(viewer, filters),
    anyOf(sql`currency`, filters.currency),
    noneOf(sql`status`, BILLING_STATUSES),
    between(sql`start_date`, filters.from, filters.to),
  ])
  const counted = await query<Counted>(tx)`
    select status, currency, count(*)::int as count, (count(*) over ())::int as total
      from ${periodsAt(viewer, at)} where ${where} group by 1, 2
      order by count desc, status collate "C" nulls last, currency collate "C" nulls last limit ${LISTED}`
  return { words: counted.map(({ total: _, ...word }) => word), total: counted[0]?.total ?? 0 }
}
