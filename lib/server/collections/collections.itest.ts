import Big from 'big.js'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Figures } from '#lib/collections/schema.ts'
import { collectionSummarySchema, weeklyCollectionsSchema } from '#lib/collections/schema.ts'
import { syncWindow } from '#lib/server/db/schema-sync.ts'
import { financier, openTestDatabase, operator } from '#lib/testing/ask.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { type PeriodRow, period, putPeriods } from '#lib/testing/rows.ts'
import { collectionSummary } from './summary.ts'
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
    lastCompleteAt: '2026-03-02T08:00:00Z',
    dueAt: '2026-03-02T08:00:00Z',
  })
})
afterAll(() => own.drop())

const ALL = { currency: [], funding_source: [], from: null, to: null }
const week = (monday: string, figures: Partial<Figures>) =>
  expect.objectContaining({ week: monday, ...figures })

describe('golden figures', () => {
  const paid = (id: string, amount: string | null, fields: Partial<PeriodRow> = {}) =>
    period(id, { startDate: '2026-03-04', currency: 'NGN', status: 'PAYMENT_COMPLETE', amount, ...fields })

  test('bills collected, failed and in-flight periods, and only counts drafts and unknown statuses', async () => {
    await putPeriods(own.db, [
      paid('1', '100.10'),
      paid('2', '0.20', { startDate: '2026-03-08' }),
      paid('3', '50', { status: 'PAYMENT_FAILED' }),
      paid('4', '30', { status: 'PENDING' }),
      paid('5', '20', { status: 'SENT_TO_PAYMENT_SERVICE' }),
      paid('6', '999', { status: 'DRAFT' }),
      paid('7', '777', { status: 'DISPUTED' }),
      paid('8', '888', { status: null }),
      paid('9', '5', { startDate: '2026-03-09' }),
      paid('10', '6', { goneAt: '2026-03-10T00:00:00Z' }),
    ])
    const { weeks } = weeklyCollectionsSchema.parse(await weeklyCollections(operator, ALL))
    expect(weeks).toEqual([
      {
        week: '2026-03-02',
        currency: 'NGN',
        count: 8,
        billed: '200.3',
        collected: '100.3',
        failed: '50',
        freshFailed: '0',
        inFlight: '50',
        outstanding: '100',
        rate: 0.500749,
        reachable: 0.750374,
        rateIssue: null,
        unknownAmounts: 0,
        leftOut: 2,
        leftOutShare: 0.285714,
        partial: false,
        byStatus: {
          DRAFT: { count: 1, amount: '999' },
          SENT_TO_PAYMENT_SERVICE: { count: 1, amount: '20' },
          PENDING: { count: 1, amount: '30' },
          PAYMENT_COMPLETE: { count: 2, amount: '100.3' },
          PAYMENT_FAILED: { count: 1, amount: '50' },
          OTHER: { count: 2, amount: '1665' },
        },
      },
      week('2026-03-09', { billed: '5', rate: 1, partial: false }),
    ])
  })

  test('leaves out an unknown amount, sums nothing without a currency, and has no rate if nothing is billed', async () => {
    await putPeriods(own.db, [
      paid('1', null),
      paid('2', '7', { currency: null }),
      paid('3', '9', { currency: 'KES', status: 'DRAFT' }),
    ])
    const { weeks } = await weeklyCollections(operator, ALL)
    expect(weeks).toEqual([
      week('2026-03-02', { currency: 'KES', billed: '0', rate: null, partial: false }),
      week('2026-03-02', { currency: 'NGN', billed: '0', rate: null, unknownAmounts: 1, leftOut: 1 }),
      week('2026-03-02', { currency: null, count: 1, billed: '0', unknownAmounts: 1, leftOut: 1 }),
    ])
  })

  test('counts periods that may be billed but are in no amount once, with their share', async () => {
    await putPeriods(own.db, [
      ...Array.from({ length: 10 }, (_, at) => paid(`known-${at}`, '100')),
      ...Array.from({ length: 13 }, (_, at) => paid(`unknown-${at}`, null)),
      paid('other-unknown', null, { status: 'DISPUTED' }),
      paid('other', '7', { status: 'DISPUTED' }),
      paid('draft-unknown', null, { status: 'DRAFT' }),
      paid('no-currency', '7', { currency: null, status: 'PENDING' }),
      paid('draft-no-currency', '7', { currency: null, status: 'DRAFT' }),
    ])
    for (const filters of [
      ALL,
      { ...ALL, currency: ['NGN'] },
      { ...ALL, funding_source: ['(unassigned)'] },
    ]) {
      const answer = weeklyCollectionsSchema.parse(await weeklyCollections(operator, filters))
      expect(answer.withoutCurrency).toBe(1)
      const figures = answer.weeks.find((one) => one.currency === 'NGN')
      expect(figures).toMatchObject({ rate: 1, unknownAmounts: 15, leftOut: 15, leftOutShare: 0.6 })
      const summary = await collectionSummary(operator, { ...filters, group_by: 'currency' })
      expect(collectionSummarySchema.parse(summary)).toMatchObject({ withoutCurrency: 1 })
      expect(summary.groups[0]).toMatchObject({ leftOut: 15, leftOutShare: 0.6 })
    }
    const { groups } = await collectionSummary(operator, { ...ALL, currency: ['NGN'], group_by: 'currency' })
    expect(groups.map((group) => group.currency)).toEqual(['NGN'])
    const scoped = await weeklyCollections(financier('Elsewhere'), { ...ALL, currency: ['NGN'] })
    expect(scoped).toMatchObject({ weeks: [], withoutCurrency: 0 })
  })

  test('has no rate, with the reason, when credits leave nothing billed or more collected than billed', async () => {
    const rateOf = async (...rows: PeriodRow[]) => {
      await putPeriods(own.db, rows)
      const { rate, rateIssue } = (await weeklyCollections(operator, ALL)).weeks[0] ?? {}
      return [rate, rateIssue]
    }
    const failed = { status: 'PAYMENT_FAILED' }
    expect(await rateOf(paid('1', '-250'), paid('2', '100'), paid('3', '50', failed))).toEqual([
      null,
      'billed_not_positive',
    ])
    expect(await rateOf(paid('1', '5'), paid('2', '-5'))).toEqual([null, 'billed_not_positive'])
    expect(await rateOf(paid('1', '100'), paid('2', '-50', failed))).toEqual([null, 'collected_not_within'])
    expect(await rateOf(paid('1', '-1'), paid('2', '50', failed))).toEqual([null, 'collected_not_within'])
    expect(await rateOf(paid('1', null))).toEqual([null, 'amounts_unknown'])
    expect(await rateOf(paid('1', '5', { status: 'DRAFT' }))).toEqual([null, 'nothing_billed'])
    expect(await rateOf(paid('1', '100'), paid('2', '0', failed))).toEqual([1, null])
  })

  test('is partial only in weeks with days that are not completely mirrored', async () => {
    await putPeriods(own.db, [paid('1', '1'), paid('2', '2', { startDate: '2026-03-11' })])
    await own.db.insert(syncWindow).values({
      source: 'hello-tractor',
      resource: 'billing-periods',
      fromDay: '2026-03-10',
      toDay: '2026-03-10',
      state: 'failed',
      dueAt: '2026-03-02T08:00:00Z',
    })
    const partialOf = async (filters: typeof ALL | { from: string; to: string } = ALL) =>
      (await weeklyCollections(operator, { ...ALL, ...filters })).weeks.map((entry) => [
        entry.week,
        entry.partial,
      ])
    expect(await partialOf()).toEqual([
      ['2026-03-02', false],
      ['2026-03-09', true],
    ])
    expect(await partialOf({ from: '2026-03-11', to: '2026-03-11' })).toEqual([['2026-03-09', false]])
    const { groups } = await collectionSummary(operator, { ...ALL, group_by: 'currency' })
    expect(groups.map((group) => group.partial)).toEqual([true])
    await own.db.execute(`delete from sync_window where from_day = '2026-03-10'`)
  })
})

const statuses = [
  'DRAFT',
  'SENT_TO_PAYMENT_SERVICE',
  'PENDING',
  'PAYMENT_COMPLETE',
  'PAYMENT_FAILED',
  'ODD',
] as const
const rows = fc
  .array(
    fc.record({
      startDate: fc.constantFrom('2025-12-28', '2025-12-29', '2026-01-01', '2026-01-04', '2026-01-05', null),
      status: fc.constantFrom(...statuses),
      currency: fc.constantFrom('NGN', 'KES'),
      amount: fc.option(
        fc
          .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: 0, max: 9 }))
          .map(([digits, scale]) => new Big(String(digits)).div(new Big(10).pow(scale)).toFixed(scale)),
        { nil: null },
      ),
      fundingSource: fc.constantFrom('AGRI-1', 'AGRI-2', null),
    }),
    { maxLength: 60 },
  )
  .map((found) => found.map((fields, at) => period(String(at), fields)))

const sum = (found: readonly PeriodRow[], names: readonly string[]) =>
  found
    .filter((row) => names.includes(row.status ?? ''))
    .reduce((total, row) => total.plus(row.amount ?? 0), new Big(0))
    .toFixed()

test('equals sums made by hand to the last digit in weeks and summaries, in every scope', async () => {
  const viewers = fc.constantFrom(operator, financier('AGRI-1'), financier())
  await fc.assert(
    fc.asyncProperty(rows, viewers, async (all, viewer) => {
      await putPeriods(own.db, all)
      const seen = all.filter(
        (row) =>
          viewer.fundingSources === 'all' ||
          (row.fundingSource && viewer.fundingSources.includes(row.fundingSource)),
      )
      const { weeks } = weeklyCollectionsSchema.parse(await weeklyCollections(viewer, ALL))
      const spans = {
        '2025-12-22': ['2025-12-28'],
        '2025-12-29': ['2025-12-29', '2026-01-01', '2026-01-04'],
        '2026-01-05': ['2026-01-05'],
      }
      const expected = Object.entries(spans).flatMap(([monday, days]) =>
        ['KES', 'NGN'].flatMap((currency) => {
          const found = seen.filter((row) => days.includes(row.startDate ?? '') && row.currency === currency)
          if (found.length === 0) return []
          return [
            [
              monday,
              currency,
              found.length,
              sum(found, statuses.slice(1, 5)),
              sum(found, ['PAYMENT_COMPLETE']),
            ],
          ]
        }),
      )
      expect(
        weeks.map((entry) => [entry.week, entry.currency, entry.count, entry.billed, entry.collected]),
      ).toEqual(expected)
      const summary = await collectionSummary(viewer, { ...ALL, group_by: 'funding_source' })
      const byGroup = collectionSummarySchema.parse(summary).groups
      expect(byGroup.reduce((count, group) => count + group.count, 0)).toBe(seen.length)
      for (const currency of ['KES', 'NGN']) {
        const own_ = byGroup.filter((group) => group.currency === currency)
        const collected = own_.reduce((total, group) => total.plus(group.collected), new Big(0)).toFixed()
        expect(collected).toBe(
          sum(
            seen.filter((row) => row.currency === currency),
            ['PAYMENT_COMPLETE'],
          ),
        )
      }
    }),
    { numRuns: 40 },
  )
})

test('counts only the days inside the range in a week that the range cuts', async () => {
  await putPeriods(
    own.db,
    ['2026-03-03', '2026-03-04', '2026-03-05'].map((startDate, at) =>
      period(String(at), { startDate, currency: 'NGN', status: 'PENDING', amount: '1' }),
    ),
  )
  const { weeks } = await weeklyCollections(operator, { ...ALL, from: '2026-03-04', to: '2026-03-04' })
  expect(weeks).toEqual([week('2026-03-02', { count: 1, billed: '1' })])
})
