import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { billingPeriodFilters } from '#lib/billing-periods/filters.ts'
import { type Day, dayInZone } from '#lib/calendar-date.ts'
import { CONTRACT_SORTS, type ContractFilters, contractFilters } from '#lib/contracts/filters.ts'
import { periodsOf } from '#lib/contracts/paths.ts'
import { BEHIND } from '#lib/contracts/rules.ts'
import type { Contract, ContractTotal } from '#lib/contracts/schema.ts'
import { compareMoney, sumMoney } from '#lib/money.ts'
import { containsWords } from '#lib/plain-text.ts'
import { parseParams } from '#lib/search-params.ts'
import { listBillingPeriods } from '#lib/server/billing-periods/list.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { financier, openTestDatabase, operator } from '#lib/testing/ask.ts'
import { contractsOf, type OracleContract, type OraclePeriod } from '#lib/testing/contract-oracle.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { period, putPeriods } from '#lib/testing/rows.ts'
import { UNASSIGNED_CHOICE } from '#lib/unassigned.ts'
import { contractDetail, findContract } from './detail.ts'
import { listContracts } from './list.ts'

const TODAY: Day = dayInZone(new Date(), 'UTC')
const FILTERS = 200

let own: TestDatabase
let periods: OraclePeriod[]
beforeAll(async () => {
  own = await openTestDatabase()
  periods = fc.sample(drawn, { numRuns: 600, seed: 11 })
  await putPeriods(
    own.db,
    periods.map((fields, at) => period(String(at), fields)),
  )
})
afterAll(() => own.drop())

const nullable = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null, freq: 9 })
const dayBefore = (most: number) =>
  fc
    .integer({ min: 0, max: most })
    .map((days) => new Date(Date.parse(TODAY) - days * 86_400_000).toISOString().slice(0, 10))
const drawn: fc.Arbitrary<OraclePeriod> = fc.record({
  contract: nullable(fc.constantFrom('Ada', 'ada', 'Bola & Söhne', "O'Brien 100%", 'x_y')),
  currency: nullable(fc.constantFrom('NGN', 'KES')),
  fundingSource: nullable(fc.constantFrom('AGRI-1', 'AGRI-2')),
  startDate: nullable(dayBefore(120)),
  endDate: nullable(dayBefore(120)),
  status: nullable(
    fc.constantFrom(
      'DRAFT',
      'PENDING',
      'SENT_TO_PAYMENT_SERVICE',
      'PAYMENT_COMPLETE',
      'PAYMENT_FAILED',
      'ODD',
    ),
  ),
  amount: nullable(fc.constantFrom('-5', '0.10', '1.50', '12345678901234567890.123')),
})

const asked = fc.record({
  search: fc.constantFrom('', 'a', '%', 'söhne'),
  currency: fc.subarray(['NGN', 'KES']),
  funding_source: fc.subarray(['AGRI-1', 'AGRI-2', UNASSIGNED_CHOICE]),
  behind: fc.subarray([...BEHIND]),
  last_billed_from: fc.option(dayBefore(100), { nil: undefined, freq: 3 }),
  sort: fc.constantFrom(...CONTRACT_SORTS),
  viewer: fc.constantFrom(operator, financier('AGRI-1'), financier('AGRI-1', 'AGRI-2')),
})
type Asked = typeof asked extends fc.Arbitrary<infer Value> ? Value : never

function filtersOf({ viewer: _, ...fields }: Asked): ContractFilters {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(fields))
    for (const one of [value].flat()) if (one) search.append(name, one)
  return parseParams(contractFilters, search)
}

const AMOUNTS = /^-?(outstanding|failed|billed|collected)$/

async function walk(viewer: Viewer, filters: ContractFilters) {
  const rows: Contract[] = []
  let cursor: string | null = null
  for (;;) {
    const page: Awaited<ReturnType<typeof listContracts>> = await listContracts(viewer, {
      ...filters,
      cursor,
      limit: 7,
    })
    rows.push(...page.rows)
    cursor = page.nextCursor
    if (cursor === null) return { rows, totals: page.totals }
  }
}

/** Selects the expected contracts in JavaScript, from the periods. */
function expectedOf({ viewer, ...fields }: Asked): OracleContract[] {
  const filters = filtersOf({ viewer, ...fields })
  const mayAll = viewer.fundingSources === 'all'
  return contractsOf(periods, TODAY).filter((one) => {
    const isVisible =
      mayAll || (one.fundingSource !== null && viewer.fundingSources.includes(one.fundingSource))
    const behind = one.weeksBehind >= 4 ? '4+' : String(one.weeksBehind)
    const { search, currency, funding_source, last_billed_from: from } = filters
    return (
      isVisible &&
      (search === null || containsWords([one.contract, one.fundingSource], search)) &&
      (currency.length === 0 || (one.currency !== null && currency.includes(one.currency))) &&
      (funding_source.length === 0 || funding_source.includes(one.fundingSource ?? UNASSIGNED_CHOICE)) &&
      (filters.behind.length === 0 || filters.behind.some((choice) => choice === behind)) &&
      (from === null || (one.lastBilled !== null && one.lastBilled >= from))
    )
  })
}

const keyOf = ({
  contract,
  currency,
  fundingSource,
}: Pick<Contract, 'contract' | 'currency' | 'fundingSource'>) =>
  JSON.stringify([contract, currency, fundingSource])

function plain({ rate: _r, rateIssue: _i, reachable: _x, id: _id, sameName: _s, ...row }: Contract) {
  const amounts = ['billed', 'collected', 'failed', 'inFlight', 'outstanding'] as const
  const trimmed = amounts.map((name) => [name, sumMoney([row[name] ?? '0'])] as const)
  return { ...row, ...Object.fromEntries(trimmed) }
}

function told({ freshFailed: _, ...row }: OracleContract) {
  return row
}

const SUMMED = ['billed', 'collected', 'failed', 'inFlight'] as const

function totalsOf(rows: readonly Contract[]) {
  const groups = Map.groupBy(rows, ({ currency }) => currency)
  return [...groups]
    .map(([currency, of]) => ({
      currency,
      count: of.length,
      periods: of.reduce((sum, row) => sum + row.periods, 0),
      others: of.reduce((sum, row) => sum + row.others, 0),
      unpaid: of.reduce((sum, row) => sum + row.unpaid, 0),
      amount: currency && sumMoney(of.map((row) => row.outstanding ?? '0')),
      ...Object.fromEntries(
        SUMMED.map((name) => [name, currency && sumMoney(of.map((row) => row[name] ?? '0'))]),
      ),
    }))
    .sort((a, b) => ((a.currency ?? '~') < (b.currency ?? '~') ? -1 : 1))
}

function plainTotal({ unknownAmounts: _, ...total }: ContractTotal) {
  const amounts = ['amount', ...SUMMED] as const
  const trimmed = amounts.map((name) => {
    const value = total[name]
    return [name, value === null ? null : sumMoney([value])] as const
  })
  return { ...total, ...Object.fromEntries(trimmed) }
}

test(`lists the right contracts with the right totals for ${FILTERS} random filters`, async () => {
  for (const one of fc.sample(asked, { numRuns: FILTERS, seed: 5 })) {
    const filters = filtersOf(one)
    if (AMOUNTS.test(filters.sort) && filters.currency.length !== 1) {
      await expect(walk(one.viewer, filters)).rejects.toMatchObject({ code: 'sort_needs_currency' })
      continue
    }
    const { rows, totals } = await walk(one.viewer, filters)
    expect(rows.map(plain).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))).toEqual(
      expectedOf(one)
        .map(told)
        .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)),
    )
    expect(totals.map(plainTotal)).toEqual(totalsOf(rows))
  }
})

test('adds up to the billing periods of the same currency and funding source', async () => {
  const { totals } = await listContracts(operator, {
    ...parseParams(contractFilters, new URLSearchParams()),
    cursor: null,
    limit: 1,
  })
  const all = parseParams(billingPeriodFilters, new URLSearchParams())
  const list = await listBillingPeriods(operator, { ...all, cursor: null, limit: 1 })
  expect(totals.map(({ currency, periods: count }) => [currency, count])).toEqual(
    list.totals.map(({ currency, count }) => [currency, count]),
  )
  const unpaid = parseParams(
    billingPeriodFilters,
    new URLSearchParams('status=PENDING&status=SENT_TO_PAYMENT_SERVICE&status=PAYMENT_FAILED'),
  )
  const outstanding = await listBillingPeriods(operator, { ...unpaid, cursor: null, limit: 1 })
  for (const { currency, amount } of totals) {
    const same = outstanding.totals.find((total) => total.currency === currency)
    if (currency !== null) expect(compareMoney(amount ?? '', same?.amount ?? '')).toBe(0)
  }
})

describe('one contract', () => {
  test('is found by its fields, and its periods are those of the filter that leads to them', async () => {
    const every = await walk(operator, parseParams(contractFilters, new URLSearchParams()))
    for (const row of every.rows.filter(({ contract, currency }) => contract !== null && currency !== null)) {
      expect(await findContract(operator, row)).toBe(row.id)
      const filters = { ...parseParams(billingPeriodFilters, new URLSearchParams()), ...periodsOf(row) }
      const list = await listBillingPeriods(operator, { ...filters, cursor: null, limit: 1 })
      expect(list.totals.map(({ count }) => count)).toEqual([row.periods])
      const { weeks, contract } = await contractDetail(operator, row.id)
      expect(contract).toEqual(row)
      const dated = periods.filter(
        (one) => keyOf(one) === keyOf(row) && (one.startDate ?? one.endDate) !== null,
      )
      const counts = weeks.flatMap((week) => Object.values(week.counts))
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(dated.length)
    }
  })

  test('is not found outside the scope, like an unknown one', async () => {
    const [foreign] = (await walk(financier('AGRI-2'), parseParams(contractFilters, new URLSearchParams())))
      .rows
    if (foreign === undefined) throw new Error('there is no contract')
    const viewer = financier('AGRI-1')
    const outcomes = [foreign.id, 'unknown'].map((id) =>
      contractDetail(viewer, id).catch((error: Error) => error),
    )
    const [ofForeign, ofUnknown] = await Promise.all(outcomes)
    expect(ofForeign).toEqual(ofUnknown)
    expect(await findContract(viewer, foreign)).toBeNull()
  })
})
