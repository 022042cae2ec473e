import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import type { Day } from '#lib/calendar-date.ts'
import { type Executor, rows } from '#lib/server/db/client.ts'
import type { Level } from '#lib/server/lists/aggregates.ts'
import type { MirrorTable } from './tables.ts'

/**
 * Returns, for each level of a list's aggregates, the SELECT that derives them: days from the rows, weeks and
 * years from the finer level.
 * @param own condition that restricts a table to the list
 * @param within makes the condition that restricts a column of days to the compared part
 */
export function derivations(
  table: MirrorTable,
  own: SQL,
  within: (column: string) => SQL,
): { level: Level; derived: SQL }[] {
  const inPart = sql`${own} and ${within('day')}`
  return [
    { level: 'day', derived: ofRows(table, sql`gone_at is null and ${own} and ${within(table.dayColumn)}`) },
    { level: 'week', derived: ofFiner(table, 'day', sql`date_trunc('week', day)::date`, inPart) },
    { level: 'year', derived: ofFiner(table, 'week', YEAR, inPart) },
  ]
}

/** SQL for the first Monday of the ISO year that the Monday `day` belongs to. */
const YEAR = sql`date_trunc('week', make_date(extract(isoyear from day)::int, 1, 4))::date`

/** Returns the columns that every aggregate of a list is grouped by. */
export function groupColumns(table: MirrorTable): SQL {
  return sql.raw(['day', 'currency', 'funding_source', ...Object.keys(table.groups)].join(', '))
}

function ofRows(table: MirrorTable, where: SQL): SQL {
  const groups = Object.values(table.groups)
  const columns = sql.join(
    [sql.raw(`${table.dayColumn} as day, currency, funding_source`), ...groups],
    sql`, `,
  )
  const places = Array.from({ length: 3 + groups.length }, (_, at) => at + 1).join(', ')
  return sql`select ${columns}, count(*), coalesce(sum(amount), 0), count(*) filter (where amount is null)
    from ${sql.raw(table.table)} where ${where} group by ${sql.raw(places)}`
}

function ofFiner(table: MirrorTable, finer: 'day' | 'week', firstDay: SQL, where: SQL): SQL {
  const names = sql.raw(['currency', 'funding_source', ...Object.keys(table.groups)].join(', '))
  const places = Array.from({ length: 3 + Object.keys(table.groups).length }, (_, at) => at + 1).join(', ')
  return sql`select ${firstDay}, ${names}, sum(count), sum(amount), sum(unknown_amounts)
    from ${sql.raw(`${table.table}_${finer}`)} where ${where} group by ${sql.raw(places)}`
}

/**
 * Returns the weeks whose sums over all funding sources differ from the week's aggregates.
 * @param within condition on `day` for the weeks to compare
 */
export async function differingCollections(tx: Executor, within: SQL): Promise<Day[]> {
  const kept = sql`select day, sum->>0 as currency, sum->>1 as status, (sum->>2)::numeric as count,
      (sum->>3)::numeric as amount, (sum->>4)::numeric as unknown_amounts
    from collection_week, lateral json_array_elements(sums) as sum where ${within}`
  const derived = sql`select day, currency, status, sum(count), sum(amount), sum(unknown_amounts)
    from billing_period_week where ${within} group by 1, 2, 3`
  const found = await rows<{ day: Day }>(
    tx,
    sql`select distinct day::text as day
      from ((${kept} except ${derived}) union all (${derived} except ${kept})) as differing`,
  )
  return found.map(({ day }) => day)
}
