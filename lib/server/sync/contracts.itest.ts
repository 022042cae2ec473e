import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import type { Day } from '#lib/calendar-date.ts'
import { type Database, rows } from '#lib/server/db/client.ts'
import { transact } from '#lib/server/db/transact.ts'
import { openTestDatabase } from '#lib/testing/ask.ts'
import { type PeriodRow, period, putPeriods } from '#lib/testing/rows.ts'
import { contractsOfPeriods } from './contract-figures.ts'
import { computePending, contractsState, refreshContracts } from './contracts.ts'

/** A Wednesday. Periods that ended by Wednesday the 18th are over. */
const TODAY: Day = '2026-11-25'

const LETTERS: Record<string, string> = {
  p: 'PAYMENT_COMPLETE',
  f: 'PAYMENT_FAILED',
  i: 'PENDING',
  s: 'SENT_TO_PAYMENT_SERVICE',
  d: 'DRAFT',
  u: 'REVERSED',
}
/** Mondays of the columns, oldest first. The week of the last one ends on the 22nd and is not over. */
const MONDAYS = ['2026-10-12', '2026-10-19', '2026-10-26', '2026-11-02', '2026-11-09', '2026-11-16']

/** One line per contract: its weeks with one letter per period, "-" for none; then unpaid, behind, oldest. */
const TABLE = `
  all paid              p  p  p  p  p  p   0 0 -
  never paid            f  f  f  f  f  f   5 5 2026-10-18
  only the open week    -  -  -  -  -  f   0 0 -
  open week is unpaid   p  p  p  p  p  i   0 0 -
  last week             p  p  p  p  f  p   1 1 2026-11-15
  cured                 f  f  p  p  p  p   2 0 2026-10-18
  behind again          f  p  f  f  i  p   4 3 2026-10-18
  two, one is paid      p  p  p  p  pf -   1 1 2026-11-15
  two, both paid        f  f  f  pp -  -   3 0 2026-10-18
  two, both unpaid      p  p  p  ff fi f   4 2 2026-11-08
  a gap                 p  f  -  -  f  -   2 2 2026-10-25
  a gap, then paid      f  -  -  p  -  -   1 0 2026-10-18
  unknown between       p  f  u  u  f  -   2 2 2026-10-25
  unknown and unpaid    p  uf p  uf -  -   2 1 2026-10-25
  unknown and paid      f  f  up -  -  -   2 0 2026-10-18
  only unknown          u  u  u  u  u  u   0 0 -
  drafts between        p  f  d  d  s  d   2 2 2026-10-25
  only drafts           d  d  d  d  d  d   0 0 -
`

const lines = TABLE.split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => {
    const name = line.slice(2, 24).trim()
    const cells = line.slice(24).trim().split(/\s+/)
    const [unpaid, behind, oldest] = cells.slice(6)
    return { name, weeks: cells.slice(0, 6), unpaid, behind, oldest }
  })

function periodsOf(name: string, weeks: readonly string[]): PeriodRow[] {
  return weeks.flatMap((letters, at) =>
    [...letters.replace('-', '')].map((letter, of) => {
      const startDate = MONDAYS[at]
      return period(`${name} ${at} ${of}`, {
        contract: name,
        startDate,
        status: LETTERS[letter],
        currency: 'KES',
        amount: '1',
      })
    }),
  )
}

test('counts unpaid periods and weeks behind as computed by hand', async () => {
  const { db } = await openTestDatabase()
  await putPeriods(
    db,
    lines.flatMap(({ name, weeks }) => periodsOf(name, weeks)),
  )
  const found = await rows<{ contract: string; unpaid: number; behind: number; oldest: string | null }>(
    db,
    sql`select contract, unpaid, weeks_behind as behind, oldest_unpaid::text as oldest
      from (${contractsOfPeriods(TODAY, sql`true`)}) as derived order by contract collate "C"`,
  )
  const told = found.map(
    ({ contract, unpaid, behind, oldest }) => `${contract}: ${unpaid} ${behind} ${oldest ?? '-'}`,
  )
  expect(told.sort()).toEqual(
    lines.map(({ name, unpaid, behind, oldest }) => `${name}: ${unpaid} ${behind} ${oldest}`).sort(),
  )
})

/** Forgets the day of the figures, so that all of them are computed for the next one. */
async function forgetDay(db: Database): Promise<void> {
  await db.execute(sql`delete from source_fact where fact = 'contracts'`)
}

test('computes all contracts again after a clock that was days ahead is set back', async () => {
  const { db } = await openTestDatabase()
  await putPeriods(db, [
    period('1', {
      contract: 'Ada',
      startDate: '2026-11-16',
      status: 'PENDING',
      currency: 'KES',
      amount: '1',
    }),
  ])
  await forgetDay(db)
  const refresh = (today: Day) =>
    transact(db, async (tx) => {
      await refreshContracts(tx, new Set(), { today, now: new Date() })
      await computePending(tx, new Date())
    })
  const figures = () =>
    rows<{ day: Day; unpaid: number }>(
      db,
      sql`select (select value->>'day' from source_fact where fact = 'contracts') as day, unpaid from contract`,
    )
  await refresh(TODAY)
  expect(await figures()).toEqual([{ day: TODAY, unpaid: 0 }])
  await refresh('2027-06-01')
  expect(await figures()).toEqual([{ day: '2027-06-01', unpaid: 1 }])
  await refresh(TODAY)
  expect(await figures()).toEqual([{ day: TODAY, unpaid: 0 }])
  // The clock of another server, around midnight.
  await refresh('2026-11-26')
  await refresh(TODAY)
  expect(await figures()).toEqual([{ day: '2026-11-26', unpaid: 0 }])
})

test('leaves many contracts for later, and says how many', async () => {
  const { db } = await openTestDatabase()
  const names = Array.from({ length: 201 }, (_, at) => `Contract ${at}`)
  await putPeriods(
    db,
    names.map((name) =>
      period(name, {
        contract: name,
        startDate: '2026-10-12',
        status: 'PENDING',
        currency: 'KES',
        amount: '1',
      }),
    ),
  )
  await forgetDay(db)
  await transact(db, (tx) => refreshContracts(tx, new Set(), { today: TODAY, now: new Date() }))
  await transact(db, (tx) => computePending(tx, new Date()))
  await db.execute(sql`update contract set outstanding = 7`)
  const wrong = () =>
    rows<{ count: number }>(db, sql`select count(*)::int as count from contract where outstanding = 7`)
  const when = { today: TODAY, now: new Date() }
  await transact(db, (tx) => refreshContracts(tx, new Set(names.slice(0, 5)), when))
  expect(await wrong()).toEqual([{ count: 196 }])
  await transact(db, (tx) => refreshContracts(tx, new Set(names), when))
  expect(await wrong()).toEqual([{ count: 196 }])
  expect((await contractsState(db))?.pending).toBe(201)
  expect(await transact(db, (tx) => computePending(tx, new Date()))).toBe(0)
  expect(await wrong()).toEqual([{ count: 0 }])
})

test('is due on the first day on which a figure changes', async () => {
  const { db } = await openTestDatabase()
  const one = (contract: string, fields: Partial<PeriodRow>) =>
    period(contract, { contract, currency: 'KES', amount: '1', ...fields })
  await putPeriods(db, [
    one('failed, not over', { status: 'PAYMENT_FAILED', startDate: '2026-11-16', endDate: '2026-11-22' }),
    one('failed, fresh', { status: 'PAYMENT_FAILED', startDate: '2026-11-02', endDate: '2026-11-08' }),
    one('failed, old', { status: 'PAYMENT_FAILED', startDate: '2026-09-07', endDate: '2026-09-13' }),
    one('paid, not over', { status: 'PAYMENT_COMPLETE', startDate: '2026-11-23', endDate: '2026-11-29' }),
    one('paid', { status: 'PAYMENT_COMPLETE', startDate: '2026-11-02', endDate: '2026-11-08' }),
    one('no day', { status: 'PENDING' }),
  ])
  const found = await rows<{ contract: string; due: string | null; undated: number }>(
    db,
    sql`select contract, due_on::text as due, unpaid_undated as undated
      from (${contractsOfPeriods(TODAY, sql`true`)}) as derived order by contract collate "C"`,
  )
  expect(Object.fromEntries(found.map(({ contract, due }) => [contract, due]))).toEqual({
    'failed, not over': '2026-11-29',
    'failed, fresh': '2026-11-30',
    'failed, old': null,
    'paid, not over': '2026-12-06',
    // Nothing billed for four weeks.
    paid: '2026-11-30',
    'no day': null,
  })
  expect(found.filter(({ undated }) => undated > 0).map(({ contract }) => contract)).toEqual(['no day'])
})
