import 'server-only'
import { sql } from 'drizzle-orm'
import { type Executor, rows } from '#lib/server/db/client.ts'
import { aggregates } from '#lib/server/lists/aggregates.ts'
import { allOf, inScope } from '#lib/server/lists/predicates.ts'
import type { Viewer } from '#lib/server/viewer.ts'

export type ListCounts = {
  source: string
  resource: string
  rows: number
  /** Rows without a funding source. */
  unassigned: number
  /** Those of the unassigned rows that more than one funding source claimed. */
  ambiguous: number
}

/** Counts the listed rows of every list that the viewer may see, from the aggregates. */
export function readCounts(tx: Executor, viewer: Viewer): Promise<ListCounts[]> {
  const visible = allOf([inScope(viewer, sql`funding_source`)])
  return rows<ListCounts>(
    tx,
    sql`with counted as (
        select 'hello-tractor' as source, 'billing-periods' as resource, count, funding_source from ${aggregates('billing_period', visible)}
        union all select source, 'invoices', count, funding_source from ${aggregates('invoice', visible)}
      ), ambiguous as (
        select 'hello-tractor' as source, 'billing-periods' as resource, count(*) as count
        from billing_period where assignment = 'ambiguous' and gone_at is null and ${visible}
        union all select source, 'invoices', count(*)
        from invoice where assignment = 'ambiguous' and gone_at is null and ${visible} group by source
      )
      select source, resource, sum(counted.count)::int as rows,
        coalesce(sum(counted.count) filter (where funding_source is null), 0)::int as unassigned,
        coalesce(max(ambiguous.count), 0)::int as ambiguous
      from counted left join ambiguous using (source, resource) group by source, resource`,
  )
}

/** Returns the funding sources that Hello Tractor rows have. Call only for viewers who see every row. */
export async function readUsedFundingSources(tx: Executor): Promise<string[]> {
  const found = await rows<{ name: string }>(
    tx,
    sql`select funding_source as name from ${aggregates('billing_period', sql`funding_source is not null`)}
      union select funding_source from ${aggregates('invoice', sql`source = 'hello-tractor' and funding_source is not null`)}`,
  )
  return found.map(({ name }) => name)
}
