import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { type PeriodChangeFilters, periodChangeFilters } from '#lib/billing-periods/change-filters.ts'
import { type PeriodChanges, periodChangeSchema } from '#lib/billing-periods/changes-schema.ts'
import { serializeParams } from '#lib/search-params.ts'
import { previousVisitOf } from '#lib/server/auth/visits.ts'
import { type Executor, query, readSnapshot } from '#lib/server/db/client.ts'
import { instantText } from '#lib/server/db/instant-text.ts'
import { schemaReader } from '#lib/server/db/parsed-rows.ts'
import { readCursor, writeCursor } from '#lib/server/lists/cursor.ts'
import { readFreshness } from '#lib/server/lists/freshness.ts'
import { historyStart } from '#lib/server/lists/history-start.ts'
import { readPage } from '#lib/server/lists/keyset.ts'
import { allOf, anyOf, byFundingSource, inScope } from '#lib/server/lists/predicates.ts'
import type { Viewer } from '#lib/server/viewer.ts'

const LIST = { source: 'hello-tractor', resource: 'billing-periods' } as const
/** Values whose change is listed. */
const VALUES = [
  'contract',
  'start_date',
  'end_date',
  'status',
  'currency',
  'amount',
  'funding_source',
] as const

export type PeriodChangesQuery = PeriodChangeFilters & { cursor: string | null; limit: number }

/**
 * Lists the billing periods that differ between an instant and now, newest change first, with the sums of both
 * sides by currency. A period whose values changed and changed back is not listed. Without `since`, the
 * comparison is with seven days ago, or with the beginning of the history.
 * @throws {RequestError} 400 for an instant before the history or in the future, and for a foreign cursor
 */
export async function billingPeriodChanges(
  viewer: Viewer,
  { cursor, limit, ...filters }: PeriodChangesQuery,
): Promise<PeriodChanges> {
  const previousVisitAt = await previousVisitOf(viewer)
  return readSnapshot(viewer, async ({ tx, version }) => {
    const { earliest, at: since } = await historyStart(tx, LIST, { param: 'since', asked: filters.since })
    // Bound to the instant itself: what a day means, and which one is usual, changes with time.
    const scope = {
      list: 'period-changes',
      query: serializeParams(periodChangeFilters, { ...filters, since }),
      viewer,
    }
    const after = readCursor(cursor, scope)
    const freshness = await readFreshness(tx, viewer, [LIST], { from: null, to: null })
    const empty: PeriodChanges = {
      rows: [],
      nextCursor: null,
      totals: [],
      since,
      earliest,
      previousVisitAt,
      snapshot: version,
      freshness,
    }
    if (since === null) return empty
    const changes = changesSince(viewer, since)
    const sides = { was: sideSql('was', filters), own: sideSql('own', filters) }
    const where = sql`(${sides.was} or ${sides.own})`
    const totals = await readTotals(tx, changes, sides)
    const page = await readPage(tx, {
      select: COLUMNS,
      read: schemaReader(periodChangeSchema),
      table: sql`period_change`,
      from: changes,
      where,
      sort: { column: sql`period_change.recorded_at`, type: 'timestamptz' },
      isDescending: true,
      after,
      limit,
      matching: totals.reduce((sum, { count }) => sum + count, 0),
    })
    return { ...empty, rows: page.rows, nextCursor: page.next && writeCursor(page.next, scope), totals }
  })
}

/**
 * A FROM source with one row for each period that is, or was then, listed in the viewer's scope and differs.
 * What a period was before it came into the scope, or became after it left, is not in it.
 */
function changesSince(viewer: Viewer, since: string): SQL {
  const then = sql`${since}::timestamptz`
  const scope = inScope(viewer, sql`funding_source`)
  const before = allOf([
    sql`recorded_to > ${then}`,
    sql`(recorded_from is null or recorded_from <= ${then})`,
    scope,
  ])
  const now = allOf([sql`recorded_from > ${then}`, scope])
  const pairs = VALUES.flatMap((name) => [`was.${name} as was_${name}`, `own.${name} as own_${name}`])
  const listedSql = (side: Side) => sql.raw(`(${side}.id is not null and ${side}.gone_at is null)`)
  const differsSql = sql.raw(
    `(${VALUES.map((name) => `was.${name}`).join(', ')}) is distinct from (${VALUES.map((name) => `own.${name}`).join(', ')})`,
  )
  return sql`(
    select id, ${sql.raw(pairs.join(', '))}, ${listedSql('was')} as was_listed, ${listedSql('own')} as own_listed,
      coalesce(own.recorded_from,
        (select max(recorded_to) from billing_period_version as last where last.id = was.id and ${scope ?? sql`true`})) as recorded_at,
      case when own.id is null then 'left' when own.gone_at is not null then 'gone' when was.id is null then 'new'
        when was.gone_at is not null then 'back' else 'changed' end as kind
    from (select * from billing_period_version where ${before}) as was
    full join (select * from billing_period where ${now}) as own using (id)
    where (${listedSql('was')} or ${listedSql('own')})
      and (${listedSql('was')} is distinct from ${listedSql('own')} or ${differsSql})) as period_change`
}

type Side = 'was' | 'own'

/** The condition for changes of which this side is listed and matches the filters. */
function sideSql(side: Side, { currency, funding_source: names }: PeriodChangeFilters): SQL {
  return allOf([
    sql.raw(`${side}_listed`),
    anyOf(sql.raw(`${side}_currency`), currency),
    byFundingSource(names, sql.raw(`${side}_funding_source`)),
  ])
}

/** SQL of one side as the answer states it; null if it was not listed. */
const stateText = (name: Side) => `case when ${name}_listed then json_build_object(
  'contract', ${name}_contract, 'startDate', ${name}_start_date, 'endDate', ${name}_end_date,
  'status', ${name}_status, 'currency', ${name}_currency, 'amount', ${name}_amount::text,
  'fundingSource', ${name}_funding_source) end`
const COLUMNS = sql`id, kind, ${sql.raw(stateText('was'))} as before, ${sql.raw(stateText('own'))} as now,
  ${instantText(sql`recorded_at`)} as "recordedAt"`

type Total = PeriodChanges['totals'][number]

/**
 * Sums both sides by currency, each over the periods that match the filters on that side: so the difference is that
 * of the totals of the list with these filters.
 */
function readTotals(tx: Executor, changes: SQL, { was, own }: Record<Side, SQL>): Promise<Total[]> {
  return query<Total>(tx)`
    with changes as materialized (select * from ${changes}), sides as (
      select id, was_currency as currency, was_amount as before, null::numeric as now from changes where ${was}
      union all select id, own_currency, null, own_amount from changes where ${own}
    )
    select currency, count(distinct id)::int as count,
      case when currency is null then '0' else coalesce(sum(before), 0)::text end as before,
      case when currency is null then '0' else coalesce(sum(now), 0)::text end as now,
      case when currency is null then '0' else (coalesce(sum(now), 0) - coalesce(sum(before), 0))::text end as difference
    from sides group by currency order by currency collate "C" nulls last`
}
