import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { BILLING_STATUSES, COLLECTION_ROLES, type CollectionRole } from '#lib/billing-periods/status.ts'
import { addDays, type Day } from '#lib/calendar-date.ts'
import { DAYS_UNTIL_FAILURE_STANDS, USUAL_PERIOD_DAYS } from '#lib/collections/rate.ts'
import { DAYS_UNTIL_UNBILLED, DAYS_UNTIL_UNPAID } from '#lib/contracts/rules.ts'

/**
 * Returns the SELECT that derives contracts from their billing periods, with the columns of the table.
 * @param day the day for which figures that depend on today are computed
 * @param where condition on the periods, by `contract`
 */
export function contractsOfPeriods(day: Day, where: SQL): SQL {
  const unpaidBefore = addDays(day, -DAYS_UNTIL_UNPAID)
  const unbilledBefore = addDays(day, -DAYS_UNTIL_UNBILLED)
  return sql`
    select left(encode(sha256(convert_to(jsonb_build_array(contract, currency, funding_source)::text, 'UTF8')), 'hex'), 32) as id,
      contract, currency, funding_source,
      sum(periods)::int as periods, sum(drafts)::int as drafts, sum(others)::int as others,
      sum(unknown_amounts)::int as unknown_amounts,
      sum(collected) as collected, sum(failed) as failed, sum(in_flight) as in_flight,
      sum(failed + in_flight) as outstanding, sum(collected + failed + in_flight) as billed,
      sum(fresh_failed) as fresh_failed,
      case when sum(collected + failed + in_flight) > 0
        and sum(collected) between 0 and sum(collected + failed + in_flight)
        then round(sum(collected) / sum(collected + failed + in_flight), 6) end as rate,
      sum(unpaid)::int as unpaid, sum(unpaid_undated)::int as unpaid_undated,
      count(*) filter (where unpaid > 0 and week > coalesce(last_paid_week, '-infinity'))::int as weeks_behind,
      min(oldest_unpaid) as oldest_unpaid, min(first_billed) as first_billed, max(last_billed) as last_billed,
      max(last_paid) as last_paid,
      least(min(due_on), case when max(last_billed) > ${unbilledBefore} then max(last_billed) + ${DAYS_UNTIL_UNBILLED}::int end,
        case when min(first_billed) > ${day} then min(first_billed) end) as due_on
    from (
      select *, max(week) filter (where over > 0 and unpaid = 0)
        over (partition by contract, currency, funding_source) as last_paid_week
      from (
        select contract, currency, funding_source, week,
          count(*) as periods,
          count(*) filter (where status = 'DRAFT') as drafts,
          count(*) filter (where is_other) as others,
          count(*) filter (where is_billed and amount is null) as unknown_amounts,
          coalesce(sum(money) filter (where is_collected), 0) as collected,
          coalesce(sum(money) filter (where is_failed), 0) as failed,
          coalesce(sum(money) filter (where is_in_flight), 0) as in_flight,
          coalesce(sum(money) filter (where is_failed and ended > ${addDays(day, -DAYS_UNTIL_FAILURE_STANDS)}), 0) as fresh_failed,
          count(*) filter (where is_billed and ended <= ${unpaidBefore}) as over,
          count(*) filter (where is_unpaid and ended <= ${unpaidBefore}) as unpaid,
          count(*) filter (where is_unpaid and ended is null) as unpaid_undated,
          min(ended) filter (where is_unpaid and ended <= ${unpaidBefore}) as oldest_unpaid,
          min(start_date) filter (where is_billed) as first_billed,
          max(start_date) filter (where is_billed) as last_billed,
          max(ended) filter (where is_collected) as last_paid,
          least(
            min(ended + ${DAYS_UNTIL_UNPAID}::int) filter (where is_billed and ended > ${unpaidBefore}),
            min(ended + ${DAYS_UNTIL_FAILURE_STANDS}::int)
              filter (where is_failed and ended > ${addDays(day, -DAYS_UNTIL_FAILURE_STANDS)})
          ) as due_on
        from (
          select contract, currency, funding_source, status, start_date, amount,
            case when currency is not null then amount end as money,
            coalesce(end_date, start_date + ${USUAL_PERIOD_DAYS - 1}::int) as ended,
            date_trunc('week', coalesce(start_date, end_date - ${USUAL_PERIOD_DAYS - 1}::int))::date as week,
            ${isAny('collected')} as is_collected, ${isAny('failed')} as is_failed,
            ${isAny('in_flight')} as is_in_flight, ${isAny('in_flight', 'failed')} as is_unpaid,
            ${isAny('in_flight', 'failed', 'collected')} as is_billed,
            not ${isAny('draft', 'in_flight', 'failed', 'collected')} as is_other
          from billing_period where gone_at is null and ${where}
        ) as period
        group by contract, currency, funding_source, week
      ) as of_week
    ) as placed
    group by contract, currency, funding_source`
}

/** Returns the condition for periods whose status plays one of the roles. It is never null. */
function isAny(...roles: readonly CollectionRole[]): SQL {
  const statuses = BILLING_STATUSES.filter((status) => roles.includes(COLLECTION_ROLES[status]))
  return sql.raw(`coalesce(status in (${statuses.map((status) => `'${status}'`).join(', ')}), false)`)
}
