import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { addDays, type Day } from '#lib/calendar-date.ts'
import { MOVED_DAYS } from '#lib/contracts/movement.ts'
import { daySchema } from '#lib/schema.ts'
import { type Executor, rows } from '#lib/server/db/client.ts'
import { standingOn } from '#lib/server/lists/contract-standing.ts'
import { textArray } from '#lib/server/lists/predicates.ts'

/** Days on which all standings were computed, as ranges from and to, oldest first. */
export const computedDaysSchema = z.array(z.tuple([daySchema, daySchema])).readonly()
export type ComputedDays = z.infer<typeof computedDaysSchema>

/** Ranges are kept until so many follow: more than four weeks hold. */
const MOST_RANGES = 60

/** Returns the days with one more day. Later days are dropped: they come from a clock that was wrong. */
export function withDay(days: ComputedDays, day: Day): ComputedDays {
  const before = days
    .filter(([from]) => from <= day)
    .map(([from, to]) => [from, to < day ? to : day] as [Day, Day])
  const last = before.at(-1)
  if (last === undefined || last[1] < addDays(day, -1)) before.push([day, day])
  else last[1] = day
  return before.slice(-MOST_RANGES)
}

/**
 * Brings the log of standings up to a day, for the contracts of which `where`, on `contract`, is true. Their rows
 * in `contract` hold for that day.
 */
export async function writeStandings(tx: Executor, day: Day, where: SQL): Promise<void> {
  const found = await rows<{ id: string }>(
    tx,
    sql`select distinct id from (${differingStandings(day, where)}) as differing`,
  )
  if (found.length === 0) return
  const own = sql`contract_id = any(${textArray(found.map(({ id }) => id))})`
  await tx.execute(sql`delete from contract_standing where ${own} and since >= ${day}::date`)
  await tx.execute(
    sql`update contract_standing set until = 'infinity' where ${own} and until >= ${day}::date`,
  )
  await tx.execute(sql`update contract_standing as kept set until = ${day}::date
    where ${own} and until = 'infinity' and not exists (select from contract
      where id = kept.contract_id and ${standingOn(sql`${day}::date`)} = kept.standing)`)
  await tx.execute(sql`insert into contract_standing
      (contract_id, contract, currency, funding_source, standing, since, until)
    select id, contract, currency, funding_source, ${standingOn(sql`${day}::date`)}, ${day}::date, 'infinity' from contract
    where id = any(${textArray(found.map(({ id }) => id))}) and not exists (
      select from contract_standing where contract_id = contract.id and until = 'infinity')`)
  await tx.execute(sql`insert into contract_standing
      (contract_id, contract, currency, funding_source, standing, since, until)
    select distinct on (contract_id) contract_id, contract, currency, funding_source, 'gone', ${day}::date, 'infinity'::date
    from contract_standing as kept where ${own} and not exists (
      select from contract_standing as holding where holding.contract_id = kept.contract_id and until = 'infinity')`)
}

/** Returns the latest day up to four weeks before a day on which all standings were computed; null for none. */
export function comparedDay(days: ComputedDays, day: Day): Day | null {
  const asked = addDays(day, -MOVED_DAYS)
  const range = days.findLast(([from]) => from <= asked)
  if (range === undefined) return null
  return range[1] < asked ? range[1] : asked
}

/**
 * Writes what contracts were on a day before, where that differs.
 * @param before null: no day is known
 * @param where condition on `contract`
 */
export async function writeStandingsBefore(tx: Executor, before: Day | null, where: SQL): Promise<void> {
  await tx.execute(sql`update contract set standing_before = ${standingBefore(before)}
    where ${where} and standing_before is distinct from ${standingBefore(before)}`)
}

/** What a row of `contract` was on a day; null without a record, `gone` if it was recorded before and had no periods. */
function standingBefore(day: Day | null): SQL {
  return sql`(select standing from contract_standing
    where contract_id = contract.id and since <= ${day}::date and until > ${day}::date)`
}

/** Returns the SELECT of the names of contracts that do not agree with the log of standings. */
export function wrongStandings({ day, days }: { day: Day; days: ComputedDays }, where: SQL): SQL {
  return sql`select contract from (${differingStandings(day, where)}) as differing
    union all select contract from contract
      where ${where} and standing_before is distinct from ${standingBefore(comparedDay(days, day))}`
}

/**
 * Returns the SELECT of the ids and names of contracts whose standing on a day differs from the log, or has later
 * entries there.
 */
function differingStandings(day: Day, where: SQL): SQL {
  return sql`select coalesce(own.id, kept.contract_id) as id, coalesce(own.contract, kept.contract) as contract
    from (select id, contract, ${standingOn(sql`${day}::date`)} as standing from contract
      where contract is not null and ${where}) as own
    full join (select contract_id, contract, standing, since from contract_standing
      where until > ${day}::date and ${where}) as kept on kept.contract_id = own.id
    where coalesce(own.standing, 'gone') <> coalesce(kept.standing, 'gone') or kept.since > ${day}::date`
}
