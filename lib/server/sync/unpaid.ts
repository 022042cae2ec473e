import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import type { Day } from '#lib/calendar-date.ts'
import { FIGURE_STATUSES } from '#lib/collections/figures.ts'
import { type Executor, rows } from '#lib/server/db/client.ts'

/** The columns by which outstanding periods are added up, as `unpaidOfRows` selects them. */
export const UNPAID_COLUMNS = sql`day, end_day, currency, funding_source, status`

/**
 * Returns the SELECT that adds up outstanding billing periods from their rows.
 * @param where restricts the rows
 */
export function unpaidOfRows(where: SQL): SQL {
  return sql`select start_date, end_date, currency, funding_source, status,
      count(*), coalesce(sum(amount), 0), count(*) filter (where amount is null)
    from billing_period
    where gone_at is null and status = any(${sql.param([...FIGURE_STATUSES.outstanding])}::text[]) and ${where}
    group by start_date, end_date, currency, funding_source, status`
}

/**
 * Returns the days whose outstanding amounts differ from their rows.
 * @param within makes the condition that restricts a column of days to the compared part
 */
export async function differingUnpaid(
  tx: Executor,
  within: (column: string) => SQL,
): Promise<(Day | null)[]> {
  const stored = sql`select ${UNPAID_COLUMNS}, count, amount, unknown_amounts from unpaid_day where ${within('day')}`
  const derived = unpaidOfRows(within('start_date'))
  const found = await rows<{ day: Day | null }>(
    tx,
    sql`select distinct day::text as day
      from ((${stored} except ${derived}) union all
        (select * from (${derived} except ${stored}) as missing (${UNPAID_COLUMNS}, count, amount, unknown_amounts))) as differing`,
  )
  return found.map(({ day }) => day)
}
