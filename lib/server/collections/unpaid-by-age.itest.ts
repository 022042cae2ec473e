import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { billingPeriodFilters } from '#lib/billing-periods/filters.ts'
import { AGES } from '#lib/collections/age.ts'
import { unpaidByAgeSchema } from '#lib/collections/age-schema.ts'
import { unpaidTable } from '#lib/collections/age-table.ts'
import { compareMoney } from '#lib/money.ts'
import { parseParams } from '#lib/search-params.ts'
import { listBillingPeriods } from '#lib/server/billing-periods/list.ts'
import { financier, openTestDatabase, operator } from '#lib/testing/ask.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { type PeriodRow, period, putPeriods } from '#lib/testing/rows.ts'
import { collectionSummary } from './summary.ts'
import { unpaidByAge } from './unpaid-by-age.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await openTestDatabase()
})
afterAll(() => own.drop())

const NOW = new Date('2026-11-25T12:00:00Z')
const ALL = { currency: [], funding_source: [], from: null, to: null }

const unpaid = (id: string, endDate: string | null, fields: Partial<PeriodRow> = {}) =>
  period(id, {
    startDate: '2026-08-03',
    endDate,
    currency: 'NGN',
    status: 'PAYMENT_FAILED',
    amount: '1',
    ...fields,
  })

describe('unpaid by age, on 25 November 2026', () => {
  test('puts every period into the age of its end day, the first and the last day of each age included', async () => {
    await putPeriods(own.db, [
      unpaid('ends tomorrow', '2026-11-26', { amount: '1.10' }),
      unpaid('ends today', '2026-11-25', { amount: '2' }),
      unpaid('7 days ago', '2026-11-18', { amount: '3', status: 'PENDING' }),
      unpaid('8 days ago', '2026-11-17', { amount: '4' }),
      unpaid('14 days ago', '2026-11-11', { amount: '5' }),
      unpaid('15 days ago', '2026-11-10', { amount: '6', status: 'SENT_TO_PAYMENT_SERVICE' }),
      unpaid('30 days ago', '2026-10-26', { amount: '7' }),
      unpaid('31 days ago', '2026-10-25', { amount: '8' }),
      unpaid('60 days ago', '2026-09-26', { amount: null }),
      unpaid('61 days ago', '2026-09-25', { amount: '10' }),
      unpaid('90 days ago', '2026-08-27', { amount: '11' }),
      unpaid('91 days ago', '2026-08-26', { amount: '12' }),
      unpaid('years ago', '2001-01-01', { amount: '-13' }),
      unpaid('no end', null, { amount: '14' }),
      unpaid('paid', '2026-11-25', { status: 'PAYMENT_COMPLETE' }),
      unpaid('draft', '2026-11-25', { status: 'DRAFT' }),
      unpaid('unknown status', '2026-11-25', { status: 'DISPUTED' }),
      unpaid('gone', '2026-11-25', { goneAt: '2026-11-01T00:00:00Z' }),
      unpaid('another currency', '2026-11-25', { currency: 'KES' }),
      unpaid('no currency', '2026-11-25', { currency: null }),
    ])
    const answer = unpaidByAgeSchema.parse(await unpaidByAge(operator, ALL, NOW))
    const line = (age: string, count: number, failed: string, inFlight: string, rest = {}) =>
      expect.objectContaining({ age, currency: 'NGN', count, failed, inFlight, unknownAmounts: 0, ...rest })
    expect(answer.today).toBe('2026-11-25')
    expect(answer.ages).toEqual([
      expect.objectContaining({ age: 'days_0_7', currency: 'KES', outstanding: '1' }),
      line('not_ended', 1, '1.1', '0'),
      line('days_0_7', 2, '2', '3', { outstanding: '5' }),
      line('days_8_14', 2, '9', '0'),
      line('days_15_30', 2, '7', '6', { outstanding: '13' }),
      line('days_31_60', 2, '8', '0', { unknownAmounts: 1 }),
      line('days_61_90', 2, '21', '0'),
      line('over_90', 2, '-1', '0'),
      line('no_end', 1, '14', '0'),
      {
        age: 'days_0_7',
        currency: null,
        count: 1,
        unknownAmounts: 1,
        failed: '0',
        inFlight: '0',
        outstanding: '0',
      },
    ])
    expect(answer.withoutCurrency).toBe(1)
    const kenya = await unpaidByAge(operator, { ...ALL, currency: ['KES'] }, NOW)
    expect(kenya.ages.map(({ currency }) => currency)).toEqual(['KES'])
    expect(kenya.withoutCurrency).toBe(1)
    expect((await unpaidByAge(financier('Elsewhere'), ALL, NOW)).ages).toEqual([])
  })

  const days = fc.integer({ min: -5, max: 130 })
  const dayBefore = (ago: number) =>
    new Date(Date.UTC(2026, 10, 25) - ago * 86_400_000).toISOString().slice(0, 10)
  const someRow = fc.record({
    startDate: fc.option(days.map(dayBefore), { freq: 8 }),
    endDate: fc.option(days.map(dayBefore), { freq: 6 }),
    currency: fc.option(fc.constantFrom('NGN', 'KES'), { freq: 8 }),
    fundingSource: fc.option(fc.constantFrom('A', 'B'), { freq: 5 }),
    status: fc.constantFrom(
      'PENDING',
      'SENT_TO_PAYMENT_SERVICE',
      'PAYMENT_FAILED',
      'PAYMENT_COMPLETE',
      'DRAFT',
      'X',
    ),
    amount: fc.option(
      fc.integer({ min: -300, max: 900 }).map((cents) => `${cents / 100}`),
      { freq: 9 },
    ),
  })

  test('adds up to what the page calls outstanding, and each cell lists exactly its periods', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(someRow, { minLength: 5, maxLength: 60 }),
        fc.constantFrom(operator, financier('A'), financier('A', 'B')),
        fc.constantFrom([], ['A'], ['(unassigned)']),
        async (rows, viewer, fundingSources) => {
          await putPeriods(
            own.db,
            rows.map((row, at) => period(String(at), row)),
          )
          const range = { from: '2026-08-17', to: '2026-11-29' }
          const filters = { ...ALL, ...range, funding_source: fundingSources }
          const answer = await unpaidByAge(viewer, filters, NOW)
          const plan = {
            range: { name: 'custom' as const, ...range },
            fundingSources,
            currencyOrder: ['NGN', 'KES'],
            asOf: null,
          }
          const { lines } = unpaidTable(answer, plan)
          const { groups } = await collectionSummary(viewer, { ...filters, group_by: 'currency' }, NOW)
          const total = lines.at(-1)?.cells ?? []
          for (const { currency, outstanding } of groups) {
            const cell = total.find((one) => one.currency === currency)
            expect(compareMoney(cell?.outstanding ?? '0', outstanding)).toBe(0)
          }
          expect(lines.map(({ age }) => age)).toEqual([...AGES, null])
          for (const cell of lines.flatMap(({ cells }) => cells)) {
            if (cell.href === null) continue
            const search = new URL(cell.href, 'http://furrow').searchParams
            const asked = parseParams(billingPeriodFilters, search)
            const { totals } = await listBillingPeriods(viewer, { ...asked, cursor: null, limit: 1 })
            const [found = { count: 0, amount: '0', unknownAmounts: 0 }] = totals
            expect(found.count).toBe(cell.count)
            // Without a currency no amount can be added: the figures count each as unknown, the list only those it lacks.
            if (cell.currency !== null) expect(found.unknownAmounts).toBe(cell.unknownAmounts)
            expect(compareMoney(found.amount ?? '0', cell.outstanding)).toBe(0)
          }
        },
      ),
      { numRuns: 12 },
    )
  })
})
