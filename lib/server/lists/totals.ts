import 'server-only'
import type { SQL } from 'drizzle-orm'
import type { CurrencyTotal } from '#lib/schema.ts'
import { type Executor, query } from '#lib/server/db/client.ts'

/**
 * Returns the count and sum of a filtered set by currency, computed from its rows. Amounts are decimal
 * strings.
 */
export function totalsOfRows(tx: Executor, table: SQL, where: SQL): Promise<CurrencyTotal[]> {
  return query<CurrencyTotal>(tx)`
    select currency, count(*)::int as count,
      case when currency is not null then sum(amount)::text end as amount,
      (count(*) - count(amount))::int as "unknownAmounts"
    from ${table} where ${where}
    group by currency order by currency collate "C" nulls last`
}

/**
 * Returns the same totals as `totalsOfRows` from `aggregates`, whose `amount` is the sum of known amounts
 * only. Currencies whose counts add up to zero are left out.
 */
export function totalsOfAggregates(tx: Executor, from: SQL): Promise<CurrencyTotal[]> {
  return query<CurrencyTotal>(tx)`
    select currency, sum(count)::int as count,
      case when currency is not null and sum(count) > sum(unknown_amounts) then sum(amount)::text end as amount,
      sum(unknown_amounts)::int as "unknownAmounts"
    from ${from}
    group by currency having sum(count) > 0 order by currency collate "C" nulls last`
}
