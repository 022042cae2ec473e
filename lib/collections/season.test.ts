import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays } from '#lib/calendar-date.ts'
import { weekEnd, weekStart, weeksBetween } from '#lib/week.ts'
import {
  agreedSeason,
  agreedSeasons,
  isOverlapping,
  latestSeason,
  monthsOf,
  type Season,
  seasonBands,
} from './season.ts'

const WET: Season = { name: 'Wet', firstMonth: 4, lastMonth: 9 }
const DRY: Season = { name: 'Dry', firstMonth: 10, lastMonth: 3 }
const HARVEST: Season = { name: 'Harvest', firstMonth: 11, lastMonth: 1 }
const YEAR: Season = { name: 'All year', firstMonth: 3, lastMonth: 2 }

test('lists the months of a season, over the new year too', () => {
  expect(monthsOf(WET)).toEqual([4, 5, 6, 7, 8, 9])
  expect(monthsOf(HARVEST)).toEqual([11, 12, 1])
  expect(monthsOf({ ...WET, lastMonth: 4 })).toEqual([4])
  expect(monthsOf(YEAR)).toHaveLength(12)
})

test('finds seasons that share a month', () => {
  expect(isOverlapping(WET, DRY)).toBe(false)
  expect(isOverlapping(DRY, HARVEST)).toBe(true)
  expect(isOverlapping({ ...WET, lastMonth: 10 }, DRY)).toBe(true)
  expect(isOverlapping(YEAR, WET)).toBe(true)
})

describe('the latest season', () => {
  test.each([
    // 30 September 2026 is a Wednesday: that week ends in October, so it belongs to the dry season.
    ['2026-11-21', [WET, DRY], 'Dry', '2026-09-28', '2026-11-22'],
    ['2026-09-27', [WET, DRY], 'Wet', '2026-03-30', '2026-09-27'],
    ['2026-09-28', [WET, DRY], 'Dry', '2026-09-28', '2026-10-04'],
    ['2027-03-28', [WET, DRY], 'Dry', '2026-09-28', '2027-03-28'],
    ['2027-03-29', [WET, DRY], 'Wet', '2027-03-29', '2027-04-04'],
    // Over since the end of September: its weeks up to the last one that ended in it.
    ['2026-11-21', [WET], 'Wet', '2026-03-30', '2026-09-27'],
    ['2026-03-15', [WET], 'Wet', '2025-03-31', '2025-09-28'],
    // Over the new year: 31 January 2027 is a Sunday.
    ['2026-12-31', [HARVEST], 'Harvest', '2026-10-26', '2027-01-03'],
    ['2027-01-20', [HARVEST], 'Harvest', '2026-10-26', '2027-01-24'],
    ['2027-06-01', [HARVEST], 'Harvest', '2026-10-26', '2027-01-31'],
    ['2024-02-29', [YEAR], 'All year', '2024-02-26', '2024-03-03'],
    ['2027-01-01', [YEAR], 'All year', '2026-02-23', '2027-01-03'],
  ] as const)('on %s of %j is %s, %s to %s', (today, seasons, name, from, to) => {
    expect(latestSeason(seasons, today)).toMatchObject({ season: { name }, from, to })
  })

  test('is whole weeks that began by now, of the season that holds their Sundays', () => {
    const month = fc.integer({ min: 1, max: 12 })
    const day = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays('1990-01-01', days))
    fc.assert(
      fc.property(month, month, day, (firstMonth, lastMonth, today) => {
        const season = { name: 'S', firstMonth, lastMonth }
        const found = latestSeason([season], today)
        if (!found) throw new Error('there is a season')
        const { from, to } = found
        expect([weekStart(from), weekEnd(to)]).toEqual([from, to])
        expect(from <= today && to <= weekEnd(today) && from < to).toBe(true)
        const inSeason = (week: string) => monthsOf(season).includes(Number(weekEnd(week).slice(5, 7)))
        expect(weeksBetween(from, to).every(inSeason)).toBe(true)
        // No week of it is left out, up to now.
        const isYear = monthsOf(season).length === 12
        if (!isYear) expect(inSeason(addDays(from, -7))).toBe(false)
        if (to < weekEnd(today)) expect(inSeason(addDays(to, 1))).toBe(false)
      }),
    )
  })

  test('is none without a season', () => {
    expect(latestSeason([], '2026-11-21')).toBeNull()
  })
})

test('the bands of a chart hold each week once, and have a gap where no season is', () => {
  const weeks = weeksBetween('2026-09-14', '2026-11-08')
  expect(seasonBands([WET, DRY], weeks)).toEqual([
    { name: 'Wet', from: 0, to: 1 },
    { name: 'Dry', from: 2, to: 7 },
  ])
  expect(
    seasonBands(
      [
        { ...HARVEST, firstMonth: 9, lastMonth: 9 },
        { ...DRY, firstMonth: 11 },
      ],
      weeks,
    ),
  ).toEqual([
    { name: 'Harvest', from: 0, to: 1 },
    { name: 'Dry', from: 6, to: 7 },
  ])
  expect(seasonBands([], weeks)).toEqual([])
})

describe('the season of several funding sources', () => {
  const of = (fundingSource: string, ...seasons: Season[]) =>
    seasons.map((season) => ({ ...season, fundingSource }))
  const choices = (...seasons: ReturnType<typeof of>) => ({
    options: { funding_source: ['A', 'B', '(unassigned)'].map((value) => ({ value })) },
    more: {},
    seasons,
  })
  const name = (chosen: string[], given: ReturnType<typeof choices>) =>
    agreedSeason(chosen, given, '2026-11-21')?.season.name ?? null

  test('is offered only if all of them agree, or for the chosen one', () => {
    const alone = choices(...of('A', WET, DRY))
    expect(name([], alone)).toBeNull()
    expect(name(['A'], alone)).toBe('Dry')
    expect(name(['A', 'B'], alone)).toBeNull()
    const both = choices(...of('A', WET, DRY), ...of('B', DRY))
    expect(name([], both)).toBe('Dry')
    expect(agreedSeasons([], both)).toEqual([DRY])
    expect(agreedSeasons(['A'], both)).toEqual([WET, DRY])
    // The latest one of B is another one, or one of the same name with other months.
    expect(name([], choices(...of('A', WET, DRY), ...of('B', WET)))).toBeNull()
    expect(name([], choices(...of('A', DRY), ...of('B', { ...DRY, lastMonth: 2 })))).toBeNull()
  })

  test('is not offered where funding sources are unknown', () => {
    const both = choices(...of('A', DRY), ...of('B', DRY))
    expect(name(['A', '(unassigned)'], both)).toBeNull()
    expect(agreedSeason([], { ...both, more: { funding_source: {} } }, '2026-11-21')).toBeNull()
    expect(agreedSeason(['A'], { ...both, more: { funding_source: {} } }, '2026-11-21')?.season.name).toBe(
      'Dry',
    )
    expect(agreedSeason([], { options: {}, more: {} }, '2026-11-21')).toBeNull()
    expect(agreedSeasons([], { options: {}, more: {} })).toEqual([])
  })
})
