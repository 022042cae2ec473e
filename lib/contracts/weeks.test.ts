import { expect, test } from 'vitest'
import { kindOfWeek, withEmptyWeeks } from './weeks.ts'

test.each([
  [{}, 'none'],
  [{ DRAFT: 2 }, 'draft'],
  [{ PAYMENT_COMPLETE: 2, DRAFT: 1 }, 'paid'],
  [{ PAYMENT_FAILED: 1 }, 'failed'],
  [{ PENDING: 1, SENT_TO_PAYMENT_SERVICE: 1 }, 'in-flight'],
  [{ PAYMENT_COMPLETE: 1, PAYMENT_FAILED: 1 }, 'mixed'],
  [{ OTHER: 1 }, 'other'],
  [{ OTHER: 1, PAYMENT_COMPLETE: 1 }, 'mixed'],
])('a week of %o is %s', (counts, kind) => {
  expect(kindOfWeek(counts)).toBe(kind)
})

test('fills the weeks between the first and the last one, across a year of 53 weeks', () => {
  const weeks = withEmptyWeeks([
    { week: '2026-12-21', counts: { DRAFT: 1 } },
    { week: '2027-01-11', counts: { PENDING: 1 } },
  ])
  expect(weeks.map(({ week }) => week)).toEqual(['2026-12-21', '2026-12-28', '2027-01-04', '2027-01-11'])
  expect(weeks[1]?.counts).toEqual({})
  expect(withEmptyWeeks([])).toEqual([])
})
