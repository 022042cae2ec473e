import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { OTHER_STATUS } from '#lib/billing-periods/status.ts'
import type { SummaryFilters, SummaryGroup } from '#lib/collections/filters.ts'
import type { CollectionSummary } from '#lib/collections/schema.ts'
import { readSnapshot } from '#lib/server/db/client.ts'
import { readFreshness } from '#lib/server/lists/freshness.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { collectionFigures } from './figures.ts'
import { otherStatuses } from './other-statuses.ts'
import {
  BILLING_PERIODS,
  collectionDates,
  grouped,
  isRangeComplete,
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
 */
export async function collectionSummary(
  viewer: Viewer,
  { group_by, ...filters }: SummaryFilters,
): Promise<CollectionSummary> {
  return readSnapshot(viewer, async ({ tx, version }) => {
    const found = await sumsBy(tx, { group: GROUP_COLUMNS[group_by], coarsest: 'year' }, viewer, filters)
    const { sums, withoutCurrency } = splitByCurrency(found, filters)
    const isDated = filters.from !== null || filters.to !== null
    const range = { ...filters, group_by }
    const freshness = await readFreshness(tx, viewer, BILLING_PERIODS, range, {
      dated: isDated ? collectionDates(viewer, filters) : null,
    })
    const isComplete = isRangeComplete(freshness, filters.from, filters.to)
    const groups = grouped(sums).map((own) => ({
      group: own[0]?.group ?? null,
      ...collectionFigures(own[0]?.currency ?? null, own, isComplete),
    }))
    const hasOthers = group_by === 'status' && groups.some(({ group }) => group === OTHER_STATUS)
    const others = hasOthers ? await otherStatuses(tx, viewer, filters) : null
    return { groups, otherStatuses: others, withoutCurrency, snapshot: version, freshness }
  })
}
