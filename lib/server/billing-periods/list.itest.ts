import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  BILLING_PERIOD_SORTS,
  type BillingPeriodFilters,
  type BillingPeriodSortField,
  billingPeriodFilters,
} from '#lib/billing-periods/filters.ts'
import { billingStatusGroup } from '#lib/billing-periods/status.ts'
import { sumMoney } from '#lib/money.ts'
import { type ParamValues, parseParams } from '#lib/search-params.ts'
import { readSnapshot } from '#lib/server/db/client.ts'
import { totalsOfAggregates, totalsOfRows } from '#lib/server/lists/totals.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { financier, openTestDatabase, operator } from '#lib/testing/ask.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { type PeriodRow, period, putPeriods } from '#lib/testing/rows.ts'
import { listBillingPeriods } from './list.ts'
import { billingPeriodAggregates, billingPeriodWhere } from './query.ts'

let test_: TestDatabase
beforeAll(async () => {
  test_ = await openTestDatabase()
})
afterAll(() => test_.drop())

const filtersOf = (query: string): BillingPeriodFilters =>
  parseParams(billingPeriodFilters, new URLSearchParams(query))

// One row in ten is gone, and one field in three is missing.
const gone = fc.integer({ min: 1, max: 10 }).map((number) => (number === 1 ? '2026-03-05T00:00:00Z' : null))
const nullable = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null, freq: 3 })
const day = fc.integer({ min: 1, max: 9 }).map((number) => `2026-03-0${number}`)
const rowFields = fc.record({
  contract: nullable(
    fc.constantFrom('Contract A', 'contract a', 'Äcker & Söhne', "O'Brien 100%", 'x_y', 'Zebra'),
  ),
  startDate: nullable(day),
  endDate: nullable(day),
  status: nullable(fc.constantFrom('DRAFT', 'PENDING', 'PAYMENT_COMPLETE', 'PAYMENT_FAILED', 'DISPUTED')),
  currency: nullable(fc.constantFrom('NGN', 'KES')),
  amount: nullable(
    fc.constantFrom('-5', '-12', '0', '1.5', '1.50', '9', '10', '99999999999999999999.123456789'),
  ),
  fundingSource: nullable(fc.constantFrom('AGRI-1', 'AGRI-2')),
  changedAt: fc.constantFrom(
    '2026-03-02T08:00:00.123456Z',
    '2026-03-02T08:00:00.123457Z',
    '2026-01-01T00:00:00Z',
  ),
  goneAt: gone,
})
const tables = fc
  .array(rowFields, { minLength: 8, maxLength: 40, size: 'max' })
  .map((found) => found.map((fields, at) => period(String(at * 7), fields)))

async function walk(viewer: Viewer, filters: BillingPeriodFilters, limit: number) {
  const ids: string[] = []
  let cursor: string | null = null
  for (let pages = 0; pages < 100; pages += 1) {
    const page = await listBillingPeriods(viewer, { ...filters, cursor, limit })
    expect(page.rows.length).toBeLessThanOrEqual(limit)
    ids.push(...page.rows.map((row) => row.id))
    cursor = page.nextCursor
    if (cursor === null) return ids
  }
  throw new Error('the walk does not end')
}

/** Sorts rows in the promised order without SQL: nulls last in both directions, text by bytes, ties by id. */
function inOrder(rows: readonly PeriodRow[], field: BillingPeriodSortField, isDescending: boolean): string[] {
  const keys: Record<BillingPeriodSortField, (row: PeriodRow) => string | null | undefined> = {
    start_date: (row) => row.startDate,
    end_date: (row) => row.endDate,
    amount: (row) => row.amount,
    contract: (row) => row.contract,
    status: (row) => row.status,
    funding_source: (row) => row.fundingSource,
    changed_at: (row) => row.changedAt,
  }
  const bytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))
  const compare = (a: string, b: string) =>
    field === 'amount'
      ? Number(a) - Number(b)
      : bytes(a.replace('00Z', '00.000000Z'), b.replace('00Z', '00.000000Z'))
  const sign = isDescending ? -1 : 1
  return [...rows]
    .sort((a, b) => {
      const [x, y] = [keys[field](a) ?? null, keys[field](b) ?? null]
      if (x === null || y === null) {
        if (x !== y) return x === null ? 1 : -1
        return sign * bytes(a.id, b.id)
      }
      return sign * (compare(x, y) || bytes(a.id, b.id))
    })
    .map((row) => row.id)
}

describe('paging', () => {
  test.each(BILLING_PERIOD_SORTS)('returns all rows once and in order over all pages: %s', async (sort) => {
    const isDescending = sort.startsWith('-')
    const field = BILLING_PERIOD_SORTS[BILLING_PERIOD_SORTS.indexOf(sort) & ~1] as BillingPeriodSortField
    const currency = field === 'amount' ? 'currency=NGN&' : ''
    await fc.assert(
      fc.asyncProperty(tables, fc.integer({ min: 1, max: 7 }), async (rows, limit) => {
        await putPeriods(test_.db, rows)
        const listed = rows.filter((row) => !row.goneAt && (field !== 'amount' || row.currency === 'NGN'))
        const filters = filtersOf(`${currency}sort=${sort}`)
        expect(await walk(operator, filters, limit)).toEqual(inOrder(listed, field, isDescending))
      }),
      { numRuns: 12 },
    )
  })
})

type Filters = ParamValues<typeof billingPeriodFilters>
const queries = fc.record({
  currency: fc.subarray(['NGN', 'KES']),
  status: fc.subarray(['DRAFT', 'PENDING', 'PAYMENT_COMPLETE', 'OTHER'] as const),
  funding_source: fc.subarray(['AGRI-1', 'AGRI-2', '(unassigned)']),
  start_from: nullable(day),
  start_to: nullable(day),
})

function matches(row: PeriodRow, filters: Filters, viewer: Viewer): boolean {
  const source = row.fundingSource ?? null
  const inScope =
    viewer.fundingSources === 'all' || (source !== null && viewer.fundingSources.includes(source))
  const any = (values: readonly string[], value: string | null | undefined) =>
    values.length === 0 || (value !== null && value !== undefined && values.includes(value))
  const start = row.startDate ?? null
  return (
    inScope &&
    !row.goneAt &&
    any(filters.currency, row.currency) &&
    any(filters.status, billingStatusGroup(row.status ?? null)) &&
    any(filters.funding_source, source ?? '(unassigned)') &&
    (filters.start_from === null || (start !== null && start >= filters.start_from)) &&
    (filters.start_to === null || (start !== null && start <= filters.start_to))
  )
}

describe('totals', () => {
  test('gives rows, totals from aggregates and totals from rows that agree with sums made by hand, in every scope', async () => {
    const viewers = fc.constantFrom(operator, financier('AGRI-1'), financier('AGRI-1', 'AGRI-2'), financier())
    await fc.assert(
      fc.asyncProperty(tables, queries, viewers, async (rows, query, viewer) => {
        await putPeriods(test_.db, rows)
        const filters: Filters = { ...filtersOf(''), ...query }
        const expected = rows.filter((row) => matches(row, filters, viewer))
        const list = await listBillingPeriods(viewer, { ...filters, cursor: null, limit: 200 })
        expect(list.rows.map((row) => row.id).sort()).toEqual(expected.map((row) => row.id).sort())
        const carried = billingPeriodAggregates(viewer, filters)
        if (!carried) throw new Error('the aggregates carry these filters')
        const [fromAggregates, fromRows] = await readSnapshot(operator, async ({ tx }) => [
          await totalsOfAggregates(tx, carried),
          await totalsOfRows(tx, sql`billing_period`, billingPeriodWhere(viewer, filters)),
        ])
        // Compared as numbers: a sum has the scale of its widest part, which a day without an amount does not
        // know.
        const exact = (totals: typeof fromRows = []) =>
          totals.map((total) => ({ ...total, amount: total.amount && sumMoney([total.amount]) }))
        expect(exact(fromAggregates)).toEqual(exact(fromRows))
        expect(list.totals).toEqual(fromAggregates)
        const ngn = expected.filter((row) => row.currency === 'NGN')
        const known = ngn.flatMap((row) => row.amount ?? [])
        const total = list.totals.find((entry) => entry.currency === 'NGN')
        expect(total?.count ?? 0).toBe(ngn.length)
        expect(total?.unknownAmounts ?? 0).toBe(ngn.length - known.length)
        if (total)
          expect(total.amount && sumMoney([total.amount])).toBe(known.length ? sumMoney(known) : null)
      }),
      { numRuns: 60 },
    )
  })

  test('sums no amount without a currency', async () => {
    await putPeriods(test_.db, [period('1', { amount: '5' }), period('2', { amount: '7', currency: 'KES' })])
    const { totals } = await listBillingPeriods(operator, { ...filtersOf(''), cursor: null, limit: 50 })
    expect(totals).toEqual([
      { currency: 'KES', count: 1, amount: '7', unknownAmounts: 0 },
      { currency: null, count: 1, amount: null, unknownAmounts: 0 },
    ])
  })
})

describe('search', () => {
  const contracts = [
    '100% sure',
    'a_b',
    'aXb',
    'back\\slash',
    "' OR 1=1--",
    'ÉLAN Ünal',
    '$1',
    '(a+)+$',
    '“quote”',
  ]
  const search = async (text: string) => {
    const page = await listBillingPeriods(operator, {
      ...filtersOf(''),
      search: text,
      cursor: null,
      limit: 200,
    })
    expect(page.totals.reduce((count, total) => count + total.count, 0)).toBe(page.rows.length)
    return page.rows.map((row) => row.contract)
  }

  test('finds text literally, ignoring case', async () => {
    await putPeriods(
      test_.db,
      contracts.map((contract, at) => period(`id-${at}`, { contract })),
    )
    expect(await search('%')).toEqual(['100% sure'])
    expect(await search('_')).toEqual(['a_b'])
    expect(await search('\\')).toEqual(['back\\slash'])
    expect(await search("' or 1=1--")).toEqual(["' OR 1=1--"])
    expect(await search('élan ü')).toEqual(['ÉLAN Ünal'])
    expect(await search('$1')).toEqual(['$1'])
    expect(await search('(a+)+$')).toEqual(['(a+)+$'])
    expect(await search('“')).toEqual(['“quote”'])
    expect(await search('ID-3')).toEqual(['back\\slash'])
    expect(await search('%%%%')).toEqual([])
  })
})

test('carries the snapshot in every response', async () => {
  const { snapshot } = await listBillingPeriods(operator, { ...filtersOf(''), cursor: null, limit: 50 })
  expect(snapshot).toMatch(/^\d+$/)
})
