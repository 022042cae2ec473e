import { expect, test } from 'vitest'
import { weekStrip } from './week-strip.ts'

const states = (missing: Parameters<typeof weekStrip>[2]) =>
  weekStrip('2026-10-28', '2026-11-22', missing).map(({ week, state }) => [week, state])

test('lists every week from the first day to today once', () => {
  expect(states([])).toEqual([
    ['2026-10-26', 'complete'],
    ['2026-11-02', 'complete'],
    ['2026-11-09', 'complete'],
    ['2026-11-16', 'complete'],
  ])
})

test('makes a week incomplete for one missing day, follows open ends, and keeps the worst reason', () => {
  const missing = [
    { from: '2026-11-08', to: '2026-11-09', reason: 'partial', detail: '' },
    { from: '2026-11-10', to: '2026-11-10', reason: 'failed', detail: '' },
    { from: '2026-11-16', to: null, reason: 'never_read', detail: '' },
  ] as const
  expect(states(missing).map(([, state]) => state)).toEqual(['complete', 'partial', 'failed', 'never_read'])
})
