import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Day } from '#lib/calendar-date.ts'
import { addDays } from '#lib/calendar-date.ts'
import { contractFilters } from '#lib/contracts/filters.ts'
import { moveOf } from '#lib/contracts/movement.ts'
import { parseParams } from '#lib/search-params.ts'
import { type Database, rows } from '#lib/server/db/client.ts'
import { transact } from '#lib/server/db/transact.ts'
import { computePending, refreshContracts } from '#lib/server/sync/contracts.ts'
import { financier, openTestDatabase, operator } from '#lib/testing/ask.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { period, putPeriods } from '#lib/testing/rows.ts'
import { contractDetail } from './detail.ts'
import { listContracts } from './list.ts'
import { contractMovement } from './movement.ts'

/** A Wednesday, and four weeks before it. */
const TODAY: Day = '2026-11-25'
const THEN: Day = '2026-10-28'
const LETTERS: Record<string, string> = { p: 'PAYMENT_COMPLETE', f: 'PAYMENT_FAILED', d: 'DRAFT' }
const MONDAYS = Array.from({ length: 12 }, (_, at) => addDays('2026-09-14', 7 * at))

/**
 * One line per contract: its weeks from 14 September as they were on 28 October, when five of them were over 7
 * days, and as they are on 25 November; then what it was and what it is, computed by hand.
 */
const TABLE = `
  always paid       pppppp----   pppppppppp   0        0
  cured in time     ppfffp----   pppppppppp   3        0
  cured from five   fffff-----   pppppppppp   4+       0
  fell by one       pppppp----   ppppppppfp   0        1
  fell by three     ppppff----   ppppffffff   1        4+
  still two         pppff-----   pppffppffp   2        2
  recovers partly   ppfff-----   pppppppffp   3        2
  stays behind      fffff-----   ffffffffff   4+       4+
  came new          ----------   -------pff   new      1
  new and paid      ----------   -------ppp   new      0
  draft, then new   ----dd----   ----ddpppp   new      0
  no more billing   pppppp----   pppppp----   0        unbilled
  stopped unpaid    ppppff----   ppppff----   1        unbilled
  had stopped       p---------   p---------   unbilled unbilled
  billed again      p---------   p------ppp   unbilled 0
  only drafts       ---dd-----   ---dd-----   unbilled unbilled
  gone              pppfff----   ----------   2        unbilled
  read later        ----------   pppppppppp   unknown  0
  planned, then new -------p--   -------ppp   new      0
  starts later      ----------   -----------p unbilled unbilled
  came back         ----------   pppppppppp   unbilled 0
  came back new     ----------   -------ppp   new      0
`
/** The contracts that were there a week before 28 October, and gone on that day. */
const ONCE: Record<string, string> = { 'came back': 'ppppp-----', 'came back new': 'ppppp-----' }

const lines = TABLE.trim()
  .split('\n')
  .map((line) => {
    const name = line.slice(0, 20).trim()
    const [was = '', is = '', then = '', now = ''] = line.trim().slice(name.length).trim().split(/\s+/)
    return { name, once: ONCE[name] ?? was, was, is, then, now }
  })

let own: TestDatabase
beforeAll(async () => {
  own = await openTestDatabase()
  await compute(own.db, 'once', addDays(THEN, -7), false)
  await compute(own.db, 'was', THEN, true)
  await compute(own.db, 'is', TODAY, true)
})
afterAll(() => own.drop())

type When = 'once' | 'was' | 'is'

function weeksOf(which: When) {
  return lines.flatMap((line) =>
    [...line[which]].flatMap((letter, week) => {
      const status = LETTERS[letter]
      const id = `${line.name} ${week}`
      const fields = { contract: line.name, startDate: MONDAYS[week], status, currency: 'KES', amount: '10' }
      return status === undefined ? [] : [period(id, { ...fields, fundingSource: 'AGRI-1' })]
    }),
  )
}

/** Stores the periods as they were or are, and computes all contracts for a day, like a worker. */
async function compute(db: Database, which: When, today: Day, hasHistory: boolean): Promise<void> {
  const log = await rows(db, sql`select to_jsonb(s) as s from contract_standing s`)
  const [fact] = await rows<{ value: unknown }>(
    db,
    sql`select value from source_fact where fact = 'contracts'`,
  )
  await putPeriods(db, weeksOf(which))
  await db.execute(sql`insert into contract_standing
    select (jsonb_populate_record(null::contract_standing, value->'s')).* from jsonb_array_elements(${JSON.stringify(log)}::jsonb)`)
  await db.execute(sql`truncate contract, contract_pending`)
  if (fact === undefined) await db.execute(sql`delete from source_fact where fact = 'contracts'`)
  else
    await db.execute(
      sql`update source_fact set value = ${JSON.stringify(fact.value)}::jsonb where fact = 'contracts'`,
    )
  if (hasHistory)
    await db.execute(sql`insert into source_fact (source, resource, fact, value, at)
      values ('hello-tractor', 'billing-periods', 'history', '{}', now()) on conflict do nothing`)
  await transact(db, async (tx) => {
    await refreshContracts(tx, new Set(lines.map(({ name }) => name)), { today, now: new Date() })
    await computePending(tx, new Date())
  })
}

async function listed(search: string, viewer = operator) {
  const filters = parseParams(contractFilters, new URLSearchParams(search))
  return listContracts(viewer, { ...filters, cursor: null, limit: 200 })
}

test('counts contracts by their weeks behind four weeks ago and now, as computed by hand', async () => {
  const answer = await contractMovement(operator, { currency: [], funding_source: [] })
  expect(answer).toMatchObject({ day: TODAY, asked: THEN, before: THEN, since: THEN, pending: false })
  const told = answer.cells.map(({ before, now, count }) => `${before} ${now} ${count}`)
  const expected = Map.groupBy(lines, ({ then, now }) => `${then} ${now}`)
  expect(told.sort()).toEqual([...expected].map(([move, of]) => `${move} ${of.length}`).sort())
  expect(answer.cells.reduce((sum, { count }) => sum + count, 0)).toBe(lines.length)
})

test('opens exactly the contracts of each cell, and of cured and worsened', async () => {
  const { cells } = await contractMovement(operator, { currency: [], funding_source: [] })
  for (const { before: then, now, count, outstanding } of cells) {
    const { rows: found, totals } = await listed(`moved=${encodeURIComponent(moveOf(then, now))}`)
    const names = lines.filter((line) => line.then === then && line.now === now).map(({ name }) => name)
    expect(found.map(({ contract }) => contract).sort()).toEqual(names.sort())
    expect(found).toHaveLength(count)
    expect(totals[0]?.amount).toBe(outstanding)
  }
  const named = async (choice: string) =>
    (await listed(`moved=${choice}`)).rows.map(({ contract }) => contract).sort()
  expect(await named('cured')).toEqual(['cured from five', 'cured in time'])
  expect(await named('worsened')).toEqual(['fell by one', 'fell by three'])
  expect(await named('new-to-any')).toEqual([
    'came back new',
    'came new',
    'draft, then new',
    'new and paid',
    'planned, then new',
  ])
  expect(await named('any-to-2')).toEqual(['recovers partly', 'still two'])
})

test('combines with the other filters and with the scope', async () => {
  expect((await listed('moved=3-to-0&search=time')).rows).toHaveLength(1)
  expect((await listed('moved=3-to-0&currency=NGN')).rows).toEqual([])
  expect((await listed('moved=3-to-0', financier('AGRI-2'))).rows).toEqual([])
  expect((await contractMovement(financier('AGRI-2'), { currency: [], funding_source: [] })).cells).toEqual(
    [],
  )
})

test('shows a contract that is gone without figures', async () => {
  const [gone] = (await listed('moved=2-to-unbilled')).rows
  expect(gone).toMatchObject({ contract: 'gone', periods: 0, outstanding: '0', rate: null })
  const detail = await contractDetail(operator, gone?.id ?? '')
  expect(detail).toMatchObject({ contract: { contract: 'gone', periods: 0 }, weeks: [] })
  await expect(contractDetail(financier('AGRI-2'), gone?.id ?? '')).rejects.toThrow()
})
