import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { addDays, type Day } from '#lib/calendar-date.ts'
import { DAYS_UNTIL_FAILURE_STANDS, USUAL_PERIOD_DAYS } from '#lib/collections/rate.ts'
import type { Decimal } from '#lib/money.ts'
import { type Executor, query } from '#lib/server/db/client.ts'
import { allOf, between } from '#lib/server/lists/predicates.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { periodsAt, type Selected, scopeOf } from './sums.ts'

/** The instant of figures: `at` is null for now, and `today` its day in the business time zone. */
export type Moment = { at: string | null; today: Day }

/** Failed amounts of periods that ended less than 28 days ago, by group and currency. */
export type FreshFailures = { of: (group: string | null, currency: string | null) => Decimal }

/** From the first day of a period without an end day to its last. */
const USUAL_DAYS = USUAL_PERIOD_DAYS - 1

/**
 * Returns the condition for periods that ended less than 28 days before `today`; for those without an end day, by
 * their start.
 */
export function isFresh(today: Day): SQL {
  return sql`coalesce(end_date, start_date + ${USUAL_DAYS}::int) > ${addDays(today, -DAYS_UNTIL_FAILURE_STANDS)}::date`
}

/**
 * Sums the failed periods that ended less than 28 days ago: a payment that failed so recently is often sent
 * again, so a rate may still reach it.
 * @param group column or expression of `billing_period` by which the figures are grouped
 */
export async function freshFailures(
  tx: Executor,
  viewer: Viewer,
  filters: Selected,
  group: SQL,
  { today, at }: Moment,
): Promise<FreshFailures> {
  const after = addDays(today, -DAYS_UNTIL_FAILURE_STANDS)
  const where = allOf([
    // As in the index billing_period_failed, word for word.
    sql`gone_at is null and status = 'PAYMENT_FAILED'`,
    scopeOf(viewer, filters),
    between(sql`start_date`, filters.from, filters.to),
    sql`currency is not null`,
  ])
  const columns = sql`${group} as "group", currency, amount`
  const found = await query<{ group: string | null; currency: string; amount: Decimal }>(tx)`
    select "group"::text as "group", currency, coalesce(sum(amount), 0)::text as amount from (
      select ${columns} from ${periodsAt(viewer, at)} where ${where} and end_date > ${after}::date
      union all
      select ${columns} from ${periodsAt(viewer, at)}
        where ${where} and end_date is null and start_date > ${addDays(after, -USUAL_DAYS)}::date
    ) as fresh group by 1, 2`
  const amounts = new Map(found.map((row) => [keyOf(row.group, row.currency), row.amount]))
  return { of: (name, currency) => amounts.get(keyOf(name, currency)) ?? '0' }
}

function keyOf(group: string | null, currency: string | null): string {
  return JSON.stringify([group, currency])
}
