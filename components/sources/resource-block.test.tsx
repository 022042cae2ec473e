import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { mount, RENDERED_AT } from '#components/testing/mount.tsx'
import type { SourceHealth } from '#lib/sources/schema.ts'
import { ResourceBlock } from './resource-block.tsx'

const RESOURCE: SourceHealth['resources'][number] = {
  resource: 'invoices',
  rows: 3,
  windows: { total: 6, complete: 6, partial: 0, failed: 0, neverRead: 0 },
  syncFrom: '2026-10-26',
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
