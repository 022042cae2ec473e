import { describe, expect, test } from 'vitest'
import { billingPeriodFilters } from '#lib/billing-periods/filters.ts'
import { collectionsParams } from '#lib/collections/params.ts'
import { invoiceFilters } from '#lib/invoices/filters.ts'
import { fitToSource } from '#lib/invoices/fit-to-source.ts'
import { addressIssues } from './address-issues.ts'
import { remainingIssues } from './address-left.ts'
import { withoutIssues, withSuggestion } from './address-mending.ts'
import { type Params, parseParamsLeniently } from './search-params.ts'

function issuesOf(query: string, params: Params = billingPeriodFilters) {
  const search = new URLSearchParams(query)
  return addressIssues(params, search, parseParamsLeniently(params, search))
}

const brief = (query: string, params?: Params) =>
  issuesOf(query, params).map(({ kind, name, value, instead }) => [kind, name, value, instead])

describe('what a page leaves out of its address is named', () => {
  test.each([
    ['status=PAYMENT_COMPLET', [['value', 'status', 'PAYMENT_COMPLET', 'PAYMENT_COMPLETE']]],
    ['status=BOGUS', [['value', 'status', 'BOGUS', null]]],
    ['curency=NGN', [['name', 'curency', 'NGN', 'currency']]],
    ['x=1', [['name', 'x', '1', null]]],
    ['start_from=2026-11-01&start_to=soon', [['value', 'start_to', 'soon', null]]],
    ['start_from=2026-02-30', [['value', 'start_from', '2026-02-30', null]]],
    ['as_of=yesterday', [['value', 'as_of', 'yesterday', null]]],
    ['sort=amonut', [['value', 'sort', 'amonut', 'amount']]],
    ['search=', [['value', 'search', '', null]]],
    ['search=a&search=b', [['repeated', 'search', 'b', null]]],
    ['status[]=DRAFT', [['name', 'status[]', 'DRAFT', 'status']]],
    [
      'constructor=1&__proto__=2',
      [
        ['name', 'constructor', '1', null],
        ['name', '__proto__', '2', null],
      ],
    ],
  ])('%s', (query, expected) => expect(brief(query)).toEqual(expected))

  test('in figures as in lists', () => {
    expect(brief('to=2026-13-01&by=stat&range=26weeks', collectionsParams)).toEqual([
      ['value', 'to', '2026-13-01', null],
      ['value', 'by', 'stat', null],
      ['value', 'range', '26weeks', null],
    ])
  })

  test('with the filters that a source lacks', () => {
    const search = new URLSearchParams('source=client-invoices&currency=NGN&customer=Ada&sort=-amount')
    const used = fitToSource(parseParamsLeniently(invoiceFilters, search))
    expect(addressIssues(invoiceFilters, search, used).map(({ kind, name }) => [kind, name])).toEqual([
      ['unused', 'currency'],
      ['unused', 'sort'],
    ])
  })

  test('says whether other values still filter', () => {
    expect(issuesOf('status=DRAFT&status=BOGUS').map(({ hasOthers }) => hasOthers)).toEqual([true])
    expect(issuesOf('status=BOGUS').map(({ hasOthers }) => hasOthers)).toEqual([false])
  })
})

test.each([
  '',
  'status=DRAFT&currency=NGN&sort=amount',
  'currency=ngn&status=payment_complete&status=%20DRAFT',
  'currency=%E2%82%A6&status=OTHER:reversed',
  'start_from=%202026-11-01',
  'utm_source=mail&utm_campaign=x&gclid=1&_rsc=abc',
])('nothing is missing from the reading of %s', (query) => expect(brief(query)).toEqual([]))

test('reads another case and blanks as the value that is meant', () => {
  const search = new URLSearchParams('currency=%20ngn&status=payment_Complete&sort=-AMOUNT&currency=NGN')
  const values = parseParamsLeniently(billingPeriodFilters, search)
  expect(values).toMatchObject({ currency: ['NGN'], status: ['PAYMENT_COMPLETE'], sort: '-amount' })
})

test('mends an address by leaving out what is not understood, or by what was meant', () => {
  const query = 'status=DRAFT&status=PAYMENT_COMPLET&curency=NGN&search=a&search=a'
  const search = new URLSearchParams(query)
  const issues = issuesOf(query)
  expect(withoutIssues(issues, search).toString()).toBe('status=DRAFT&search=a')
  expect(remainingIssues(issues, withoutIssues(issues, search))).toEqual([])
  const [status, currency] = issues
  if (!status || !currency) throw new Error('two issues have a suggestion')
  const mended = withSuggestion(currency, withSuggestion(status, search))
  expect(mended.toString()).toBe('status=DRAFT&status=PAYMENT_COMPLETE&currency=NGN&search=a&search=a')
  expect(remainingIssues(issues, mended).map(({ kind }) => kind)).toEqual(['repeated'])
})

test('an address of thousands of names is judged at once', () => {
  const many = Array.from({ length: 4_000 }, (_, at) => `curency${at}=1`).join('&')
  const issues = issuesOf(many)
  expect(issues).toHaveLength(4_000)
  expect(issues.filter(({ instead }) => instead !== null).length).toBeLessThanOrEqual(10)
})
