import { expect, test } from 'vitest'
import { lastBilledFilters, rangeUntil } from './last-billed.ts'

const scope = { currency: 'NGN', fundingSources: ['A'], range: { from: '2026-06-01', to: '2026-11-29' } }

test('looks for the last billed period in the same scope, up to the end of the range', () => {
  expect(lastBilledFilters(scope)).toEqual({
    currency: ['NGN'],
    funding_source: ['A'],
    status: ['SENT_TO_PAYMENT_SERVICE', 'PENDING', 'PAYMENT_COMPLETE', 'PAYMENT_FAILED'],
    start_to: '2026-11-29',
    sort: '-start_date',
  })
})

test('links to a range of the same length that ends with the week of that period', () => {
  expect(rangeUntil('2026-05-19', scope.range)).toEqual({ from: '2025-11-24', to: '2026-05-24' })
  expect(rangeUntil('2026-05-18', { from: '2026-11-29', to: '2026-11-29' })).toEqual({
    from: '2026-05-18',
    to: '2026-05-24',
  })
})
