import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { type ChangeFilters, changeFilters } from '#lib/changes/filters.ts'
import type { RowChange, RowChanges } from '#lib/changes/schema.ts'
import { serializeParams } from '#lib/search-params.ts'
import { reportMarkOf } from '#lib/server/auth/reports.ts'
import { previousVisitOf } from '#lib/server/auth/visits.ts'
import { type Executor, query, readSnapshot } from '#lib/server/db/client.ts'
import { instantText } from '#lib/server/db/instant-text.ts'
import { schemaReader } from '#lib/server/db/parsed-rows.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import type { Aggregated } from './aggregates.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { readFreshness } from './freshness.ts'
import { historyStart } from './history-start.ts'
import { readPage } from './keyset.ts'
import type { MirroredList } from './mirrored-list.ts'
import { allOf, anyOf, byFundingSource, inScope } from './predicates.ts'

/** A list whose changes are read. */
export type ChangedList<State> = {
  list: MirroredList
  table: Aggregated
  /** The values of a row by their names in the answer, each with its column. */
  values: Readonly<Record<keyof State & string, string>>
  schema: z.ZodType<RowChange<State>>
}

export type ChangesQuery = ChangeFilters & { cursor: string | null; limit: number }

/**
 * Lists the rows that differ between an instant and now, newest change first, with the sums of both sides by
 * currency. A row whose values changed and changed back is not listed. Without `since`, the comparison is with
 * seven days ago, or with the beginning of the history.
 * @throws {RequestError} 400 for an instant before the history or in the future, and for a foreign cursor
 */
export async function rowChanges<State>(
  viewer: Viewer,
  changed: ChangedList<State>,
  { cursor, limit, ...filters }: ChangesQuery,
): Promise<RowChanges<State>> {
  const [previousVisitAt, { previousAt: previousReportAt }] = await Promise.all([
    previousVisitOf(viewer),
    reportMarkOf(viewer),
  ])
  return readSnapshot(viewer, async ({ tx, version }) => {
    const { list } = changed
    const { earliest, at: since } = await historyStart(tx, list, { param: 'since', asked: filters.since })
    // Bound to the instant itself: what a day means, and which one is usual, changes with time.
    const scope = {
      list: `changes of ${list.source} ${list.resource}`,
      query: serializeParams(changeFilters, { ...filters, since }),
      viewer,
    }
    const after = readCursor(cursor, scope)
    const freshness = await readFreshness(tx, viewer, [list], { from: null, to: null })
    const empty: RowChanges<State> = {
      rows: [],
      nextCursor: null,
      totals: [],
      since,
      earliest,
      previousVisitAt,
      previousReportAt,
      snapshot: version,
      freshness,
    }
    if (since === null) return empty
    const changes = changesSince(viewer, changed, since)
    const sides = { was: sideSql('was', filters), own: sideSql('own', filters) }
    const totals = await readTotals(tx, changes, sides)
    const page = await readPage(tx, {
      select: columnsOf(changed),
      read: schemaReader(changed.schema),
      table: sql`row_change`,
      from: changes,
      where: sql`(${sides.was} or ${sides.own})`,
      sort: { column: sql`row_change.recorded_at`, type: 'timestamptz' },
      isDescending: true,
      after,
      limit,
      matching: totals.reduce((sum, { count }) => sum + count, 0),
    })
    return { ...empty, rows: page.rows, nextCursor: page.next && writeCursor(page.next, scope), totals }
  })
}

type Side = 'was' | 'own'

/**
 * A FROM source with one row for each row that is, or was then, listed in the viewer's scope and differs.
 * What a row was before it came into the scope, or became after it left, is not in it.
 */
function changesSince<State>(
  viewer: Viewer,
  { list, table, values }: ChangedList<State>,
  since: string,
): SQL {
  const then = sql`${since}::timestamptz`
  const scope = inScope(viewer, sql`funding_source`)
  const ofSource = table === 'invoice' ? sql`source = ${list.source}` : null
  const before = allOf([
    ofSource,
    sql`recorded_to > ${then}`,
    sql`(recorded_from is null or recorded_from <= ${then})`,
    scope,
  ])
  const now = allOf([ofSource, sql`recorded_from > ${then}`, scope])
  const columns = Object.values<string>(values)
  const pairs = columns.flatMap((name) => [`was.${name} as was_${name}`, `own.${name} as own_${name}`])
  const listedSql = (side: Side) => sql.raw(`(${side}.id is not null and ${side}.gone_at is null)`)
  const differsSql = sql.raw(
    `(${columns.map((name) => `was.${name}`).join(', ')}) is distinct from (${columns.map((name) => `own.${name}`).join(', ')})`,
  )
  const versions = sql.raw(`${table}_version`)
  return sql`(
    select id, ${sql.raw(pairs.join(', '))}, ${listedSql('was')} as was_listed, ${listedSql('own')} as own_listed,
      coalesce(own.recorded_from, (select max(recorded_to) from ${versions} as last
        where ${allOf([ofSource, sql`last.id = was.id`, scope])})) as recorded_at,
      case when own.id is null then 'left' when own.gone_at is not null then 'gone' when was.id is null then 'new'
        when was.gone_at is not null then 'back' else 'changed' end as kind
    from (select * from ${versions} where ${before}) as was
    full join (select * from ${sql.raw(table)} where ${now}) as own using (id)
    where (${listedSql('was')} or ${listedSql('own')})
      and (${listedSql('was')} is distinct from ${listedSql('own')} or ${differsSql})) as row_change`
}

/** The condition for changes of which this side is listed and matches the filters. */
function sideSql(side: Side, { currency, funding_source: names }: ChangeFilters): SQL {
  return allOf([
    sql.raw(`${side}_listed`),
    anyOf(sql.raw(`${side}_currency`), currency),
    byFundingSource(names, sql.raw(`${side}_funding_source`)),
  ])
}

/** Selects a change as the answer states it; a side that was not listed is null. */
function columnsOf<State>({ values }: ChangedList<State>): SQL {
  const stateText = (side: Side) => {
    const fields = Object.entries<string>(values).map(([field, column]) => {
      // A number of JSON would lose digits.
      const text = column.endsWith('amount') ? '::text' : ''
      return `'${field}', ${side}_${column}${text}`
    })
    return sql.raw(`case when ${side}_listed then json_build_object(${fields.join(', ')}) end`)
  }
  return sql`id, kind, ${stateText('was')} as before, ${stateText('own')} as now,
    ${instantText(sql`recorded_at`)} as "recordedAt"`
}

type Total = RowChanges<unknown>['totals'][number]

/**
 * Sums both sides by currency, each over the rows that match the filters on that side: so the difference is that of
 * the totals of the list with these filters.
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
