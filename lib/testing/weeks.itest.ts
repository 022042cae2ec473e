import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compareCalendars, SERVER } from '#lib/testing/weeks/compare.ts'
import { instantsOf, ZONES } from '#lib/testing/weeks/instants.ts'
import { calendarLine } from '#lib/testing/weeks/line.ts'
import { sqlCalendar } from '#lib/testing/weeks/sql.ts'
import { isoWeek } from '#lib/week.ts'
import { type TestDatabase, testDatabase } from './database.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await testDatabase()
})
afterAll(() => own.drop())

describe('R11', () => {
  test('places instants in the same day, week and minute in PostgreSQL and on the server, in every zone', async () => {
    const instants = instantsOf(20_000)
    const found = await compareCalendars([SERVER, sqlCalendar(own.db)], instants, ZONES)
    expect(found.examples).toEqual([])
    expect(found).toMatchObject({ compared: 20_000 * ZONES.length, differ: 0 })
    const weeks = instants.map((instant) => isoWeek(new Date(instant).toISOString().slice(0, 10)).week)
    expect(weeks.filter((week) => week === 53).length).toBeGreaterThan(100)
  })

  test.each([
    // Expected values worked out by hand from local time zone laws and the ISO calendar.
    [
      '2027-01-03T22:59:59.999Z',
      'Africa/Lagos',
      '2027-01-03 2026-W53 2026-12-28 2027-01-03 2027-01-03 23:59',
    ],
    [
      '2027-01-03T23:00:00.000Z',
      'Africa/Lagos',
      '2027-01-04 2027-W01 2027-01-04 2027-01-10 2027-01-04 00:00',
    ],
    [
      '2026-03-08T06:59:59.999Z',
      'America/New_York',
      '2026-03-08 2026-W10 2026-03-02 2026-03-08 2026-03-08 01:59',
    ],
    [
      '2026-03-08T07:00:00.000Z',
      'America/New_York',
      '2026-03-08 2026-W10 2026-03-02 2026-03-08 2026-03-08 03:00',
    ],
    [
      '2026-11-01T06:00:00.000Z',
      'America/New_York',
      '2026-11-01 2026-W44 2026-10-26 2026-11-01 2026-11-01 01:00',
    ],
    [
      '2011-12-30T09:59:59.999Z',
      'Pacific/Apia',
      '2011-12-29 2011-W52 2011-12-26 2012-01-01 2011-12-29 23:59',
    ],
    [
      '2011-12-30T10:00:00.000Z',
      'Pacific/Apia',
      '2011-12-31 2011-W52 2011-12-26 2012-01-01 2011-12-31 00:00',
    ],
    [
      '2026-04-04T15:00:00.000Z',
      'Australia/Lord_Howe',
      '2026-04-05 2026-W14 2026-03-30 2026-04-05 2026-04-05 01:30',
    ],
    [
      '2026-01-04T18:15:00.000Z',
      'Asia/Kathmandu',
      '2026-01-05 2026-W02 2026-01-05 2026-01-11 2026-01-05 00:00',
    ],
  ])('places %s in %s at %s', (instant, zone, line) =>
    expect(calendarLine(Date.parse(instant), zone, true)).toBe(line),
  )
})
