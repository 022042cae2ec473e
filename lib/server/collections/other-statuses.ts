import 'server-only'
import { sql } from 'drizzle-orm'
import { BILLING_STATUSES } from '#lib/billing-periods/status.ts'
import type { CollectionFilters } from '#lib/collections/filters.ts'
import type { OtherStatuses } from '#lib/collections/schema.ts'
import { type Executor, rows } from '#lib/server/db/client.ts'
import { allOf, anyOf, between, noneOf } from '#lib/server/lists/predicates.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { scopeOf } from './sums.ts'

const LISTED = 50

type Counted = OtherStatuses['words'][number] & { total: number }

/**
 * Returns the source's own statuses behind OTHER in a range, by currency, most frequent first, at most 50.
 */
export async function otherStatuses(
  tx: Executor,
  viewer: Viewer,
  filters: CollectionFilters,
): Promise<OtherStatuses> {
  const where = allOf([
    sql`gone_at is null`,
    scopeOf(viewer, filters),
    anyOf(sql`currency`, filters.currency),
    noneOf(sql`status`, BILLING_STATUSES),
    between(sql`start_date`, filters.from, filters.to),
  ])
  const counted = await rows<Counted>(
    tx,
    sql`select status, currency, count(*)::int as count, (count(*) over ())::int as total
      from billing_period where ${where} group by 1, 2
      order by count desc, status collate "C" nulls last, currency collate "C" nulls last limit ${LISTED}`,
  )
  return { words: counted.map(({ total: _, ...word }) => word), total: counted[0]?.total ?? 0 }
}
