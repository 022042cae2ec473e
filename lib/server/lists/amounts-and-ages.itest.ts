import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addDays } from '#lib/calendar-date.ts'
import { unpaidHref } from '#lib/collections/age.ts'
import { businessToday } from '#lib/server/config/business-today.ts'
import { answersFor } from '#lib/testing/answers.ts'
import { openTestDatabase, operator } from '#lib/testing/ask.ts'
import { readReport } from '#lib/testing/csv.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { anInvoice, period, putInvoices, putPeriods } from '#lib/testing/rows.ts'
import { resolveFilters } from './resolved-filters.ts'

const ago = (days: number) => addDays(businessToday(), -days)

const PERIODS: [
  id: string,
  amount: string | null,
  currency: string | null,
  status: string,
  ended: number | null,
][] = [
  ['1', '99.99', 'NGN', 'PAYMENT_FAILED', 31],
  ['2', '100', 'NGN', 'PENDING', 30],
  ['3', '100.000', 'NGN', 'SENT_TO_PAYMENT_SERVICE', 90],
  ['4', '100.0000000000000000000001', 'NGN', 'PAYMENT_COMPLETE', 90],
  ['5', '250.5', 'NGN', 'PAYMENT_FAILED', null],
  ['6', '1000', 'NGN', 'DRAFT', 90],
  ['7', '-20', 'NGN', 'PAYMENT_FAILED', 91],
  ['8', null, 'NGN', 'PAYMENT_FAILED', 91],
  ['9', '150', 'KES', 'PAYMENT_FAILED', 0],
  ['10', '150', null, 'REVERSED', 91],
]
const INVOICES: [id: string, amount: string, state: string | null, issued: number][] = [
  ['1', '10', 'not_paid', 8],
  ['2', '9', 'registered', 7],
  ['3', '11', 'partially_paid', 100],
  ['4', '12', 'paid', 100],
  ['5', '13', null, 100],
]

let own: TestDatabase
beforeAll(async () => {
  own = await openTestDatabase()
  await putPeriods(
    own.db,
    PERIODS.map(([id, amount, currency, status, ended]) =>
      period(id, {
        amount,
        currency,
        status,
        startDate: ago(120),
        endDate: ended === null ? null : ago(ended),
      }),
    ),
  )
  await putInvoices(
    own.db,
    INVOICES.map(([id, amount, state, issued]) =>
      anInvoice('hello-tractor', id, { amount, currency: 'NGN', state, issuedOn: ago(issued) }),
    ),
  )
})
afterAll(() => own.drop())

const answers = answersFor(operator)
const byId = (ids: string[]) => ids.sort((a, b) => Number(a) - Number(b)).join(' ')

async function periods(query: string): Promise<string> {
  const { rows, totals } = await answers.billingPeriods(`${query}&limit=200`)
  const report = await readReport(await answers.billingPeriodsCsv(query))
  expect(byId(report.rows.map(({ id = '' }) => id))).toBe(byId(rows.map(({ id }) => id)))
  expect(totals.reduce((sum, { count }) => sum + count, 0)).toBe(rows.length)
  return byId(rows.map(({ id }) => id))
}

async function invoices(query: string): Promise<string> {
  const { rows } = await answers.invoices(`source=hello-tractor&${query}`)
  return byId(rows.map(({ id }) => id))
}

describe('a range of amounts', () => {
  test.each([
    ['currency=NGN&amount_from=100', '2 3 4 5 6'],
    ['currency=NGN&amount_to=100', '1 2 3 7'],
    ['currency=NGN&amount_from=100&amount_to=100', '2 3'],
    ['currency=NGN&amount_from=100.0000000000000000000001&amount_to=999.99', '4 5'],
    ['currency=NGN&amount_to=-0.01', '7'],
    ['currency=NGN&amount_from=9&amount_to=100', '1 2 3'],
    ['currency=KES&amount_from=150&amount_to=150', '9'],
    ['currency=NGN&amount_from=99.99&status=PAYMENT_FAILED&sort=-amount', '1 5'],
  ])('%s', async (query, expected) => expect(await periods(query)).toBe(expected))

  test('of invoices', async () => {
    expect(await invoices('currency=NGN&amount_from=9.5&amount_to=12')).toBe('1 3 4')
  })

  test('has exact totals', async () => {
    const { totals } = await answers.billingPeriods('currency=NGN&amount_from=100&amount_to=100.5')
    expect(totals).toEqual([
      { currency: 'NGN', count: 3, amount: '300.0000000000000000000001', unknownAmounts: 0 },
    ])
  })

  test.each([
    ['amount_from=1', 'amount_needs_currency', ['amount_from']],
    [
      'amount_from=1&amount_to=2&currency=NGN&currency=KES',
      'amount_needs_currency',
      ['amount_from', 'amount_to'],
    ],
    ['amount_to=2&currency=%28no+currency%29', 'amount_needs_currency', ['amount_to']],
    ['amount_from=10&amount_to=9&currency=NGN', 'invalid_parameter', ['amount_to']],
    ['amount_from=1e3&currency=NGN', 'invalid_parameter', ['amount_from']],
    ['amount_from=1,000&currency=NGN', 'invalid_parameter', ['amount_from']],
    ['unpaid_over=3651', 'invalid_parameter', ['unpaid_over']],
    ['unpaid_over=-1', 'invalid_parameter', ['unpaid_over']],
  ])('refuses %s', async (query, code, named) => {
    const refused = await Promise.resolve()
      .then(() => answers.billingPeriods(query))
      .catch((error: unknown) => error)
    expect(refused).toMatchObject({ status: 400, code, errors: named.map((param) => ({ param })) })
  })
})

describe('unpaid for more than so many days', () => {
  test.each([
    ['unpaid_over=0', '1 2 3 7 8'],
    ['unpaid_over=29', '1 2 3 7 8'],
    ['unpaid_over=30', '1 3 7 8'],
    ['unpaid_over=89', '3 7 8'],
    ['unpaid_over=90', '7 8'],
    ['unpaid_over=90&currency=NGN&amount_to=0', '7'],
    ['unpaid_over=30&status=PAYMENT_COMPLETE', ''],
  ])('%s', async (query, expected) => expect(await periods(query)).toBe(expected))

  test('means the ages of Collections', async () => {
    const scope = {
      fundingSources: [],
      asOf: null,
      range: { name: 'custom', from: ago(200), to: ago(0) },
    } as const
    const href = unpaidHref('over_90', 'NGN', scope, businessToday())
    expect(await periods('unpaid_over=90&currency=NGN')).toBe(await periods(href.split('?')[1] ?? ''))
  })

  test('counts up to the day of as_of', async () => {
    const list = { source: 'hello-tractor', resource: 'billing-periods' } as const
    const asked = { changed_since: null, unpaid_over: '14', as_of: '2026-03-31T23:30:00Z' }
    expect(await resolveFilters(operator, list, asked)).toEqual({ ...asked, unpaid_over: '2026-03-17' })
  })

  test('of invoices counts from the issue date', async () => {
    expect(await invoices('unpaid_over=7')).toBe('1 3')
    expect(await invoices('unpaid_over=6')).toBe('1 2 3')
  })
})
