import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { MOVED_DAYS } from '#lib/contracts/movement.ts'
import { DAYS_UNTIL_UNBILLED, MOST_BEHIND } from '#lib/contracts/rules.ts'

/**
 * Returns the standing of a row of `contract`: its weeks behind, `unbilled` if nothing was billed in the four weeks
 * up to the day, or `none` if no billed period has begun.
 * @param day the day for which the row was computed
 */
export function standingOn(day: SQL): SQL {
  const most = sql.raw(String(MOST_BEHIND))
  return sql`case when first_billed is null or first_billed > ${day} then 'none'
    when last_billed <= ${day} - ${sql.raw(String(DAYS_UNTIL_UNBILLED))} then 'unbilled'
    when weeks_behind < ${most} then weeks_behind::text else '${most}+' end`
}

const BACK = sql.raw(String(MOVED_DAYS))

/**
 * The SELECT of one row: the day of the figures, the day four weeks before, and the latest day up to it on which all
 * standings were computed; that is null while there is none.
 */
export const COMPARED_DAYS = sql`
  select day, day - ${BACK} as asked, (
      select max(least((range->>1)::date, day - ${BACK})) from jsonb_array_elements(days) as range
      where (range->>0)::date <= day - ${BACK}) as computed,
    (select min((range->>0)::date) from jsonb_array_elements(days) as range) as since
  from (select (value->>'day')::date as day, value->'days' as days from source_fact
    where source = 'hello-tractor' and resource = 'billing-periods' and fact = 'contracts') as known`
