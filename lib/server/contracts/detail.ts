import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { BILLING_STATUS_GROUPS, billingStatusGroup } from '#lib/billing-periods/status.ts'
import type { Day } from '#lib/calendar-date.ts'
import { USUAL_PERIOD_DAYS } from '#lib/collections/rate.ts'
import { MOST_CONTRACT_CHANGES } from '#lib/contracts/rules.ts'
import type { ContractChange, ContractDetail, ContractWeek } from '#lib/contracts/schema.ts'
import { notFound } from '#lib/errors.ts'
import { type Executor, query, readSnapshot } from '#lib/server/db/client.ts'
import { checkedRows, wordReader } from '#lib/server/db/parsed-rows.ts'
import { allOf, inScope, type Predicate, textArray } from '#lib/server/lists/predicates.ts'
import { readHistories } from '#lib/server/lists/row-history.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { MOVED_CONTRACTS } from './moved.ts'
import { type ContractRow, contractColumns, contractsAge, toContract } from './query.ts'

const LIST = { source: 'hello-tractor', resource: 'billing-periods' } as const
const MOST_WEEKS = 260
/** The changes of so many of a contract's newest periods are read. */
const MOST_PERIODS = 500
/** The week of a billing period: that of its start, or of a usual period with its end. */
const WEEK = sql.raw(`date_trunc('week', coalesce(start_date, end_date - ${USUAL_PERIOD_DAYS - 1}))::date`)
const MOST_NAMESAKES = 20
const readRows = wordReader<ContractRow>({})

/**
 * Reads one contract with its weeks and the contracts of the same name.
 * @throws {RequestError} 404 for unknown ids and for contracts outside the viewer's scope alike
 */
export async function contractDetail(viewer: Viewer, id: string): Promise<ContractDetail> {
  return readSnapshot(viewer, async ({ tx, version }) => {
    const where = allOf([sql`id = ${id}`, inScope(viewer, sql`funding_source`)])
    // One that is gone is still listed among those that moved.
    const row =
      (await readOne(tx, viewer, sql`contract`, where)) ?? (await readOne(tx, viewer, MOVED_CONTRACTS, where))
    if (row === undefined) throw notFound('contract')
    return {
      contract: toContract(row),
      ...(await contractsAge(tx)),
      weeks: await weeksOf(tx, row),
      namesakes: row.sameName ? await namesakesOf(tx, viewer, row) : [],
      history: await historyOf(tx, viewer, row),
      snapshot: version,
    }
  })
}

async function readOne(
  tx: Executor,
  viewer: Viewer,
  from: SQL,
  where: SQL,
): Promise<ContractRow | undefined> {
  const [row] = await checkedRows(
    tx,
    sql`select ${contractColumns(viewer)} from ${from} where ${where}`,
    readRows,
  )
  return row
}

type Key = Pick<ContractRow, 'contract' | 'currency' | 'fundingSource'>

/**
 * Returns the id of the contract with these fields, null standing for a missing one; null if the viewer sees no
 * such contract.
 */
export async function findContract(viewer: Viewer, key: Key): Promise<string | null> {
  return readSnapshot(viewer, async ({ tx }) => {
    const where = allOf([ofContract(key), inScope(viewer, sql`funding_source`)])
    const [found] = await query<{ id: string }>(tx)`select id from contract where ${where}`
    return found?.id ?? null
  })
}

function ofContract({ contract, currency, fundingSource }: Key): Predicate {
  const is = (column: string, value: string | null) =>
    value === null ? sql.raw(`${column} is null`) : sql`${sql.raw(column)} collate "C" = ${value}`
  return allOf([is('contract', contract), is('currency', currency), is('funding_source', fundingSource)])
}

async function weeksOf(tx: Executor, key: Key): Promise<ContractWeek[]> {
  // The contract is in scope, and its periods have its funding source.
  const where = allOf([sql`gone_at is null and ${WEEK} is not null`, ofContract(key)])
  const found = await query<{ week: Day; status: string | null; count: number }>(tx)`
    select week::text as week, status, count from (
      select ${WEEK} as week, status, count(*)::int as count, dense_rank() over (order by ${WEEK} desc) as place
      from billing_period where ${where} group by 1, 2, ${WEEK}
    ) as of_week where place <= ${MOST_WEEKS} order by week, status collate "C"`
  return [...Map.groupBy(found, ({ week }) => week)].map(([week, own]) => ({ week, counts: countsOf(own) }))
}

/** Reads the newest changes of the newest periods of a contract in scope. */
async function historyOf(tx: Executor, viewer: Viewer, key: Key): Promise<ContractDetail['history']> {
  const periods = await query<ContractChange['period']>(tx)`
    select id, start_date::text as "startDate", end_date::text as "endDate" from billing_period
    where ${ofContract(key) ?? sql`true`}
    order by start_date desc nulls last, id collate "C" limit ${MOST_PERIODS}`
  const byId = new Map(periods.map((period) => [period.id, period]))
  const where = sql`id = any(${textArray([...byId.keys()])})`
  const entries = await readHistories(tx, viewer, LIST, { where, limit: MOST_CONTRACT_CHANGES })
  return entries.flatMap(({ id, ...entry }) => {
    const period = byId.get(id)
    return period === undefined ? [] : [{ ...entry, period }]
  })
}

function countsOf(own: readonly { status: string | null; count: number }[]): ContractWeek['counts'] {
  const counts = BILLING_STATUS_GROUPS.map((group) => {
    const of = own.filter(({ status }) => billingStatusGroup(status) === group)
    return [group, of.reduce((sum, { count }) => sum + count, 0)] as const
  })
  return Object.fromEntries(counts.filter(([, count]) => count > 0))
}

function namesakesOf(
  tx: Executor,
  viewer: Viewer,
  { id, contract }: Pick<ContractRow, 'id' | 'contract'>,
): Promise<ContractDetail['namesakes']> {
  const where = allOf([
    sql`contract collate "C" = ${contract}`,
    sql`id <> ${id}`,
    inScope(viewer, sql`funding_source`),
  ])
  return query<ContractDetail['namesakes'][number]>(tx)`
    select id, currency, funding_source as "fundingSource" from contract where ${where}
    order by funding_source collate "C" nulls last, currency collate "C" nulls last limit ${MOST_NAMESAKES}`
}
