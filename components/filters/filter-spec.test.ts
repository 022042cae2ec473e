import { describe, expect, test } from 'vitest'
import { createFormat } from '#lib/format.ts'
import { english } from '#lib/server/words/words.ts'
import { readLocaleRules } from '#lib/words/locale-rules.ts'
import { type ChoiceFilter, type DaysFilter, describeFilter, isActive, withoutFilter } from './filter-spec.ts'

const format = createFormat(readLocaleRules('en-GB'), 'UTC')
const t = english('filters')
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

  test('is "All" for a filter that is not set', () => {
    expect(describeFilter({ status: [] }, status, options, format, t)).toBe('All')
  })
})

test('treats half a range as active and removes both ends with the filter', () => {
  expect(isActive({ start_to: '2026-05-19' }, start)).toBe(true)
  expect(withoutFilter(start)).toEqual({ start_from: null, start_to: null })
})
