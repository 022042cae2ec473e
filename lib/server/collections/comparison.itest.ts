import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addDays, type Day } from '#lib/calendar-date.ts'
import { differenceInterval } from '#lib/collections/ratio-difference.ts'
import { comparisonSchema } from '#lib/collections/schema.ts'
import { rowHistory } from '#lib/server/db/schema.ts'
import { syncWindow } from '#lib/server/db/schema-sync.ts'
import { financier, openTestDatabase, operator } from '#lib/testing/ask.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { type PeriodRow, period, putPeriods } from '#lib/testing/rows.ts'
import { momentsOf } from '#lib/testing/verdicts/moments.ts'
import { compareCollections } from './comparison.ts'
import { weeklyCollections } from './weekly.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await openTestDatabase()
  await own.db.insert(syncWindow).values({
    source: 'hello-tractor',
    resource: 'billing-periods',
    fromDay: '2020-01-01',
    toDay: null,
    state: 'complete',
    lastCompleteAt: NOW.toISOString(),
    dueAt: NOW.toISOString(),
  })
})
afterAll(() => own.drop())

const NOW = new Date('2026-03-29T12:00:00Z')
/** Four weeks that ended 28 days before `NOW`, and the four weeks before them. */
const RANGE = { from: '2026-02-02', to: '2026-03-01' }
const EARLIER = '2026-01-05'
const filters = { currency: 'NGN', funding_source: [], ...RANGE }
const compare = (viewer = operator, rest: object = {}) =>
  compareCollections(viewer, { ...filters, ...rest }, NOW).then((answer) => comparisonSchema.parse(answer))

type Status = 'PAYMENT_COMPLETE' | 'PAYMENT_FAILED' | 'PENDING'

/** Periods of a range's four weeks: one of each contract each week, of which `statusOf` gives the status. */
function weeks(
  first: Day,
  contracts: number,
  statusOf: (contract: number, week: number) => Status,
  rest: Partial<PeriodRow> = {},
): PeriodRow[] {
  return Array.from({ length: contracts * 4 }, (_, at) => {
    const [contract, week] = [Math.floor(at / 4), at % 4]
    const startDate = addDays(first, 7 * week)
    return period(`${first}-${contract}-${week}`, {
      startDate,
      endDate: addDays(startDate, 6),
      currency: 'NGN',
      contract: `Contract ${contract}`,
      fundingSource: 'Fund A',
      amount: String(100 + (contract % 7)),
      status: statusOf(contract, week),
      ...rest,
    })
  })
}
/** Of every 20 periods, `failed` failed. */
const oneIn =
  (failed: number) =>
  (contract: number, week: number): Status =>
    (contract * 7 + week * 3) % 20 < failed ? 'PAYMENT_FAILED' : 'PAYMENT_COMPLETE'

describe('a comparison by interval', () => {
  test('names a fall that every open payment could not undo, with its evidence', async () => {
    await putPeriods(own.db, [...weeks(RANGE.from, 100, oneIn(6)), ...weeks(EARLIER, 100, oneIn(2))])
    const { previous, now } = await compare()
    expect(previous).toMatchObject({ from: '2026-01-05', to: '2026-02-01', atEqualAge: null })
    expect(now.figures.rate).toBeCloseTo(0.7, 2)
    expect(previous.verdicts.rate).toMatchObject({
      verdict: 'down',
      evidence: { rule: 'interval', days: RANGE, contracts: 100, now: { billed: now.figures.billed } },
    })
    expect(previous.verdicts.failed.verdict).toBe('up')
    const { difference, interval } = previous.verdicts.rate.evidence ?? {}
    expect(interval?.high).toBeLessThan(0)
    expect(((interval?.low ?? 0) + (interval?.high ?? 0)) / 2).toBeCloseTo(difference ?? 0, 5)
  })

  test('estimates the error by contract as the definition says', async () => {
    const rows = [...weeks(RANGE.from, 30, oneIn(6)), ...weeks(EARLIER, 25, oneIn(2))]
    await putPeriods(own.db, rows)
    const { evidence } = (await compare()).previous.verdicts.rate
    const sumsOf = (from: Day) => {
      const sums = new Map<number, { billed: number; part: number }>()
      for (const row of rows.filter(
        ({ startDate = '' }) => (startDate ?? '') >= from && (startDate ?? '') < addDays(from, 28),
      )) {
        const contract = Number(row.contract?.split(' ')[1])
        const sum = sums.get(contract) ?? { billed: 0, part: 0 }
        sum.billed += Number(row.amount)
        if (row.status === 'PAYMENT_COMPLETE') sum.part += Number(row.amount)
        sums.set(contract, sum)
      }
      return sums
    }
    const moments = momentsOf(sumsOf(RANGE.from), sumsOf(EARLIER))
    const total = (of: Map<number, { billed: number; part: number }>) => ({
      part: [...of.values()].reduce((sum, { part }) => sum + part, 0),
      billed: [...of.values()].reduce((sum, { billed }) => sum + billed, 0),
    })
    const expected = differenceInterval(total(sumsOf(RANGE.from)), total(sumsOf(EARLIER)), moments)
    expect(moments).toMatchObject({ contractsNow: 30, contractsBefore: 25, contracts: 30 })
    expect(evidence?.interval?.low).toBeCloseTo(expected.low, 5)
    expect(evidence?.interval?.high).toBeCloseTo(expected.high, 5)
  })

  test('names no change that open payments could undo', async () => {
    const open = (contract: number, week: number): Status =>
      oneIn(6)(contract, week) === 'PAYMENT_FAILED' ? 'PENDING' : 'PAYMENT_COMPLETE'
    await putPeriods(own.db, [...weeks(RANGE.from, 100, open), ...weeks(EARLIER, 100, oneIn(2))])
    expect((await compare()).previous.verdicts.rate).toMatchObject({
      verdict: 'no_clear_change',
      evidence: { interval: null },
    })
  })

  test('names nothing for fewer than ten contracts', async () => {
    await putPeriods(own.db, [...weeks(RANGE.from, 9, oneIn(10)), ...weeks(EARLIER, 9, oneIn(0))])
    expect((await compare()).previous.verdicts.rate).toMatchObject({
      verdict: 'too_few_contracts',
      evidence: { contracts: 9 },
    })
  })

  test('leaves weeks out whose payments still arrive, and says which it compared', async () => {
    await putPeriods(own.db, [
      ...weeks(RANGE.from, 20, oneIn(2)),
      ...weeks('2026-03-02', 20, () => 'PENDING'),
      ...weeks(EARLIER, 20, oneIn(2)),
      ...weeks('2025-12-08', 20, oneIn(2)),
    ])
    const { previous } = await compare(operator, { from: '2026-02-02', to: '2026-03-29' })
    expect(previous).toMatchObject({ from: '2025-12-08', to: '2026-02-01' })
    expect(previous.verdicts.rate).toMatchObject({
      verdict: 'no_clear_change',
      evidence: { days: RANGE, before: { from: '2025-12-08', to: '2026-01-04' }, difference: null },
    })
    expect(
      (await compare(operator, { from: '2026-03-09', to: '2026-03-29' })).previous.verdicts.rate,
    ).toEqual({
      verdict: 'not_comparable',
      reason: 'too_recent',
      evidence: null,
    })
  })

  test('shows a viewer only the funding sources of their scope', async () => {
    const others = weeks(RANGE.from, 100, oneIn(20), { fundingSource: 'Fund B' }).map((row) => {
      return { ...row, id: `${row.id}-b` }
    })
    await putPeriods(own.db, [...weeks(RANGE.from, 40, oneIn(2)), ...weeks(EARLIER, 40, oneIn(2)), ...others])
    const { now, previous } = await compare(financier('Fund A'))
    expect(now.figures).toMatchObject({ count: 160, rate: previous.figures.rate })
    expect(previous.verdicts.rate).toMatchObject({ verdict: 'no_clear_change' })
    expect((await compare()).previous.verdicts.rate.verdict).toBe('down')
  })
})

describe('a comparison at equal age', () => {
  const SHIFT = 28
  const asOf = new Date(NOW.getTime() - SHIFT * 86_400_000).toISOString()

  /**
   * The earlier weeks, read since they began: paid in the end, but of every 20 periods `open` were still pending
   * at equal age.
   */
  async function observe(open: number, statusOf = oneIn(6)): Promise<void> {
    const firstSeenAt = '2026-01-06T08:00:00Z'
    const isOpen = (contract: number, week: number) => oneIn(open)(contract, week) === 'PAYMENT_FAILED'
    const earlier = weeks(EARLIER, 100, () => 'PAYMENT_COMPLETE', { firstSeenAt }).map((row, at) => {
      const wasOpen = isOpen(Math.floor(at / 4), at % 4)
      return { ...row, changedAt: wasOpen ? '2026-03-10T08:00:00Z' : '2026-02-20T08:00:00Z', wasOpen }
    })
    await putPeriods(own.db, [
      ...weeks(RANGE.from, 100, statusOf),
      ...earlier.map(({ wasOpen: _, ...row }) => row),
    ])
    await own.db.delete(rowHistory)
    const entry = (id: string, status: string, previousSeenAt: string | null, seenAt: string) => {
      return { source: 'hello-tractor', resource: 'billing-periods', id, status, previousSeenAt, seenAt }
    }
    await own.db
      .insert(rowHistory)
      .values(
        earlier.flatMap(({ id, changedAt }) => [
          entry(id, 'PENDING', null, firstSeenAt),
          entry(id, 'PAYMENT_COMPLETE', new Date(Date.parse(changedAt) - 60_000).toISOString(), changedAt),
        ]),
      )
  }

  test('counts the earlier range as it was then, so that late payments make no fall', async () => {
    await observe(6)
    const { previous, now } = await compare()
    expect(Date.parse(asOf)).toBe(Date.parse('2026-03-01T12:00:00Z'))
    expect(previous.figures.rate).toBe(1)
    expect(previous.atEqualAge?.earlier.billed).toBe(previous.figures.billed)
    expect(previous.atEqualAge?.earlier.collected).toBe(now.figures.collected)
    expect(previous.atEqualAge?.now.collected).toBe(now.figures.collected)
    expect(previous.verdicts.rate).toMatchObject({
      verdict: 'no_clear_change',
      evidence: { rule: 'equal_age', days: RANGE, difference: null },
    })
  })

  test('names a fall against what the earlier range had at that age', async () => {
    await observe(2)
    expect((await compare()).previous.verdicts.rate).toMatchObject({
      verdict: 'down',
      evidence: { rule: 'equal_age', contracts: 100 },
    })
    expect((await compare(financier('Fund A'))).previous.verdicts.rate.verdict).toBe('down')
  })

  test('is measured on what was collected, however much is still open', async () => {
    // Contracts bill alike and most payments are open, so what is reachable hardly scatters.
    await observe(2, (contract) => (contract % 3 > 0 ? 'PENDING' : 'PAYMENT_COMPLETE'))
    const { evidence } = (await compare()).previous.verdicts.rate
    expect(evidence?.now.reachable).toBe(evidence?.now.part)
    const { low = 0, high = 0 } = evidence?.interval ?? {}
    expect(evidence?.difference).toBeLessThan(-0.5)
    expect(high - low).toBeGreaterThan(0.1)
  })

  test('takes the age of the data, not of the clock, where the source is not read', async () => {
    await observe(6)
    await own.db.update(syncWindow).set({ lastCompleteAt: '2026-03-10T07:00:00Z' })
    // 28 days before that reading nothing of the earlier range had been paid.
    const { previous } = await compare()
    await own.db.update(syncWindow).set({ lastCompleteAt: NOW.toISOString() })
    expect(previous.atEqualAge?.earlier).toMatchObject({ collected: '0' })
  })

  test('counts rows that were listed then and are gone since', async () => {
    await observe(6)
    const before = (await compare()).previous.atEqualAge?.earlier
    await own.db.execute(`update billing_period set gone_at = '2026-03-20', window_from = date_trunc('week', start_date)
      where start_date < '2026-01-12'`)
    expect((await compare()).previous.atEqualAge?.earlier).toEqual(before)
  })

  test('is not claimed where the mirror began later, or the range was first seen later', async () => {
    await observe(6)
    await own.db.update(rowHistory).set({ seenAt: '2026-03-05T08:00:00Z' })
    expect((await compare()).previous.verdicts.rate.evidence?.rule).toBe('interval')
    await observe(6)
    await own.db.execute(
      `update billing_period set first_seen_at = '2026-03-05' where start_date < '2026-01-19'`,
    )
    expect((await compare()).previous.verdicts.rate.evidence?.rule).toBe('interval')
  })

  test('is not claimed where changes may lie on either side of the instant', async () => {
    await observe(6)
    await own.db.execute(
      `update row_history set previous_seen_at = '2026-02-25' where seen_at = '2026-03-10T08:00:00Z'`,
    )
    expect((await compare()).previous.verdicts.rate.evidence?.rule).toBe('interval')
  })
})

describe('a fresh failure', () => {
  test('is one whose period ended less than 28 days ago, by any grouping', async () => {
    const failed = (id: string, startDate: Day, endDate: Day | null) =>
      period(id, {
        startDate,
        endDate,
        currency: 'NGN',
        amount: '10',
        status: 'PAYMENT_FAILED',
        contract: 'C',
      })
    const paid = period('paid', {
      startDate: '2026-02-23',
      currency: 'NGN',
      amount: '60',
      status: 'PAYMENT_COMPLETE',
    })
    await putPeriods(own.db, [
      paid,
      failed('fresh', '2026-02-24', '2026-03-02'),
      failed('old', '2026-02-23', '2026-03-01'),
      failed('unknown end, fresh', '2026-02-24', null),
      failed('unknown end, old', '2026-02-23', null),
    ])
    expect((await compare(operator, { from: '2026-02-23', to: '2026-03-01' })).now.figures).toMatchObject({
      failed: '40',
      freshFailed: '20',
      rate: 0.6,
      reachable: 0.8,
    })
    const { weeks: all } = await weeklyCollections(
      operator,
      { currency: [], funding_source: [], from: null, to: null },
      NOW,
    )
    expect(all).toMatchObject([{ week: '2026-02-23', freshFailed: '20', reachable: 0.8 }])
  })
})

test('takes the most used currency and the last 26 weeks unless told otherwise', async () => {
  await putPeriods(own.db, [
    ...weeks(RANGE.from, 20, oneIn(2)),
    period('kes', { startDate: '2026-03-02', currency: 'KES', amount: '1', status: 'PENDING' }),
  ])
  const { now } = await compare(operator, { currency: null, from: null, to: null })
  expect(now).toMatchObject({ from: '2025-09-29', to: '2026-03-29', figures: { currency: 'NGN', count: 80 } })
  await putPeriods(own.db, [])
  expect(await compare(operator, { currency: null })).toMatchObject({
    now: { figures: { currency: 'XXX', count: 0, billed: '0', rate: null } },
    previous: { verdicts: { rate: { verdict: 'not_comparable' } } },
  })
})
