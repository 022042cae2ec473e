import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import type { Day } from '#lib/calendar-date.ts'
import type { Candidate } from '#lib/collections/comparison.ts'
import { FIGURE_STATUSES } from '#lib/collections/figures.ts'
import type { DayRange } from '#lib/collections/range.ts'
import type { Moments } from '#lib/collections/ratio-difference.ts'
import type { Compared } from '#lib/collections/verdict-names.ts'
import type { Decimal } from '#lib/money.ts'
import { type Executor, query } from '#lib/server/db/client.ts'
import { allOf, anyOf, between } from '#lib/server/lists/predicates.ts'
import { weekStart } from '#lib/week.ts'
import { isFresh } from './fresh-failures.ts'

/** Billing periods: a FROM source named `billing_period`, and a scope in one currency (also of rows that are gone). */
type Source = { from: SQL; where: SQL }

/** The compared periods: their source, the two ranges, and the instant of equal age, if any. */
export type Periods = Source & { days: DayRange; before: DayRange; asOf: string | null }

/** The amounts of each share that a change is tested on: those so far, or those still reachable. */
export type Tested = Record<Compared, Candidate['tested']>

const isBilled = (status: SQL) => anyOf(status, FIGURE_STATUSES.billed) ?? sql`true`

/**
 * Returns the moments of the shares of two ranges by contract, in one statement. A contract is a funding source
 * and a name; periods without a name are one contract.
 * @param today the day in the business time zone, by which a failure is fresh
 */
export async function readMoments(
  tx: Executor,
  periods: Periods,
  tested: Tested,
  today: Day,
): Promise<Record<Compared, Moments>> {
  const isRate =
    tested.rate === 'part' ? PAID : sql`(${PAID} or ${IN_FLIGHT} or (${FAILED} and ${isFresh(today)}))`
  const isFailed = tested.failed === 'part' ? FAILED : sql`(${FAILED} or ${IN_FLIGHT})`
  const products = (of: string) => sql`
      coalesce(sum(${sql.raw(`${of}_now * ${of}_now`)}), 0) as ${sql.raw(`"${of}ppNow"`)},
      coalesce(sum(${sql.raw(`${of}_now * billed_now`)}), 0) as ${sql.raw(`"${of}pbNow"`)},
      coalesce(sum(${sql.raw(`${of}_was * ${of}_was`)}), 0) as ${sql.raw(`"${of}ppBefore"`)},
      coalesce(sum(${sql.raw(`${of}_was * billed_was`)}), 0) as ${sql.raw(`"${of}pbBefore"`)},
      coalesce(sum(${sql.raw(`${of}_now * ${of}_was`)}), 0) as ${sql.raw(`"${of}ppAcross"`)},
      coalesce(sum(${sql.raw(`${of}_now * billed_was`)}), 0) as ${sql.raw(`"${of}pbAcross"`)},
      coalesce(sum(${sql.raw(`billed_now * ${of}_was`)}), 0) as ${sql.raw(`"${of}bpAcross"`)}`
  const sumIf = (name: string, condition: SQL) =>
    sql`coalesce(sum(amount) filter (where ${condition}), 0)::float8 as ${sql.raw(name)}`
  const found = await query<Row>(tx)`
    with contracts as (
      select ${sumIf('billed_now', sql`is_now`)}, ${sumIf('billed_was', sql`not is_now`)},
        ${sumIf('rate_now', sql`is_now and ${isRate}`)}, ${sumIf('rate_was', sql`not is_now and ${isRate}`)},
        ${sumIf('failed_now', sql`is_now and ${isFailed}`)}, ${sumIf('failed_was', sql`not is_now and ${isFailed}`)},
        bool_or(is_now) as has_now, bool_or(not is_now) as has_was
      from ${comparedPeriods(periods)} group by funding_source, contract)
    select (count(*) filter (where has_now))::int as "contractsNow",
      (count(*) filter (where has_was))::int as "contractsBefore", count(*)::int as contracts,
      ${products('rate')}, ${products('failed')},
      coalesce(sum(billed_now * billed_now), 0) as "bbNow",
      coalesce(sum(billed_was * billed_was), 0) as "bbBefore",
      coalesce(sum(billed_now * billed_was), 0) as "bbAcross"
    from contracts`
  const [row] = found
  if (!row) throw new Error('the moments have no row')
  return { rate: momentsOf('rate', row), failed: momentsOf('failed', row) }
}

/** The condition for paid periods. */
export const PAID = sql`status = 'PAYMENT_COMPLETE'`
const FAILED = sql`status = 'PAYMENT_FAILED'`
const IN_FLIGHT = sql`status in ('PENDING', 'SENT_TO_PAYMENT_SERVICE')`

type Products = 'ppNow' | 'pbNow' | 'ppBefore' | 'pbBefore' | 'ppAcross' | 'pbAcross' | 'bpAcross'
type Row = Pick<
  Moments,
  'contractsNow' | 'contractsBefore' | 'contracts' | 'bbNow' | 'bbBefore' | 'bbAcross'
> & {
  [Column in `${Compared}${Products}`]: number
}

function momentsOf(of: Compared, row: Row): Moments {
  const { contractsNow, contractsBefore, contracts, bbNow, bbBefore, bbAcross } = row
  return {
    contractsNow,
    contractsBefore,
    contracts,
    bbNow,
    bbBefore,
    bbAcross,
    ppNow: row[`${of}ppNow`],
    pbNow: row[`${of}pbNow`],
    ppBefore: row[`${of}ppBefore`],
    pbBefore: row[`${of}pbBefore`],
    ppAcross: row[`${of}ppAcross`],
    pbAcross: row[`${of}pbAcross`],
    bpAcross: row[`${of}bpAcross`],
  }
}

/** A FROM source with the billed periods of both ranges, the earlier ones as they were at `asOf`. */
export function comparedPeriods({ from, where, days, before, asOf }: Periods): SQL {
  const columns = sql`funding_source, contract, amount, start_date, end_date`
  const current = (range: DayRange, isNow: SQL) => sql`
    select ${isNow} as is_now, ${columns}, status from ${from}
      where ${LISTED} and ${where} and amount is not null and ${isBilled(sql`status`)} and ${between(sql`start_date`, range.from, range.to)}`
  if (asOf === null)
    return sql`(${current(days, sql`true`)} union all ${current(before, sql`false`)}) as compared`
  return sql`(${current(days, sql`true`)} union all
    select false as is_now, ${columns}, status_then from ${periodsAsOf(where, before, asOf)}
      where amount is not null and ${isBilled(sql`status_then`)}) as compared`
}

/** As in the indexes of the lists, word for word. */
const LISTED = sql`gone_at is null`

/**
 * A FROM source with the periods of a range that were listed at `asOf`, also those that are gone since, each with
 * the status it had then. The history is read for rows that changed later, and only for those.
 */
function periodsAsOf(where: SQL, { from, to }: DayRange, asOf: string): SQL {
  const then = sql`${asOf}::timestamptz`
  const inRange = sql`${where} and ${between(sql`start_date`, from, to)} and first_seen_at <= ${then}`
  const ofRow = sql`source = 'hello-tractor' and resource = 'billing-periods' and id = own.id and own.changed_at > ${then}`
  // A gone row keeps the window of its week, whose index finds it.
  const gone = sql`gone_at > ${then} and window_from between ${weekStart(from)}::date and ${to}::date`
  return sql`(
    select own.*, case when own.changed_at <= ${then} then own.status else then_.status end as status_then,
        exists (select from row_history where ${ofRow} and previous_seen_at < ${then} and seen_at > ${then}) as is_uncertain
      from (
        select * from billing_period where ${LISTED} and ${inRange}
        union all select * from billing_period where ${gone} and ${inRange}) as own
      left join lateral (
        select status from row_history where ${ofRow} and seen_at <= ${then} order by entry desc limit 1
      ) as then_ on true) as periods`
}

/** The sums of a range as it was at an instant, and how well Furrow observed it then. */
export type SumsThen = {
  collected: Decimal
  failed: Decimal
  inFlight: Decimal
  /** Sizes of the amounts whose status changed at a time that may lie on either side of the instant. */
  uncertain: Decimal
  /** Sizes of the amounts of periods that had ended by the instant, and the part of them first seen later. */
  ended: Decimal
  endedUnseen: Decimal
}

/**
 * Returns the sums of a range at an instant.
 * @param where the scope in one currency, also of rows that are gone
 * @param day the day of the instant in the business time zone
 */
export async function readSumsThen(
  tx: Executor,
  where: SQL,
  range: DayRange,
  { asOf, day }: { asOf: string; day: Day },
): Promise<SumsThen> {
  const sumIf = (amount: SQL, condition: SQL) =>
    sql`coalesce(sum(${amount}) filter (where ${condition}), 0)::text`
  const [amount, size] = [sql`amount`, sql`abs(amount)`]
  const hasEnded = sql`end_date < ${day}::date`
  const isListed = allOf([
    LISTED,
    where,
    isBilled(sql`status`),
    between(sql`start_date`, range.from, range.to),
  ])
  const found = await query<SumsThen>(tx)`
    select then_.*, now_.* from (
      select ${sumIf(amount, sql`status_then = 'PAYMENT_COMPLETE'`)} as collected,
        ${sumIf(amount, sql`status_then = 'PAYMENT_FAILED'`)} as failed,
        ${sumIf(amount, sql`status_then in ('PENDING', 'SENT_TO_PAYMENT_SERVICE')`)} as "inFlight",
        ${sumIf(size, sql`is_uncertain`)} as uncertain
      from ${periodsAsOf(where, range, asOf)}) as then_, (
      select ${sumIf(size, hasEnded)} as ended,
        ${sumIf(size, sql`${hasEnded} and first_seen_at > ${asOf}::timestamptz`)} as "endedUnseen"
      from billing_period where ${isListed}) as now_`
  const [row] = found
  if (!row) throw new Error('the sums have no row')
  return row
}

/** Returns when the mirror first stored a billing period; null for none. For viewers without a scope. */
export async function mirrorBegan(tx: Executor): Promise<string | null> {
  const found = await query<{ at: string }>(tx)`
    select seen_at::text as at from row_history
      where source = 'hello-tractor' and resource = 'billing-periods' order by entry limit 1`
  return found[0]?.at ?? null
}

/** So many rows of a range nearly always hold ten contracts, so the others need not be read. */
const SAMPLE = 500

/**
 * Counts contracts with billed periods in a range, up to `most`.
 * @param where the scope in one currency
 */
export async function countContracts(
  tx: Executor,
  { from, where }: Source,
  range: DayRange,
  most: number,
): Promise<number> {
  const isCounted = allOf([
    LISTED,
    where,
    sql`amount is not null`,
    isBilled(sql`status`),
    between(sql`start_date`, range.from, range.to),
  ])
  const countIn = async (limit: SQL) => {
    const found = await query<{ contracts: number; rows: number }>(tx)`
      select count(distinct (funding_source, contract))::int as contracts, count(*)::int as rows
        from (select funding_source, contract from ${from} where ${isCounted} ${limit}) as sampled`
    return found[0] ?? { contracts: 0, rows: 0 }
  }
  const some = await countIn(sql`limit ${SAMPLE}`)
  const isEnough = some.contracts >= most || some.rows < SAMPLE
  const { contracts } = isEnough ? some : await countIn(sql``)
  return Math.min(most, contracts)
}
