import { describe, expect, test } from 'vitest'
import { createFormat } from '#lib/format.ts'
import { english } from '#lib/server/words/words.ts'
import { readLocaleRules } from '#lib/words/locale-rules.ts'
import {
  type AmountsFilter,
  type ChoiceFilter,
  type DaysFilter,
  describeFilter,
  isActive,
  type UnpaidFilter,
  withoutFilter,
} from './filter-spec.ts'

const format = createFormat(readLocaleRules('en-GB'), 'UTC')
const t = english('filters')
const status: ChoiceFilter = {
  kind: 'choice',
  key: 'status',
  label: 'Status',
  labels: { PENDING: 'Pending' },
}
const start: DaysFilter = { kind: 'days', key: 'start_from', to: 'start_to', label: 'Start' }
const amounts: AmountsFilter = { kind: 'amounts', key: 'amount_from', to: 'amount_to', label: 'Amount' }
const unpaid: UnpaidFilter = { kind: 'unpaid', key: 'unpaid_over', label: 'Unpaid for', of: 'periods' }
const options = {
  options: { status: [{ value: 'OTHER', label: 'Other status', count: 3 }] },
  more: {},
  snapshot: '1',
}

describe('the description of a filter', () => {
  test('prefers its own labels, then those of the choices, then the value itself', () => {
    const values = { status: ['PENDING', 'OTHER', 'ELSE', 'OTHER:REVERSED'] }
    expect(describeFilter(values, status, options, format, t)).toBe(
      'Pending, Other status, ELSE, Other: REVERSED',
    )
  })

  test('writes an open range of days in words', () => {
    expect(describeFilter({ start_from: '2026-05-19', start_to: null }, start, undefined, format, t)).toBe(
      'from 19 May 2026',
    )
  })

  test.each([
    [{ amount_from: '1250.5', amount_to: null }, 'NGN\u00a01,250.50 or more'],
    [{ amount_from: null, amount_to: '-3' }, 'up to NGN\u00a0−3.00'],
    [{ amount_from: '0', amount_to: '99999.999' }, 'NGN\u00a00.00 to NGN\u00a099,999.999'],
  ])('writes a range of amounts with its currency', (ends, text) => {
    expect(describeFilter({ currency: ['NGN'], ...ends }, amounts, options, format, t)).toBe(text)
  })

  test('writes for how many days rows are unpaid', () => {
    expect(describeFilter({ unpaid_over: '30' }, unpaid, options, format, t)).toBe('more than 30 days')
    expect(describeFilter({ unpaid_over: '1' }, unpaid, options, format, t)).toBe('more than 1 day')
  })

  test('is "All" for a filter that is not set', () => {
    expect(describeFilter({ status: [] }, status, options, format, t)).toBe('All')
  })
})

test('treats half a range as active and removes both ends with the filter', () => {
  expect(isActive({ start_to: '2026-05-19' }, start)).toBe(true)
  expect(withoutFilter(start)).toEqual({ start_from: null, start_to: null })
  expect(isActive({ amount_to: '5' }, amounts)).toBe(true)
  expect(withoutFilter(amounts)).toEqual({ amount_from: null, amount_to: null })
})
