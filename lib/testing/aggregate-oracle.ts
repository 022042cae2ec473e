import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { type Aggregated, LEVELS } from '#lib/server/lists/aggregates.ts'

// The expected aggregates, computed in a different way than the product's.

const COLLECTIONS = `select 'collections', day, own->>0, null, own->>1, (own->>2)::int, (own->>3)::numeric, (own->>4)::int
  from collection_week, lateral json_array_elements(sums) as own`

/** Selects every stored aggregate with its `level`. Invoice aggregates cover all sources. */
export function keptAggregates(of: Aggregated): SQL {
  const kept = LEVELS.map((level) => `select '${level}' as level, * from ${of}_${level}`)
  return sql.raw([...kept, ...(of === 'billing_period' ? [COLLECTIONS] : [])].join(' union all '))
}

/** For rows with `own_day` and `own_fund`: selects each level of a row, with its day and funding source. */
export function levelsOfRow(of: Aggregated): SQL {
  const week = "date_trunc('week', own_day::timestamp)::date"
  const levels = [
    "('day', own_day, own_fund)",
    `('week', ${week}, own_fund)`,
    "('year', to_date(to_char(own_day, 'IYYY') || '-01-1', 'IYYY-IW-ID'), own_fund)",
    ...(of === 'billing_period' ? [`('collections', ${week}, null)`] : []),
  ]
  return sql.raw(`(select * from (values ${levels.join(', ')}) as levels (level, day, funding_source)
    where level <> 'collections' or day is not null) as levels`)
}

/** Selects a line for each stored sum of outstanding billing periods, as the simulation compares them. */
export const KEPT_UNPAID = unpaidLines('day', 'end_day', 'count', 'amount', 'unknown_amounts', 'unpaid_day')

/** Selects the same lines from the rows. */
export const UNPAID_OF_ROWS = sql`${unpaidLines(
  'start_date',
  'end_date',
  'count(*)',
  'coalesce(sum(amount), 0)',
  'sum((amount is null)::int)',
  'billing_period',
)} where gone_at is null and status ~ '^(SENT_TO_PAYMENT_SERVICE|PENDING|PAYMENT_FAILED)$'
  group by start_date, end_date, currency, funding_source, status`

function unpaidLines(
  day: string,
  end: string,
  count: string,
  amount: string,
  unknown: string,
  from: string,
): SQL {
  return sql.raw(`select concat_ws(' | ', 'unpaid', coalesce(${day}::text, '-'), coalesce(${end}::text, '-'),
    coalesce(currency, '-'), coalesce(funding_source, '-'), status, ${count}, trim_scale(${amount}), ${unknown}) as line
    from ${from}`)
}

const FOLLOWED = "(select min(from_day) from sync_window where resource = 'billing-periods')"

/** Selects a line for what was collected of each week by its last age, as the simulation compares it. */
export const KEPT_AGES =
  sql.raw(`select concat_ws(' | ', 'ages', week, coalesce(currency, '-'), coalesce(funding_source, '-'),
    sum(count), trim_scale(sum(amount)), sum(unknown_amounts)) as line
  from collected_age where age <= 12 and week >= ${FOLLOWED} group by week, currency, funding_source
  having sum(count) <> 0 or sum(amount) <> 0 or sum(unknown_amounts) <> 0`)

/** Selects the same lines from the rows. */
export const AGES_OF_ROWS =
  sql.raw(`select concat_ws(' | ', 'ages', date_trunc('week', start_date)::date, coalesce(currency, '-'),
    coalesce(funding_source, '-'), count(*), trim_scale(coalesce(sum(amount), 0)), sum((amount is null)::int)) as line
  from billing_period where gone_at is null and status = 'PAYMENT_COMPLETE' and date_trunc('week', start_date) >= ${FOLLOWED}
  group by date_trunc('week', start_date), currency, funding_source`)
