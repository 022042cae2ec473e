import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { mount, RENDERED_AT } from '#components/testing/mount.tsx'
import type { SourceHealth } from '#lib/sources/schema.ts'
import type { RangeReason } from '#lib/window-reasons.ts'
import { MissingRanges } from './missing-ranges.tsx'
import { ResourceBlock } from './resource-block.tsx'

const RESOURCE: SourceHealth['resources'][number] = {
  resource: 'invoices',
  rows: 3,
  windows: { total: 6, complete: 6, partial: 0, failed: 0, neverRead: 0 },
  syncFrom: '2026-10-26',
  historyFrom: null,
  lastRunAt: RENDERED_AT,
  recentAsOf: RENDERED_AT,
  historyAsOf: null,
  complete: true,
  pausedSince: null,
  missing: [],
  nextDueAt: null,
  unassigned: 0,
  ambiguous: 0,
  undated: null,
  lastError: null,
}

function olderWeeks(complete: boolean): string | null | undefined {
  mount(
    <ResourceBlock
      source={{ source: 'payment-links', paused: null } as SourceHealth}
      resource={{ ...RESOURCE, complete }}
      today="2026-11-25"
      diagnostics={undefined}
      isLookedAfter={false}
    />,
  )
  return screen.getByText('Older weeks').nextSibling?.textContent
}

test('a mirror that begins in the recent weeks has no older weeks', () => {
  expect(olderWeeks(true)).toBe('none')
})

test('older weeks that were never read completely are said to be incomplete', () => {
  expect(olderWeeks(false)).toBe('not complete yet')
})

test('says in the reader’s language why days are missing', () => {
  const days = { from: '2026-11-02', to: '2026-11-08', detail: 'The detail of the API.' } as const
  const why: RangeReason[][] = [
    [{ code: 'miscounted', counted: 130, listed: 118 }],
    [{ code: 'before', day: '2026-10-26' }],
    [{ code: 'unread' }],
    [{ code: 'unmatched' }],
    [{ code: 'unsaid', state: 'failed' }],
  ]
  for (const each of why) {
    const missing = [{ ...days, reason: 'partial' as const, why: each }]
    const { unmount } = mount(<MissingRanges source="hello-tractor" missing={missing} />, { words: 'en-XA' })
    const told = screen.getByRole('listitem').textContent
    expect(told).toMatch(/: .*[áéíóú]/)
    expect(told).not.toMatch(/of the API|source|rows|read|sync|mirrors/)
    unmount()
  }
})
