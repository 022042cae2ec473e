import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import {
  idsOfWeek,
  type Mirror,
  startMirror,
  startReadMirror,
  WEEK,
  WEEK_END,
} from '#lib/server/sync/testing/mirror.ts'
import { acceptDisappearances } from './row-facts.ts'

type Stored = { id: string; isMissing: boolean; isGone: boolean }

async function stored(mirror: Mirror, id: string): Promise<Stored | undefined> {
  const [row] = await mirror.select<Stored>(
    sql`select id, missing_since is not null as "isMissing", gone_at is not null as "isGone"
      from billing_period where id = ${id}`,
  )
  return row
}

/** Counts the week's rows in the aggregates, and as a list would show them. */
async function counts(mirror: Mirror): Promise<{ aggregate: number; listed: number }> {
  const [found] = await mirror.select<{ aggregate: number; listed: number }>(
    sql`select (select coalesce(sum(count), 0)::int from billing_period_day where day between ${WEEK} and ${WEEK_END}) as aggregate,
      (select count(*)::int from billing_period where gone_at is null and start_date between ${WEEK} and ${WEEK_END}) as listed`,
  )
  return found ?? { aggregate: -1, listed: -1 }
}

test('removes a row from every total after two complete runs without it, and restores it when it returns', async () => {
  const mirror = await startReadMirror()
  const before = await counts(mirror)
  const [id = ''] = idsOfWeek(mirror)
  mirror.sandbox.rows.remove('billing-periods', id)
  await mirror.passWeek()
  expect(await stored(mirror, id)).toMatchObject({ isMissing: true, isGone: false })
  expect(await counts(mirror)).toEqual(before)
  await mirror.passWeek()
  expect(await stored(mirror, id)).toMatchObject({ isGone: true })
  expect(await counts(mirror)).toEqual({ aggregate: before.aggregate - 1, listed: before.listed - 1 })
  mirror.sandbox.rows.restore('billing-periods', id)
  await mirror.passWeek()
  expect(await stored(mirror, id)).toMatchObject({ isMissing: false, isGone: false })
  expect(await counts(mirror)).toEqual(before)
})

test('needs two further runs to remove a row that returned after one run without it', async () => {
  const mirror = await startReadMirror()
  const [id = ''] = idsOfWeek(mirror)
  mirror.sandbox.rows.remove('billing-periods', id)
  await mirror.passWeek()
  mirror.sandbox.rows.restore('billing-periods', id)
  await mirror.passWeek()
  expect(await stored(mirror, id)).toMatchObject({ isMissing: false })
  mirror.sandbox.rows.remove('billing-periods', id)
  await mirror.passWeek()
  expect(await stored(mirror, id)).toMatchObject({ isMissing: true, isGone: false })
})

test('does not take a run that is not count-checked as proof that a row is missing', async () => {
  const mirror = await startReadMirror()
  const [id = ''] = idsOfWeek(mirror)
  mirror.sandbox.rows.remove('billing-periods', id)
  await mirror.passWeek()
  const fault = mirror.sandbox.faults.set({ route: 'billing-periods', kind: 'shift-count', by: 1 })
  await mirror.passWeek()
  await mirror.passWeek()
  expect(await stored(mirror, id)).toMatchObject({ isMissing: true, isGone: false })
  mirror.sandbox.faults.clear(fault)
  await mirror.passWeek()
  expect(await stored(mirror, id)).toMatchObject({ isGone: true })
})

test('keeps many disappearances at once on hold until an operator confirms them', async () => {
  const mirror = await startMirror({ sandbox: { scale: { contracts: 60, weeks: 8 } } })
  await mirror.pass()
  const before = await counts(mirror)
  const removed = idsOfWeek(mirror).slice(0, 25)
  expect(removed).toHaveLength(25)
  for (const id of removed) mirror.sandbox.rows.remove('billing-periods', id)
  for (let run = 0; run < 3; run += 1) await mirror.passWeek()
  expect(await counts(mirror)).toEqual(before)
  const facts = await mirror.select<{ rows: number }>(
    sql`select (value->>'rows')::int as rows from source_fact where fact = ${`held_back:${WEEK}`}`,
  )
  expect(facts).toEqual([{ rows: 25 }])
  expect(await acceptDisappearances(mirror.db, { source: 'payment-links', from: null, to: null })).toEqual([])
  expect(
    await acceptDisappearances(mirror.db, { source: 'hello-tractor', from: WEEK, to: WEEK_END }),
  ).toHaveLength(1)
  await mirror.passWeek()
  expect(await counts(mirror)).toEqual({ aggregate: before.aggregate - 25, listed: before.listed - 25 })
  const left = await mirror.select(sql`select 1 from source_fact where fact like 'held_back:%'`)
  expect(left).toEqual([])
})
