import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import type { Day } from '#lib/calendar-date.ts'
import { AGES, type Age, endDaysOfAges } from '#lib/collections/age.ts'
import type { UnpaidByAge } from '#lib/collections/age-schema.ts'
import { FIGURE_STATUSES } from '#lib/collections/figures.ts'
import type { CollectionFilters } from '#lib/collections/filters.ts'
import { type Decimal, sumMoney } from '#lib/money.ts'
import { type Executor, readSnapshot } from '#lib/server/db/client.ts'
import { checkedRows, wordReader } from '#lib/server/db/parsed-rows.ts'
import { changedSince, formerRows } from '#lib/server/lists/as-of.ts'
import { allOf, anyOf, between } from '#lib/server/lists/predicates.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import type { Moment } from './fresh-failures.ts'
import { readMoment } from './moment.ts'
import { collectionDates, scopeOf } from './sums.ts'

/**
 * Returns the outstanding amounts by currency and by days since the period's end. Periods without a start day are
 * included only if no date is filtered.
 * @throws {RequestError} 400 as `asOfInstant`
 */
export async function unpaidByAge(
  viewer: Viewer,
  filters: CollectionFilters,
  now = new Date(),
): Promise<UnpaidByAge> {
  return readSnapshot(viewer, async ({ tx, version }) => {
    const isDated = filters.from !== null || filters.to !== null
    const { freshness, asOf, ...moment } = await readMoment(tx, viewer, filters, {
      range: filters,
      dated: isDated ? collectionDates(viewer, filters) : null,
      now,
    })
    const found = await unpaidSums(tx, viewer, filters, moment)
    const unknown = found.filter(({ currency }) => currency === null)
    const isShown = (currency: string | null) =>
      filters.currency.length === 0 || (currency !== null && filters.currency.includes(currency))
    return {
      today: moment.today,
      ages: found.filter(({ currency }) => isShown(currency)).map(toUnpaid),
      withoutCurrency: unknown.reduce((sum, { count }) => sum + count, 0),
      snapshot: version,
      freshness,
      asOf,
    }
  })
}

type Sums = {
  age: Age
  currency: string | null
  count: number
  unknownAmounts: number
  failed: Decimal
  inFlight: Decimal
}
const readSums = wordReader<Sums>({ age: AGES })

/** Reads the sums behind the ages, by currency and age; those of unknown currency are always included. */
export function unpaidSums(
  tx: Executor,
  viewer: Viewer,
  filters: CollectionFilters,
  { at, today }: Moment,
): Promise<Sums[]> {
  const sumOf = (isCounted: SQL) => sql`coalesce(sum(amount) filter (where ${isCounted}), 0)::text`
  const isFailed = sql`status = 'PAYMENT_FAILED'`
  const where = allOf([scopeOf(viewer, filters), between(sql`day`, filters.from, filters.to)])
  return checkedRows(
    tx,
    sql`
      select age, currency, sum(count)::int as count, sum(unknown_amounts)::int as "unknownAmounts",
        ${sumOf(isFailed)} as failed, ${sumOf(sql`not ${isFailed}`)} as "inFlight"
      from (select ${ageSql(today)} as age, * from ${unpaidDays(viewer, at)} where ${where}) as aged
      group by age, currency having sum(count) > 0
      order by currency collate "C" nulls last, array_position(${sql.param([...AGES])}::text[], age)`,
    readSums,
  )
}

/**
 * Returns a FROM source with the outstanding amounts by start and end day. As of an instant they are those of today,
 * less the rows that are new or changed since, plus the versions that held then.
 * @param at the instant; null: now
 */
function unpaidDays(viewer: Viewer, at: string | null): SQL {
  if (at === null) return sql`unpaid_day`
  const statuses = anyOf(sql`status`, FIGURE_STATUSES.outstanding)
  const part = (sign: SQL, from: SQL, only: SQL) => sql`
    select start_date, end_date, currency, funding_source, status, ${sign}, ${sign} * coalesce(amount, 0),
        case when amount is null then ${sign} else 0 end
      from ${from} where gone_at is null and ${statuses} and ${only}`
  return sql`(select day, end_day, currency, funding_source, status, count, amount, unknown_amounts from unpaid_day
    union all ${part(sql`-1`, sql`billing_period`, changedSince(at))}
    union all ${part(sql`1`, formerRows('billing_period', viewer, at), sql`true`)}) as unpaid_day`
}

/** SQL for the age of an end day. */
function ageSql(today: Day): SQL {
  const days = endDaysOfAges(today)
  const cases = AGES.flatMap((age) => {
    const from = age === 'no_end' ? null : days[age].from
    return from === null ? [] : [sql`when end_day >= ${from}::date then ${age}::text`]
  })
  return sql`case when end_day is null then 'no_end' ${sql.join(cases, sql` `)} else 'over_90' end`
}

function toUnpaid({ failed, inFlight, ...sums }: Sums) {
  const known = sums.currency === null ? { failed: '0', inFlight: '0' } : { failed, inFlight }
  return {
    ...sums,
    unknownAmounts: sums.currency === null ? sums.count : sums.unknownAmounts,
    outstanding: sumMoney([known.failed, known.inFlight]),
    ...known,
  }
}
