import { expect, test } from 'vitest'
import type { OpenDayRange } from '#lib/calendar-date.ts'
import type { WalkedList } from './lists.ts'
import { countUndated } from './undated.ts'

type ListedRows = {
  days: (string | null)[]
  isLastDayIncluded: boolean
  isExact: boolean
  hasCounts?: boolean
}

/** A list that only returns counts. Rows without a day are in no range. */
function listOf({ days, isLastDayIncluded, isExact, hasCounts = true }: ListedRows): WalkedList {
  const isIn = ({ from, to }: OpenDayRange, day: string | null) => {
    if (from === null && to === null) return true
    if (day === null) return false
    return (from === null || day >= from) && (to === null || (isLastDayIncluded ? day <= to : day < to))
  }
  return {
    source: 'hello-tractor',
    resource: 'invoices',
    isExact,
    margins: { before: 0, after: 0 },
    filters: [],
    divider: null,
    readPage: async (query) => ({
      records: [],
      rejected: [],
      count: hasCounts ? days.filter((day) => isIn(query, day)).length : null,
      next: null,
    }),
  }
}

const FIRST = '2024-01-01'
const DATED = ['2023-12-30', '2023-12-31', '2023-12-31', '2024-01-01', '2024-05-05']
const signal = new AbortController().signal
const count = (listed: ListedRows) => countUndated(listOf(listed), FIRST, signal)

test('counts the rows that no date filter returns', async () => {
  const days = [...DATED, null, null, null]
  expect(await count({ days, isLastDayIncluded: true, isExact: true })).toBe(3)
  expect(await count({ days, isLastDayIncluded: true, isExact: false })).toBe(3)
  expect(await count({ days, isLastDayIncluded: false, isExact: false })).toBe(3)
})

test('does not mistake an exclusive last day for rows without a day', async () => {
  expect(await count({ days: DATED, isLastDayIncluded: true, isExact: false })).toBe(0)
  expect(await count({ days: DATED, isLastDayIncluded: false, isExact: false })).toBe(0)
})

test('returns null when the source gives no counts', async () => {
  expect(await count({ days: DATED, isLastDayIncluded: true, isExact: true, hasCounts: false })).toBeNull()
})
