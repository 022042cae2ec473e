import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { addDays, type Day } from '#lib/calendar-date.ts'
import { daySchema } from '#lib/schema.ts'
import { type Executor, rows } from '#lib/server/db/client.ts'
import { textArray } from '#lib/server/lists/predicates.ts'
import { contractsOfPeriods } from './contract-figures.ts'
import {
  type ComputedDays,
  comparedDay,
  computedDaysSchema,
  withDay,
  writeStandings,
  writeStandingsBefore,
  wrongStandings,
} from './contract-standings.ts'
import { factSchema, readFact, writeFact } from './facts.ts'

const FACT = { source: 'hello-tractor', resource: 'billing-periods', fact: 'contracts' } as const
const stateSchema = factSchema(z.object({ day: daySchema, pending: z.int(), days: computedDaysSchema }))

/** A run that changes more contracts than this, or more than this many periods, leaves them for later. */
const NAMES_AT_ONCE = 200
const PERIODS_AT_ONCE = 10_000
/** How many of the contracts that were left are computed in one transaction. */
const NAMES_PER_STEP = 1_000

/**
 * The day for which the figures of contracts hold, how many names wait to be computed again, and the days on which
 * none was left waiting.
 */
export type ContractsState = { day: Day; pending: number; days: ComputedDays }

type Computed = Pick<ContractsState, 'day' | 'days'>

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
  else if (known.day > day)
    await notePending(
      tx,
      sql`select coalesce(contract, '') from contract
        union select contract from contract_standing where until >= ${day}`,
    )
  if (await areFew(tx, names)) await writeNamed(tx, { day, days: known?.days ?? [] }, [...names])
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
    known,
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

async function writeNamed(tx: Executor, state: Computed, names: readonly (string | null)[]): Promise<void> {
  if (names.length === 0) return
  const given = names.filter((name) => name !== null)
  if (given.length > 0) await writeContracts(tx, state, sql`contract collate "C" = any(${textArray(given)})`)
  if (given.length < names.length) await writeContracts(tx, state, sql`contract is null`)
  await tx.execute(sql`delete from contract_pending where name = any(${textArray(names.map(pendingName))})`)
}

async function recordState(tx: Executor, day: Day, known: ContractsState | null, now: Date): Promise<number> {
  const [found] = await rows<{ pending: number }>(
    tx,
    sql`select count(*)::int as pending from contract_pending`,
  )
  const pending = found?.pending ?? 0
  const former = known?.days ?? []
  const isWhole = pending === 0 && (await isDayMissing(tx, { day, days: former }))
  const days = isWhole ? withDay(former, day) : former
  if (known?.day !== day || known.pending !== pending || former.at(-1)?.[1] !== days.at(-1)?.[1])
    await writeFact(tx, FACT, { day, pending, days }, now)
  if (known?.day !== day) await writeStandingsBefore(tx, comparedDay(days, day), sql`true`)
  return pending
}

/**
 * True if the day of the figures is not among the days on which all were computed, and may be: before the list was
 * read completely, contracts are those of a part of the periods.
 */
export async function isDayMissing(db: Executor, { day, days }: Computed): Promise<boolean> {
  if (days.at(-1)?.[1] === day) return false
  return (await readFact(db, { ...FACT, fact: 'history' }, factSchema(z.unknown()))) !== null
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
export async function differingContracts(
  tx: Executor,
  state: Computed,
  where: SQL,
): Promise<Set<string | null>> {
  const compared = sql`${where} and coalesce(contract, '') not in (select name from contract_pending)`
  const derived = sql`select * from (${contractsOfPeriods(state.day, compared)}) as derived`
  const kept = sql`select id, ${COLUMNS} from contract where ${compared}`
  const found = await rows<{ contract: string | null }>(
    tx,
    sql`select distinct contract from
      (select contract from ((${derived} except ${kept}) union all (${kept} except ${derived})) as figures
      union all ${wrongStandings(state, compared)}) as differing`,
  )
  return new Set(found.map(({ contract }) => contract))
}

/** Writes the contracts of which `where`, on `contract`, is true, as their periods are now. */
async function writeContracts(tx: Executor, { day, days }: Computed, where: SQL): Promise<void> {
  const values = (of: string) => sql.raw(`(${DERIVED.map((column) => `${of}.${column}`).join(', ')})`)
  const updates = sql.raw(DERIVED.map((column) => `${column} = excluded.${column}`).join(', '))
  await tx.execute(sql`
    with contracts as materialized (${contractsOfPeriods(day, where)}),
    ended as (delete from contract where ${where} and id not in (select id from contracts))
    insert into contract as kept (id, ${COLUMNS}) select id, ${COLUMNS} from contracts
    on conflict (id) do update set ${updates} where ${values('kept')} is distinct from ${values('excluded')}`)
  await writeStandings(tx, day, where)
  await writeStandingsBefore(tx, comparedDay(days, day), where)
}
