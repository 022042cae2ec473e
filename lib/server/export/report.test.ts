import { expect, test } from 'vitest'
import { provenance, type Report } from './report.ts'

const AT = '2026-11-25T09:00:00.000Z'

function historyNote(complete: boolean, historyAsOf: string | null): string | null | undefined {
  const report: Report = {
    title: 'Billing periods',
    fileName: 'billing-periods',
    filters: new URLSearchParams(),
    columns: [],
    totals: [],
    freshness: [
      {
        source: 'hello-tractor',
        resource: 'billing-periods',
        recentAsOf: AT,
        historyAsOf,
        complete,
        pausedSince: null,
        unreadableDates: 0,
        missing: [],
      },
    ],
    createdAt: AT,
  }
  return provenance(report, '7', 0).find(({ label }) => label.includes('history'))?.cells[0]
}

test('a range without older weeks is not called unread', () => {
  expect(historyNote(true, null)).toBe('not part of these days')
  expect(historyNote(false, null)).toBe('not completely read yet')
  expect(historyNote(true, AT)).toBe(AT)
})
