import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { billingPeriodFilters } from '#lib/billing-periods/filters.ts'
import { invoiceFilters } from '#lib/invoices/filters.ts'
import { addDays } from './calendar-date.ts'
import { RequestError } from './errors.ts'
import {
  pageParams,
  parseParams,
  parseParamsLeniently,
  readCurrency,
  serializeParams,
} from './search-params.ts'

function faults(params: Parameters<typeof parseParams>[0], query: string): string[] {
  try {
    parseParams(params, new URLSearchParams(query))
    return []
  } catch (error) {
    if (!(error instanceof RequestError)) throw error
    expect(error.status).toBe(400)
    return error.errors.map(({ param }) => param)
  }
}

const name = fc
  .string({ minLength: 1, maxLength: 40, unit: 'grapheme' })
  .filter((text) => text.trim() !== '' && !/\p{Cc}/u.test(text))
const search = name.map((text) => text.trim())
const dayText = fc.integer({ min: 0, max: 3000 }).map((count) => addDays('2020-01-01', count))
const range = fc.tuple(dayText, dayText).map((days) => days.toSorted())

const filters = fc
  .record({
    search: fc.option(search),
    currency: fc.uniqueArray(fc.constantFrom('NGN', 'KES', 'UGX'), { maxLength: 3 }),
    status: fc.uniqueArray(fc.constantFrom('DRAFT', 'PENDING', 'OTHER')),
    funding_source: fc.uniqueArray(name, { maxLength: 3 }),
    start: fc.option(range),
    sort: fc.constantFrom('-start_date', 'amount', '-contract'),
  })
  .map(({ start, ...rest }) => ({
    ...rest,
    start_from: start?.[0] ?? null,
    start_to: start?.[1] ?? null,
    end_from: null,
    end_to: null,
  }))

test('round-trips filters through a URL in one canonical spelling', () => {
  fc.assert(
    fc.property(filters, (values) => {
      const query = serializeParams(billingPeriodFilters, values as never)
      const strict = parseParams(billingPeriodFilters, new URLSearchParams(query.toString()))
      expect(serializeParams(billingPeriodFilters, strict).toString()).toBe(query.toString())
      expect(strict.search).toBe(values.search)
      expect([...strict.funding_source].sort()).toEqual([...values.funding_source].sort())
      expect(parseParamsLeniently(billingPeriodFilters, query)).toEqual(strict)
    }),
  )
})

test('never writes defaults', () => {
  expect(
    serializeParams(
      billingPeriodFilters,
      parseParams(billingPeriodFilters, new URLSearchParams()),
    ).toString(),
  ).toBe('')
})

describe('invalid input names its parameter', () => {
  const page = { ...billingPeriodFilters, ...pageParams }
  test.each([
    ['limit=0', 'limit'],
    ['limit=-1', 'limit'],
    ['limit=201', 'limit'],
    ['limit=1e9', 'limit'],
    ['limit=0x10', 'limit'],
    ['limit=10%20', 'limit'],
    ['limit=10&limit=9999', 'limit'],
    ['start_from=2026-13-45', 'start_from'],
    ['start_from=2026-02-30', 'start_from'],
    ['start_from=1767225600000', 'start_from'],
    ['start_from=2026-02-02&start_to=2026-02-01', 'start_to'],
    ['status=BOGUS', 'status'],
    ['status[]=DRAFT', 'status[]'],
    ['status[__proto__]=x', 'status[__proto__]'],
    ['__proto__=x', '__proto__'],
    ['constructor=x', 'constructor'],
    ['sort=amount;drop', 'sort'],
    ['sort=constructor', 'sort'],
    ['search=', 'search'],
    [`search=${'x'.repeat(101)}`, 'search'],
    ['search=a%00b', 'search'],
    ['currency=ngn', 'currency'],
    ['cursor=', 'cursor'],
    ['cursor=a%20b', 'cursor'],
    ['nonsense=1', 'nonsense'],
  ])('%s', (query, param) => expect(faults(page, query)).toEqual([param]))

  test('reports every invalid parameter at once', () =>
    expect(faults(page, 'limit=0&status=BOGUS&nonsense=1')).toEqual(['nonsense', 'status', 'limit']))

  test('lets lists repeat up to fifty values', () => {
    expect(faults(page, 'status=DRAFT&status=PENDING')).toEqual([])
    expect(faults(invoiceFilters, Array.from({ length: 51 }, (_, i) => `customer=${i}`).join('&'))).toEqual([
      'customer',
    ])
  })
})

test('accepts any currency text of a source, but three-letter codes only in capitals', () => {
  const reads = (text: string) => readCurrency(text)
  for (const text of ['NGN', 'USDC', '₦', 'Naira', 'usd.e', ' USDT ']) expect(reads(text)).toBe(text)
  for (const text of ['ngn', 'Ngn', '', ' ', 'a\0b', '\ud800', 'x'.repeat(501)])
    expect(reads(text)).toBeNull()
})

test("reads as much as possible of a page's own URL", () => {
  const values = parseParamsLeniently(
    billingPeriodFilters,
    new URLSearchParams('status=BOGUS&status=DRAFT&start_from=soon&x=1'),
  )
  expect(values).toMatchObject({ status: ['DRAFT'], start_from: null, sort: '-start_date' })
})
