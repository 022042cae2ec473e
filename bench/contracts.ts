import { sql } from 'drizzle-orm'
import { addDays } from '#lib/calendar-date.ts'
import {
  CONTRACT_AMOUNT_SORTS,
  CONTRACT_SORTS,
  type ContractFilters,
  contractFilters,
} from '#lib/contracts/filters.ts'
import { MOVED_DAYS } from '#lib/contracts/movement.ts'
import { parseParams } from '#lib/search-params.ts'
import { readMoves } from '#lib/server/contracts/movement.ts'
import { contractPage, contractTotals } from '#lib/server/contracts/query.ts'
import { type Database, query, rows } from '#lib/server/db/client.ts'
import { transact } from '#lib/server/db/transact.ts'
import { readPage } from '#lib/server/lists/keyset.ts'
import { writeStandingsBefore } from '#lib/server/sync/contract-standings.ts'
import { refreshContracts } from '#lib/server/sync/contracts.ts'
import type { BenchEnvironment } from './environment.ts'
import { OPERATOR } from './list-cases.ts'
import { atMost, type Finding, median, ms, quantile } from './report.ts'
import { timed } from './rounds.ts'

const PAGE = 50
const PAGE_MS = 3
const TOTALS_MS = 5
const FEW_MS = 20
const MOVES_MS = 20
const ROUNDS = 5
const FILTERS = [
  '',
  'currency=NGN',
  'funding_source=Heifer+International',
  'behind=2&behind=3',
  'behind=4%2B',
  'search=HT-01',
  'last_billed_from=2026-01-01',
]

type Case = { name: string; filters: ContractFilters }

/** P4 and P6 for contracts: pages in every order, totals, and what a run that changes twenty contracts adds. */
export async function measureContracts(environment: BenchEnvironment): Promise<Finding[]> {
  const { db } = await environment.million()
  const [found] = await query<{ contracts: number }>(db)`select count(*)::int as contracts from contract`
  const cases = allCases()
  environment.note(`P4: ${cases.length} filters and orders of ${found?.contracts} contracts …`)
  const pages: number[] = []
  const totals: number[] = []
  for (const { filters } of cases) {
    const sums = await contractTotals(db, OPERATOR, filters)
    const matching = sums.reduce((sum, { count }) => sum + count, 0)
    const read = () =>
      timed(() => readPage(db, { ...contractPage(OPERATOR, filters), after: null, limit: PAGE, matching }))
    pages.push(await repeated(read))
    totals.push(await repeated(() => timed(() => contractTotals(db, OPERATOR, filters))))
  }
  const of = `${found?.contracts.toLocaleString('en')} contracts`
  return [
    atMost(`page of ${of}, p99 (median ${ms(median(pages))})`, quantile(pages, 0.99), PAGE_MS, ms),
    atMost(`totals of ${of}, p99 (median ${ms(median(totals))})`, quantile(totals, 0.99), TOTALS_MS, ms),
    atMost(`who moved, of ${of}, SQL`, await moves(db), MOVES_MS, ms),
    atMost('twenty contracts computed again', await repeated(() => few(db)), FEW_MS, ms),
  ]
}

function allCases(): Case[] {
  return FILTERS.flatMap((search) =>
    CONTRACT_SORTS.flatMap((sort) => {
      const params = new URLSearchParams(`${search}&sort=${sort}`)
      const isByAmount = CONTRACT_AMOUNT_SORTS.some((amount) => sort.endsWith(amount))
      if (isByAmount) params.set('currency', 'NGN')
      return [{ name: params.toString(), filters: parseParams(contractFilters, params) }]
    }),
  )
}

/** Measures the table of moves, where a third of the contracts changed in the four weeks. */
async function moves(db: Database): Promise<number> {
  const [found] = await rows<{ day: string }>(
    db,
    sql`select value->>'day' as day from source_fact where fact = 'contracts'`,
  )
  const today = found?.day ?? new Date().toISOString().slice(0, 10)
  await transact(db, async (tx) => {
    await tx.execute(sql`update contract_standing set since = since - 60`)
    const columns = sql`contract_id, contract, currency, funding_source`
    await tx.execute(sql`insert into contract_standing (${columns}, standing, since, until)
      select ${columns}, (array['0', '1', '2', '3', '4+'])[1 + (random() * 4)::int], since - 60, since
      from contract_standing where random() < 0.34`)
    await tx.execute(sql`update contract_standing as later set since = ${today}::date - 10
      where until = 'infinity' and exists (select from contract_standing where until = later.since
        and contract_id = later.contract_id)`)
    await tx.execute(sql`update contract_standing set until = ${today}::date - 10 where until <> 'infinity'`)
    await tx.execute(sql`update source_fact
      set value = value || jsonb_build_object('days', jsonb_build_array(jsonb_build_array('2000-01-03', value->'day')))
      where fact = 'contracts'`)
    await writeStandingsBefore(tx, addDays(today, -MOVED_DAYS), sql`true`)
  })
  await rows(db, sql`analyze contract, contract_standing`)
  return repeated(() => timed(() => readMoves(db, OPERATOR, { currency: [], funding_source: [] })))
}

async function few(db: Database): Promise<number> {
  const names = await query<{ contract: string }>(db)`
    select contract from contract where contract is not null order by random() limit 20`
  const now = new Date()
  const today = now.toISOString().slice(0, 10)
  const given = new Set(names.map(({ contract }) => contract))
  return timed(() => transact(db, (tx) => refreshContracts(tx, given, { today, now })))
}

async function repeated(act: () => Promise<number>): Promise<number> {
  const figures: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) figures.push(await act())
  return median(figures)
}
