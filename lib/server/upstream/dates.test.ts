import { describe, expect, test } from 'vitest'
import { parseExactJson } from '#lib/server/upstream/testing/exact-json.ts'
import { readDate } from './dates.ts'

const TEN_O_CLOCK = { kind: 'instant', day: '2026-11-10', at: '2026-11-10T10:00:00.000Z' }
const THE_DAY = { kind: 'day', day: '2026-11-10' }

describe('reads an instant from every unambiguous spelling', () => {
  test.each([
    '2026-11-10T10:00:00Z',
    '2026-11-10t10:00:00z',
    '2026-11-10 10:00:00',
    '2026-11-10T10:00',
    '2026-11-10T10Z',
    '2026-11-10 10:00:00+00',
    '2026-11-10 10:00:00.000+00',
    '2026-11-10T10:00:00,000Z',
    '2026-11-10T10:00:00.000000000000Z',
    '2026-11-10T10:00:00+0000',
    '2026-11-10T10:00:00-00:00',
    '2026-11-10T10:00:00 +0000',
    '2026-11-10 10:00:00 +0000 UTC',
    '2026-11-10 10:00:00 UTC',
    '2026-11-10T10:00:00[UTC]',
    '20261110T100000Z',
    '20261110100000',
    '2026/11/10 10:00:00',
    '2026-11-10 10:00:00 AM',
    'Tue, 10 Nov 2026 10:00:00 GMT',
    'Tue, 10 Nov 2026 10:00:00 +0000',
    'Tuesday, 10 November 2026 10:00:00 UTC',
    '10 Nov 2026 10:00 +0000',
    '10-NOV-2026 10:00:00',
    'Nov 10, 2026, 10:00:00 AM',
    'Nov 10 2026 10:00AM',
    'Tue Nov 10 10:00:00 2026',
    'Tue Nov 10 10:00:00 GMT 2026',
    'Tue Nov 10 2026 10:00:00 GMT+0000 (Coordinated Universal Time)',
  ])('%j', (value) => expect(readDate(value)).toEqual(TEN_O_CLOCK))

  test.each([
    ['2026-11-10T11:00:00+01:00', '2026-11-10'],
    ['2026-11-10T11:00:00+01:00[Africa/Lagos]', '2026-11-10'],
    ['2026-11-10 06:30:00-0330', '2026-11-10'],
    ['2026-11-10 06:30:00\u221203:30', '2026-11-10'],
    ['2026-11-11T00:00:00+14', '2026-11-11'],
    ['Tue Nov 10 11:00:00 WAT 2026', '2026-11-10'],
    ['Tue Nov 10 2026 13:00:00 GMT+0300 (East Africa Time)', '2026-11-10'],
  ])('%s keeps the day as written', (value, day) => expect(readDate(value)).toEqual({ ...TEN_O_CLOCK, day }))

  test.each([
    '/Date(1794304800000)/',
    1794304800,
    1794304800000,
    '1794304800',
    '1794304800.000',
    '1794304800000',
    '1794304800000000',
  ])('%j counts from 1970 and has no written day', (value) =>
    expect(readDate(value)).toEqual({ ...TEN_O_CLOCK, day: null }),
  )

  test('seconds since 1970 at midnight UTC name their day', () => {
    expect(readDate(1794268800)).toMatchObject({ kind: 'instant', day: '2026-11-10' })
  })

  test('keeps fractions of a second to the millisecond, also in seconds since 1970', () => {
    const at = '2026-11-10T10:00:00.250Z'
    expect(readDate('2026-11-10T10:00:00,25Z')).toMatchObject({ at })
    expect(readDate(parseExactJson('1794304800.2500'))).toMatchObject({ at })
  })

  test('24:00 is the start of the next day, and a leap second stays in its minute', () => {
    expect(readDate('2026-11-10T24:00:00Z')).toMatchObject({
      day: '2026-11-11',
      at: '2026-11-11T00:00:00.000Z',
    })
    expect(readDate('2026-12-31T23:59:60Z')).toMatchObject({
      day: '2026-12-31',
      at: '2026-12-31T23:59:59.000Z',
    })
  })

  test('reads noon and midnight on a 12-hour clock', () => {
    expect(readDate('2026-11-10 12:00 AM')).toMatchObject({ at: '2026-11-10T00:00:00.000Z' })
    expect(readDate('2026-11-10 12:30 PM')).toMatchObject({ at: '2026-11-10T12:30:00.000Z' })
  })
})

test.each([
  '2026-11-10',
  ' 2026-11-10 ',
  '20261110',
  20261110,
  '2026/11/10',
  '2026.11.10',
  '10 Nov 2026',
  '10th November 2026',
  'Tue, 10 Nov 2026',
  '10-Nov-2026',
  'Nov 10, 2026',
  'NOVEMBER 10 2026',
])('%j is a day', (value) => expect(readDate(value)).toEqual(THE_DAY))

test.each([null, undefined, '', '  ', '0000-00-00', '0000-00-00 00:00:00', '0001-01-01T00:00:00Z'])(
  '%j means that there is no date',
  (value) => expect(readDate(value)).toEqual({ kind: 'none' }),
)

test.each([
  '10/11/2026',
  '10-11-2026',
  '10.11.2026',
  '10/11/26',
  '10-NOV-26',
  '11/10/2026, 10:00:00 AM',
  '2026-11-31',
  '2026-13-10',
  '2026-11',
  '2026-11-10T25:00:00Z',
  '2026-11-10T24:00:01Z',
  '2026-11-10T10:60:00Z',
  '2026-11-10 13:00 PM',
  '2026-11-10T10:00:00+19:00',
  '2026-11-10T10:00:00 CST',
  'Mon, 10 Nov 2026 10:00:00 GMT',
  '2026-11/10',
  '275760-09-13',
  '2300-01-01',
  '1794304',
  '2026111010',
  179430480012,
  -1794304800,
  '٢٠٢٦-٠١-٠١',
  'soon',
  true,
  [2026, 11, 10],
  {},
  '2'.repeat(100_000),
  `2026-11-10T10:00:00${' '.repeat(100_000)}x`,
])('%j has no single meaning', (value) => expect(readDate(value)).toEqual({ kind: 'unreadable' }))
