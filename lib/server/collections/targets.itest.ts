import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { billingPeriodFilters } from '#lib/billing-periods/filters.ts'
import { targetsSchema } from '#lib/collections/target-schema.ts'
import { targetLines } from '#lib/collections/target-table.ts'
import { compareMoney } from '#lib/money.ts'
import { parseParams } from '#lib/search-params.ts'
import { listBillingPeriods } from '#lib/server/billing-periods/list.ts'
import { syncWindow } from '#lib/server/db/schema-sync.ts'
import { financier, openTestDatabase, operator } from '#lib/testing/ask.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { type PeriodRow, period, putPeriods } from '#lib/testing/rows.ts'
import { collectionTargets } from './targets.ts'

let own: TestDatabase
/** A Wednesday: the latest point is 24 August to 22 November. */
const NOW = new Date('2026-11-25T12:00:00Z')
const ALL = { currency: [], funding_source: [] }

const paid = (id: string, startDate: string, amount: string | null, fields: Partial<PeriodRow> = {}) =>
  period(id, {
    startDate,
    currency: 'NGN',
    fundingSource: 'Fund A',
    status: 'PAYMENT_COMPLETE',
    amount,
    ...fields,
  })
const failed = { status: 'PAYMENT_FAILED' }

beforeAll(async () => {
  own = await openTestDatabase()
  await putPeriods(own.db, [
    // The first and the last day of the latest point, and the days beside them.
    paid('before', '2026-08-23', '1000'),
    paid('first day', '2026-08-24', '400'),
    paid('last day', '2026-11-22', '200'),
    paid('this week', '2026-11-23', '9999', failed),
    paid('old failure', '2026-09-07', '250', { ...failed, endDate: '2026-09-13' }),
    paid('failed 28 days ago', '2026-10-22', '50', { ...failed, endDate: '2026-10-28' }),
    paid('failed 27 days ago', '2026-10-23', '30', { ...failed, endDate: '2026-10-29' }),
    paid('failed, no end', '2026-11-16', '20', failed),
    paid('in flight', '2026-11-16', '40', { status: 'PENDING' }),
    paid('sent', '2026-11-16', '10', { status: 'SENT_TO_PAYMENT_SERVICE' }),
    paid('draft', '2026-11-16', '777', { status: 'DRAFT' }),
    paid('gone', '2026-11-16', '555', { ...failed, goneAt: '2026-11-20T00:00:00Z' }),
    // Another currency, another funding source, and none.
    paid('shillings', '2026-11-16', '90', { currency: 'KES' }),
    paid('shillings failed', '2026-09-07', '10', { currency: 'KES', ...failed }),
    paid('B', '2026-11-16', '7', { fundingSource: 'Fund B' }),
    paid('B without a currency', '2026-11-16', '7', { fundingSource: 'Fund B', currency: null }),
    paid('unassigned', '2026-11-16', '1', { fundingSource: null }),
    paid('C long ago', '2020-01-06', '1', { fundingSource: 'Fund C' }),
  ])
  await own.db.execute(sql`
    insert into collection_target (funding_source, currency, percent, set_at, set_by) values
      ('Fund A', 'NGN', 72.5, '2026-11-01T09:00:00Z', 'Ada'), ('Fund A', 'KES', 88.0, '2026-11-01T09:00:00Z', 'Ada'),
      ('Fund B', 'NGN', 50, '2026-11-01T09:00:00Z', 'Ada'), ('Fund C', 'NGN', 50, '2026-11-01T09:00:00Z', 'Ada'),
      ('Fund D', 'NGN', 50, '2026-11-01T09:00:00Z', 'Ada')`)
})
afterAll(() => own.drop())

async function setComplete(fromDay: string): Promise<void> {
  await own.db.execute(sql`truncate sync_window`)
  await own.db.insert(syncWindow).values({
    source: 'hello-tractor',
    resource: 'billing-periods',
    fromDay,
    toDay: null,
    state: 'complete',
    lastCompleteAt: NOW.toISOString(),
    dueAt: NOW.toISOString(),
  })
}
const read = async (viewer = operator, filters = {}) =>
  targetsSchema.parse(await collectionTargets(viewer, { ...ALL, ...filters }, NOW))
const named = ({ targets }: Awaited<ReturnType<typeof read>>) =>
  targets.map(({ fundingSource, currency }) => `${fundingSource} ${currency}`)

describe('trailing rates beside their targets, on 25 November 2026', () => {
  test('are those of thirteen whole weeks, computed by hand', async () => {
    await setComplete('2020-01-01')
    const { targets } = await read()
    const [kenya, nigeria, b, c, d] = targets
    // 600 collected of 1,000; 50 in flight and 50 failed within 28 days may still be paid: 70 % is below 72.5 %.
    expect(nigeria).toMatchObject({ percent: '72.5', isGone: false, setAt: '2026-11-01T09:00:00.000Z' })
    expect(nigeria?.points[0]).toEqual({
      from: '2026-08-24',
      to: '2026-11-22',
      billed: '1000',
      collected: '600',
      inFlight: '50',
      freshFailed: '50',
      rate: 0.6,
      reachable: 0.7,
      rateIssue: null,
      leftOut: 0,
      partial: false,
      state: 'below',
      reason: null,
    })
    // A week earlier: the last week drops out, and Sunday 23 August comes in: 1,400 of 1,730, 30 still fresh.
    expect(nigeria?.points[1]).toMatchObject({
      from: '2026-08-17',
      to: '2026-11-15',
      billed: '1730',
      collected: '1400',
      inFlight: '0',
      freshFailed: '30',
      state: 'met',
    })
    expect(nigeria?.weeksBelow).toBe(1)
    expect(kenya?.points[0]).toMatchObject({ billed: '100', collected: '90', rate: 0.9, state: 'met' })
    expect(kenya?.points[1]).toMatchObject({ billed: '10', collected: '0', state: 'below' })
    // One of two periods has no currency, so it may be one of these.
    expect(b?.points[0]).toMatchObject({ leftOut: 1, state: 'open', reason: 'left_out' })
    expect([c, d].map((target) => target?.points[0]?.reason)).toEqual(['nothing_billed', 'nothing_billed'])
    expect([c?.isGone, d?.isGone]).toEqual([false, true])
    expect(new Set(targets.map(({ points }) => points.length))).toEqual(new Set([26]))
  })

  test('count a period without a readable start day where it belongs, and nowhere else', async () => {
    await setComplete('2020-01-01')
    const before = await read()
    await own.db.execute(sql`
      insert into billing_period_year (day, currency, funding_source, status, count, amount, unknown_amounts)
      values (null, 'NGN', 'Fund B', 'PENDING', 3, 21, 0)`)
    const after = await read()
    await own.db.execute(sql`delete from billing_period_year where day is null`)
    const stateOf = ({ targets }: typeof before, name: string) =>
      targets.filter(({ fundingSource }) => fundingSource === name).map(({ points }) => points)
    expect(stateOf(after, 'Fund A')).toEqual(stateOf(before, 'Fund A'))
    expect(stateOf(after, 'Fund B')[0]?.[0]).toMatchObject({
      leftOut: (stateOf(before, 'Fund B')[0]?.[0]?.leftOut ?? 0) + 3,
      reason: 'left_out',
    })
  })

  test('are open for every point that touches days which are not read', async () => {
    await setComplete('2026-08-24')
    const [, nigeria] = (await read()).targets
    expect(nigeria?.points.map(({ reason }) => reason).slice(0, 3)).toEqual([
      null,
      'missing_days',
      'missing_days',
    ])
    await setComplete('2020-01-01')
  })

  test('equal the totals of the lists that they open', async () => {
    const lines = targetLines(await read())
    for (const point of lines.flatMap(({ latest, earlier }) => [latest, ...earlier.slice(0, 4)])) {
      for (const what of ['billed', 'collected'] as const) {
        const { searchParams } = new URL(String(point.hrefs[what]), 'http://here')
        const filters = parseParams(billingPeriodFilters, searchParams)
        const { totals } = await listBillingPeriods(operator, { ...filters, cursor: null, limit: 1 })
        expect(compareMoney(totals[0]?.amount ?? '0', point[what]), String(point.hrefs[what])).toBe(0)
      }
    }
  })

  test('are those of the viewer’s funding sources and filters alone', async () => {
    expect(named(await read())).toEqual([
      'Fund A KES',
      'Fund A NGN',
      'Fund B NGN',
      'Fund C NGN',
      'Fund D NGN',
    ])
    expect(named(await read(financier('Fund A')))).toEqual(['Fund A KES', 'Fund A NGN'])
    expect(named(await read(financier('Fund A'), { funding_source: ['Fund B'] }))).toEqual([])
    expect(named(await read(financier()))).toEqual([])
    expect(named(await read(operator, { currency: ['KES'] }))).toEqual(['Fund A KES'])
    const [, theirs] = (await read(financier('Fund A'))).targets
    const [, all] = (await read()).targets
    expect(theirs).toEqual(all)
  })
})
