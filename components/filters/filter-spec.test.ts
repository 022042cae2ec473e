import { describe, expect, test } from 'vitest'
import { createFormat } from '#lib/format.ts'
import { readLocaleRules } from '#lib/locale.ts'
import { type ChoiceFilter, type DaysFilter, describeFilter, isActive, withoutFilter } from './filter-spec.ts'

const format = createFormat(readLocaleRules('en-GB'), 'UTC')
const status: ChoiceFilter = {
  kind: 'choice',
  key: 'status',
  label: 'Status',
  labels: { PENDING: 'Pending' },
}
const start: DaysFilter = { kind: 'days', key: 'start_from', to: 'start_to', label: 'Start' }
const options = {
  options: { status: [{ value: 'OTHER', label: 'Other status', count: 3 }] },
  more: {},
  snapshot: '1',
}

describe('a filter says what it is set to', () => {
  test('by its own labels, then by those of the choices, then by the value itself', () => {
    const values = { status: ['PENDING', 'OTHER', 'ELSE', 'OTHER:REVERSED'] }
    expect(describeFilter(values, status, options, format)).toBe(
      'Pending, Other status, ELSE, Other: REVERSED',
    )
  })

  test('an open range of days is said in words', () => {
    expect(describeFilter({ start_from: '2026-05-19', start_to: null }, start, undefined, format)).toBe(
      'from 19 May 2026',
    )
  })

  test('one that is not set is "all"', () => {
    expect(describeFilter({ status: [] }, status, options, format)).toBe('all')
  })
})

test('half a range narrows the list, and taking the filter away takes both ends', () => {
  expect(isActive({ start_to: '2026-05-19' }, start)).toBe(true)
  expect(withoutFilter(start)).toEqual({ start_from: null, start_to: null })
})
