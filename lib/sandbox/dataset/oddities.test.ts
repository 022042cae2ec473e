import { describe, expect, test } from 'vitest'
import { daysBetween } from '#lib/calendar-date.ts'
import { weekStart } from '#lib/week.ts'
import type { BillingPeriod } from './billing-periods.ts'
import { statusAt } from './collection.ts'
import { correctedAt } from './corrections.ts'
import { createDataset, type DatasetOptions } from './dataset.ts'

const ORIGIN = '2026-11-21'
const OPENED = Date.parse('2026-11-21T09:00:00Z')
const MINUTE_MS = 60_000
const DAY_MS = 1440 * MINUTE_MS

function periodsOf(options: Partial<DatasetOptions> = {}): readonly BillingPeriod[] {
  const dataset = createDataset({
    seed: 'small',
    originDay: ORIGIN,
    contracts: 24,
    weeks: 20,
    openedAt: OPENED,
    ...options,
  })
  dataset.growTo(OPENED)
  return dataset.periods.all()
}

const ofContract = (periods: readonly BillingPeriod[], index: number) =>
  periods.filter(({ contract }) => contract.index === index)
const isPaid = (period: BillingPeriod, now: number) => statusAt(period.events, now) === 'PAYMENT_COMPLETE'
const weeksOf = (periods: readonly BillingPeriod[]) =>
  new Set(periods.map(({ startDate }) => weekStart(startDate))).size

describe('the sandbox has', () => {
  test.each(['small', 'other', 'furrow'])('a contract that stops paying (seed %s)', (seed) => {
    const own = ofContract(periodsOf({ seed }), 15)
    const [before, since] = [
      own.filter(({ startDate }) => startDate < '2026-09-28'),
      own.filter(({ startDate }) => startDate >= '2026-09-28'),
    ]
    expect(before.some((period) => isPaid(period, OPENED))).toBe(true)
    expect(weeksOf(since)).toBeGreaterThanOrEqual(8)
    const later = OPENED + 90 * DAY_MS
    expect(since.filter((period) => isPaid(period, later))).toEqual([])
    const statuses = new Set(since.map((period) => statusAt(period.events, later)))
    expect([...statuses]).toEqual(expect.arrayContaining(['PAYMENT_FAILED']))
  })

  test.each(['small', 'other', 'furrow'])(
    'a contract that is six weeks behind, and pays all of them ten minutes after the sandbox is opened (seed %s)',
    (seed) => {
      const own = ofContract(periodsOf({ seed }), 19)
      const missing = own.filter(({ startDate }) => startDate >= '2026-09-28' && startDate < '2026-11-09')
      expect(weeksOf(missing)).toBe(6)
      expect(missing.filter((period) => isPaid(period, OPENED + 9 * MINUTE_MS))).toEqual([])
      expect(missing.filter((period) => !isPaid(period, OPENED + 10 * MINUTE_MS))).toEqual([])
      for (const { events } of missing) {
        const times = events.map(({ at }) => at)
        expect(times).toEqual(times.toSorted((a, b) => a - b))
      }
    },
  )

  test('amounts that are lowered and periods that are moved within an hour after it is opened', () => {
    const periods = periodsOf()
    const differences = (minutes: number) =>
      periods.flatMap((period) => {
        const { contract, amount, startDate, endDate } = period
        const now = correctedAt(period, OPENED + minutes * MINUTE_MS)
        if (now === period) return []
        const days = [daysBetween(startDate, now.startDate), daysBetween(endDate, now.endDate)]
        return [
          [
            contract.index,
            weekStart(startDate),
            Math.round((100 * Number(now.amount)) / Number(amount)),
            days,
          ],
        ]
      })
    const lowered = (index: number, percent: number) => [index, '2026-11-02', percent, [0, 0]]
    const moved = (index: number) => [index, '2026-10-26', 100, [7, 7]]
    expect(differences(5)).toEqual([])
    expect(differences(6)).toEqual([lowered(11, 80)])
    expect(differences(8)).toEqual([moved(4), lowered(11, 80)])
    expect(differences(60)).toHaveLength(4)
    expect(differences(60)).toEqual(expect.arrayContaining([lowered(14, 65), moved(17)]))
  })

  test('no corrections if it is not known when it was opened, and the six weeks paid before', () => {
    const periods = periodsOf({ openedAt: undefined })
    expect(periods.filter(({ correction }) => correction !== null)).toEqual([])
    const before = Date.parse('2026-11-16T00:00:00Z')
    const missing = ofContract(periods, 19).filter(
      ({ startDate }) => startDate >= '2026-09-28' && startDate < '2026-11-09',
    )
    expect(missing.filter((period) => isPaid(period, before - 1))).toEqual([])
    expect(missing.filter((period) => !isPaid(period, before))).toEqual([])
  })
})

describe('a planted fall', () => {
  const large = { contracts: 200, weeks: 40, seed: 'trend' }
  const everPaid = (periods: readonly BillingPeriod[]) =>
    periods.filter((period) => isPaid(period, Number.POSITIVE_INFINITY)).length / periods.length
  const parts = (periods: readonly BillingPeriod[]) => [
    periods.filter(({ createdAt }) => createdAt < Date.parse('2026-06-01T00:00:00Z')),
    periods.filter(({ createdAt }) => createdAt >= Date.parse('2026-06-01T00:00:00Z')),
  ]

  test('lowers the share that is ever paid by its points, from its week on', () => {
    const [before = [], since = []] = parts(periodsOf(large))
    const [same = [], fallen = []] = parts(periodsOf({ ...large, fall: { from: '2026-06-01', points: 12 } }))
    const lives = (periods: readonly BillingPeriod[]) =>
      periods.map(({ key, amount, events }) => JSON.stringify([key, amount, events]))
    expect(lives(same)).toEqual(lives(before))
    expect(fallen.length).toBe(since.length)
    expect(everPaid(since) - everPaid(fallen)).toBeGreaterThan(0.11)
    expect(everPaid(since) - everPaid(fallen)).toBeLessThan(0.13)
  })

  test('is not there unless it is asked for', () => {
    const [before = [], since = []] = parts(periodsOf(large))
    expect(Math.abs(everPaid(before) - everPaid(since))).toBeLessThan(0.015)
  })
})
