import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, type Day } from '#lib/calendar-date.ts'
import type { Database } from '#lib/server/db/client.ts'
import { billingPeriod } from '#lib/server/db/schema.ts'
import { transact } from '#lib/server/db/transact.ts'
import { computePending, refreshContracts } from '#lib/server/sync/contracts.ts'
import { openTestDatabase, operator } from '#lib/testing/ask.ts'
import { contractsOf, type OracleContract, type OraclePeriod } from '#lib/testing/contract-oracle.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { period } from '#lib/testing/rows.ts'
import { contractMovement } from './movement.ts'

// Random histories against what JavaScript remembers of each day.

const HISTORIES = 25
const DAYS = 40
const FIRST: Day = '2026-09-01'

let own: TestDatabase
beforeAll(async () => {
  own = await openTestDatabase()
})
afterAll(() => own.drop())

const names = ['Ada', 'Bola', 'Chi', 'Dayo'] as const
const statuses = ['PAYMENT_COMPLETE', 'PAYMENT_FAILED', 'PENDING', 'DRAFT', 'ODD']
/** What happens on a day: some contracts' weeks change, and the worker computes none, one or two times. */
const drawnDay = fc.record({
  changes: fc.array(
    fc.record({
      name: fc.constantFrom(...names),
      fund: fc.constantFrom('AGRI-1', 'AGRI-2'),
      weeksAgo: fc.integer({ min: -1, max: 9 }),
      status: fc.option(fc.constantFrom(...statuses), { nil: null, freq: 6 }),
    }),
    { maxLength: 3 },
  ),
  runs: fc.constantFrom(1, 1, 1, 2, 0),
  clock: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 0, 0, 40),
})
const drawnHistory = fc.record({
  days: fc.array(drawnDay, { minLength: DAYS, maxLength: DAYS }),
  gap: fc.record({ from: fc.nat(DAYS), length: fc.nat(12) }),
})

type Standings = Map<string, string>
const keyOf = (one: Pick<OraclePeriod, 'contract' | 'fundingSource'>) =>
  `${one.contract} ${one.fundingSource}`

function standingOf(one: OracleContract, day: Day): string {
  if (one.firstBilled === null || one.lastBilled === null || one.firstBilled > day) return 'none'
  if (one.lastBilled <= addDays(day, -28)) return 'unbilled'
  return one.weeksBehind >= 4 ? '4+' : String(one.weeksBehind)
}

function standings(periods: Iterable<OraclePeriod>, day: Day): Standings {
  return new Map(contractsOf([...periods], day).map((one) => [keyOf(one), standingOf(one, day)]))
}

/** Returns the cells that the rules of docs/figures.md give, by what JavaScript remembers. */
function expectedCells(periods: Iterable<OraclePeriod>, day: Day, known: ReadonlyMap<Day, Standings>) {
  const asked = addDays(day, -28)
  const computed =
    [...known.keys()]
      .filter((one) => one <= asked)
      .sort()
      .at(-1) ?? null
  const was = (computed === null ? undefined : known.get(computed)) ?? new Map()
  const before = [...known].filter(([one]) => computed !== null && one < computed)
  const isGone = (key: string) => !was.has(key) && before.some(([, of]) => of.has(key))
  const now = new Map(contractsOf([...periods], day).map((one) => [keyOf(one), one]))
  const moves = [...new Set([...now.keys(), ...was.keys()])].flatMap((key) => {
    const [own, recorded] = [now.get(key), was.get(key)]
    if (own === undefined && recorded === 'none') return []
    const standing = own === undefined ? 'unbilled' : standingOf(own, day).replace('none', 'unbilled')
    const begun = own?.firstBilled ?? null
    const first = begun !== null && begun <= day ? begun : null
    const then = () => {
      if (recorded !== undefined && recorded !== 'none') return recorded
      if (first !== null && first > (computed ?? asked)) return 'new'
      if (computed === null) return 'unknown'
      if (first === null || isGone(key)) return 'unbilled'
      return recorded === 'none' ? 'new' : 'unknown'
    }
    return [`${key.split(' ')[1]} ${then()} ${standing}`]
  })
  return [...Map.groupBy(moves, (move) => move)].map(([move, of]) => `${move} ${of.length}`).sort()
}

async function play(
  db: Database,
  { days, gap }: typeof drawnHistory extends fc.Arbitrary<infer V> ? V : never,
) {
  await db.execute(sql`truncate billing_period, contract, contract_pending, contract_standing, source_fact`)
  await db.execute(sql`insert into source_fact (source, resource, fact, value, at)
    values ('hello-tractor', 'billing-periods', 'history', '{}', now())`)
  const periods = new Map<string, OraclePeriod>()
  const known = new Map<Day, Standings>()
  let waiting = new Set<string>()
  const work = async (today: Day, changed: ReadonlySet<string>) => {
    await transact(db, async (tx) => {
      await refreshContracts(tx, changed, { today, now: new Date() })
      await computePending(tx, new Date())
    })
  }
  for (const [at, { changes, runs, clock }] of days.entries()) {
    const today = addDays(FIRST, at)
    const isDown = at >= gap.from && at < gap.from + gap.length
    for (let run = 0; run < (isDown ? 0 : runs); run += 1) {
      // The second half of the changes comes with the second run.
      for (const change of changes.slice(run === 0 ? 0 : 1, run === 0 && runs === 2 ? 1 : undefined)) {
        const startDate = addDays('2026-08-31', 7 * (Math.floor(at / 7) - change.weeksAgo))
        const id = `${change.name} ${change.fund} ${startDate}`
        waiting.add(change.name)
        await db.execute(sql`delete from billing_period where id = ${id}`)
        periods.delete(id)
        if (change.status === null) continue
        const fields = { contract: change.name, fundingSource: change.fund, startDate, status: change.status }
        const row = period(id, { ...fields, currency: 'KES', amount: '1' })
        await db.insert(billingPeriod).values({ ...row, contentHash: 'x', raw: {} })
        periods.set(id, { ...fields, endDate: null, currency: 'KES', amount: '1' })
      }
      if (clock > 0) await work(addDays(today, clock), waiting)
      await work(today, waiting)
      waiting = new Set()
      known.set(today, standings(periods.values(), today))
    }
  }
  const today = addDays(FIRST, DAYS)
  await work(today, waiting)
  return {
    told: await contractMovement(operator, { currency: [], funding_source: [] }),
    periods,
    known,
    today,
  }
}

test('agrees with what JavaScript remembers of each day', async () => {
  const seen = new Set<string>()
  await fc.assert(
    fc.asyncProperty(drawnHistory, async (history) => {
      const { told, periods, known, today } = await play(own.db, history)
      const cells = told.cells.map(
        ({ fundingSource, before, now, count }) => `${fundingSource} ${before} ${now} ${count}`,
      )
      for (const { before, now } of told.cells) seen.add(`${before} ${now}`)
      expect(cells.sort()).toEqual(expectedCells(periods.values(), today, known))
    }),
    { numRuns: HISTORIES, seed: 7, endOnFailure: true },
  )
  expect(seen.size).toBeGreaterThan(15)
})
