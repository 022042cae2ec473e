import { expect, test } from 'vitest'
import { readInstantOrDay } from './instant-or-day.ts'

test.each(['2026-11-24', '2026-11-24T08:00Z', '2026-11-24T08:00:00Z', '2026-11-24T08:00:00.123Z'])(
  'reads %s',
  (text) => expect(readInstantOrDay(text)).toBe(text),
)

test.each([
  '',
  '2026-11-31',
  '2026-02-30T08:00:00Z',
  '0000-01-01T00:00:00Z',
  '2026-11-24T25:00:00Z',
  '2026-11-24T08:00:00',
  '2026-11-24T08:00:00+01:00',
  '24 Nov 2026',
])('refuses %j', (text) => expect(readInstantOrDay(text)).toBeNull())
