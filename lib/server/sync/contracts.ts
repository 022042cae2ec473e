import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { BILLING_STATUSES, COLLECTION_ROLES, type CollectionRole } from '#lib/billing-periods/status.ts'
import { addDays, type Day } from '#lib/calendar-date.ts'
import { DAYS_UNTIL_FAILURE_STANDS, USUAL_PERIOD_DAYS } from '#lib/collections/rate.ts'
import { DAYS_UNTIL_UNPAID } from '#lib/contracts/rules.ts'
import { daySchema } from '#lib/schema.ts'
import { type Executor, rows } from '#lib/server/db/client.ts'
import { textArray } from '#lib/server/lists/predicates.ts'
import { factSchema, readFact, writeFact } from './facts.ts'

const FACT = { source: 'hello-tractor', resource: 'billing-periods', fact: 'contracts' } as const
const stateSchema = factSchema(z.object({ day: daySchema, pending: z.int() }))

/** A run that changes more contracts than this, or more than this many periods, leaves them for later. */
const NAMES_AT_ONCE = 200
const PERIODS_AT_ONCE = 10_000
/** How many of the contracts that were left are computed in one transaction. */
const NAMES_PER_STEP = 1_000

/** The day for which the figures of contracts hold, and how many names wait to be computed again. */
export type ContractsState = { day: Day; pending: number }

/** Returns the state of the contracts; null if they were never computed. */
export async function contractsState(db: Executor): Promise<ContractsState | null> {
  return (await readFact(db, FACT, stateSchema))?.value ?? null
}

/**
 * Computes the figures of the contracts with the given names (null: the periods without one) again: at once if
 * they are few, else they are noted for `computePending`. Notes those that a new day changes as well. The caller
 * holds the lock of the list of billing periods.
 * @param now tells `today`, and nothing else
 */
export async function refreshContracts(
  tx: Executor,
  names: ReadonlySet<string | null>,
  { today, now }: { today: Day; now: Date },
): Promise<void> {
  const known = await contractsState(tx)
  const day = known === null || isOtherDay(known.day, today) ? today : known.day
  if (known === null)
    await notePending(tx, sql`select coalesce(contract, '') from billing_period where gone_at is null`)
  else if (known.day < day)
    await notePending(tx, sql`select coalesce(contract, '') from contract where due_on <= ${day}`)
  else if (known.day > day) await notePending(tx, sql`select coalesce(contract, '') from contract`)
  if (await areFew(tx, names)) await writeNamed(tx, day, [...names])
  else await notePending(tx, sql`select unnest(${textArray([...names].map(pendingName))})`)
  await recordState(tx, day, known, now)
}

/**
 * Computes some of the contracts that wait. The caller holds the lock of the list of billing periods.
 * @returns how many names still wait
 */
export async function computePending(tx: Executor, now: Date): Promise<number> {
  const known = await contractsState(tx)
  if (known === null) return 0
  const found = await rows<{ name: string }>(
    tx,
    sql`select name from contract_pending order by name collate "C" limit ${NAMES_PER_STEP}`,
  )
  await writeNamed(
    tx,
    known.day,
    found.map(({ name }) => (name === '' ? null : name)),
  )
  return recordState(tx, known.day, known, now)
}

/**
 * True if the figures must move from `day` to `today`. Clocks of two servers may be a day apart around midnight; a
 * day further ahead comes from a clock that was wrong.
 */
export function isOtherDay(day: Day, today: Day): boolean {
  return day < today || day > addDays(today, 1)
}

const pendingName = (name: string | null) => name ?? ''

async function areFew(tx: Executor, names: ReadonlySet<string | null>): Promise<boolean> {
  if (names.size === 0 || names.size > NAMES_AT_ONCE) return names.size === 0
  const own = textArray([...names].map(pendingName))
  const [found] = await rows<{ periods: number }>(
    tx,
    sql`select coalesce(sum(periods), 0)::int as periods from contract where coalesce(contract, '') = any(${own})`,
  )
  return (found?.periods ?? 0) <= PERIODS_AT_ONCE
}

async function notePending(tx: Executor, names: SQL): Promise<void> {
  await tx.execute(sql`insert into contract_pending (name)
    select distinct name from (${names}) as given (name) on conflict do nothing`)
}

async function writeNamed(tx: Executor, day: Day, names: readonly (string | null)[]): Promise<void> {
  if (names.length === 0) return
  const given = names.filter((name) => name !== null)
  if (given.length > 0) await writeContracts(tx, day, sql`contract collate "C" = any(${textArray(given)})`)
  if (given.length < names.length) await writeContracts(tx, day, sql`contract is null`)
  await tx.execute(sql`delete from contract_pending where name = any(${textArray(names.map(pendingName))})`)
}

async function recordState(tx: Executor, day: Day, known: ContractsState | null, now: Date): Promise<number> {
  const [found] = await rows<{ pending: number }>(
    tx,
    sql`select count(*)::int as pending from contract_pending`,
  )
  const pending = found?.pending ?? 0
  if (known?.day !== day || known.pending !== pending) await writeFact(tx, FACT, { day, pending }, now)
  return pending
}

const SUMS = ['periods', 'drafts', 'others', 'unknown_amounts', 'collected', 'failed', 'in_flight']
const DERIVED = [
  'contract',
  'currency',
  'funding_source',
  ...SUMS,
  'outstanding',
  'billed',
  'fresh_failed',
  'rate',
  'unpaid',
  'unpaid_undated',
  'weeks_behind',
  'oldest_unpaid',
  'first_billed',
  'last_billed',
  'last_paid',
  'due_on',
]
const COLUMNS = sql.raw(DERIVED.join(', '))

/**
 * Returns the names of the contracts whose figures differ from their periods, except those that wait anyway.
 * @param where condition on `contract` that chooses the contracts to compare
 */
export async function differingContracts(tx: Executor, day: Day, where: SQL): Promise<Set<string | null>> {
  const compared = sql`${where} and coalesce(contract, '') not in (select name from contract_pending)`
  const derived = sql`select * from (${contractsOfPeriods(day, compared)}) as derived`
  const kept = sql`select id, ${COLUMNS} from contract where ${compared}`
  const found = await rows<{ contract: string | null }>(
    tx,
    sql`select distinct contract from
      ((${derived} except ${kept}) union all (${kept} except ${derived})) as differing`,
  )
  return new Set(found.map(({ contract }) => contract))
}

/** Writes the contracts of which `where`, on `contract`, is true, as their periods are now. */
async function writeContracts(tx: Executor, day: Day, where: SQL): Promise<void> {
  const values = (of: string) => sql.raw(`(${DERIVED.map((column) => `${of}.${column}`).join(', ')})`)
  const updates = sql.raw(DERIVED.map((column) => `${column} = excluded.${column}`).join(', '))
  await tx.execute(sql`
    with contracts as materialized (${contractsOfPeriods(day, where)}),
    ended as (delete from contract where ${where} and id not in (select id from contracts))
    insert into contract as kept (id, ${COLUMNS}) select id, ${COLUMNS} from contracts
    on conflict (id) do update set ${updates} where ${values('kept')} is distinct from ${values('excluded')}`)
}

/**
 * Returns the SELECT that derives contracts from their billing periods, with the columns of the table.
 * @param day the day for which figures that depend on today are computed
 * @param where condition on the periods, by `contract`
 */
export function contractsOfPeriods(day: Day, where: SQL): SQL {
  const unpaidBefore = addDays(day, -DAYS_UNTIL_UNPAID)
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
      max(last_paid) as last_paid, min(due_on) as due_on
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
