import { describe, expect, test } from 'vitest'
import {
  type OpenReason,
  type TargetState,
  targetPoints,
  targetState,
  targetWeeks,
  weeksBelow,
} from './target.ts'
import { targetFiguresOf as figures, figuresOf } from './testing.ts'

const HUGE = '1000000000000000000000000000000'

type Case = [
  what: string,
  percent: string,
  given: Parameters<typeof figures>,
  state: TargetState,
  reason?: OpenReason,
]

describe('the state of a target', () => {
  test.each<Case>([
    ['far below, nothing open', '85', ['1000', '600'], 'below'],
    ['a cent below, nothing open', '85', ['1000', '849.99'], 'below'],
    ['a cent below with all that is open', '85', ['1000', '800', '20', '29.99'], 'below'],
    ['reachable exactly equal', '85', ['1000', '800', '20', '30'], 'open', 'undecided'],
    ['reachable above, so far below', '85', ['1000', '800', '200'], 'open', 'undecided'],
    ['settled within half a point, the target inside', '85', ['1000', '845', '5'], 'watch'],
    ['a little more than half a point', '85', ['1000', '844.9', '5.1'], 'open', 'undecided'],
    ['a gap that only rounds to half a point', '85', ['10000000', '8450000', '50004'], 'open', 'undecided'],
    ['settled, but all below', '85', ['1000', '845', '4.9'], 'below'],
    ['so far exactly equal', '85', ['1000', '850'], 'watch'],
    ['a cent less than two points above', '85', ['1000', '869.99', '130.01'], 'watch'],
    ['exactly two points above', '85', ['1000', '870'], 'met'],
    ['all collected', '85', ['1000', '1000'], 'met'],
    ['one decimal: below', '85.5', ['1000', '854.99'], 'below'],
    ['one decimal: reached', '85.5', ['1000', '855'], 'watch'],
    ['a target close to 100 is met by all', '98.5', ['1000', '1000'], 'met'],
    ['and watched with less', '98.5', ['1000', '999.99'], 'watch'],
    ['a target of 100 is met by all', '100', ['1000', '1000'], 'met'],
    ['a target of 100, a cent missing for good', '100', ['1000', '999.99'], 'below'],
    ['a target of 100, a cent still open', '100', ['1000', '999.99', '0.01'], 'watch'],
    ['nothing billed', '85', ['0', '0'], 'open', 'nothing_billed'],
    ['credits: more collected than billed', '85', ['1000', '1000.01'], 'open', 'collected_not_within'],
    ['credits: collected less than zero', '85', ['1000', '-1'], 'open', 'collected_not_within'],
    ['credits: billed less than zero', '85', ['-1000', '-900'], 'open', 'billed_not_positive'],
    ['credits in flight lower nothing', '85', ['1000', '860', '-100'], 'watch'],
    ['more open than billed counts as all', '85', ['1000', '100', '5000'], 'open', 'undecided'],
    ['a rate that rounds to the target is compared exactly', '85', [HUGE, `849${'9'.repeat(27)}`], 'below'],
  ])('%s', (_, percent, given, state, reason) => {
    expect(targetState(figures(...given), percent)).toEqual({ state, reason: reason ?? null })
  })

  test('is open where days are missing or too much is left out, whatever the rate', () => {
    const below = figures('1000', '100')
    expect(targetState({ ...below, isPartial: true, isTooMuchLeftOut: true }, '85').reason).toBe(
      'missing_days',
    )
    expect(targetState({ ...below, isTooMuchLeftOut: true }, '85')).toEqual({
      state: 'open',
      reason: 'left_out',
    })
    expect(targetState({ ...figures('0', '0'), isTooMuchLeftOut: true }, '85').reason).toBe('nothing_billed')
  })
})

type Told = TargetState | 'undecided'
test.each<[Told[], number, boolean]>([
  [[], 0, false],
  [['met', 'below', 'below'], 0, false],
  [['below', 'below', 'met', 'below'], 2, false],
  [['below', 'watch', 'below', 'below'], 1, false],
  // A point without a rate ends the row, which may be longer: that point may have been below as well.
  [['below', 'open', 'below'], 1, true],
  [['open', 'below', 'below'], 0, false],
  // The latest undecided points are passed over, later ones end the row.
  [['undecided', 'undecided', 'below', 'below', 'watch'], 2, false],
  [['undecided', 'below', 'undecided', 'below'], 1, true],
  [['undecided', 'met', 'below'], 0, false],
  [['undecided', 'undecided'], 0, false],
  // A row that reaches the first point may be longer.
  [['below', 'below', 'below'], 3, true],
  [['undecided', 'below', 'below'], 2, true],
])('%j are %i weeks below in a row, the latest first (or more: %j)', (told, weeks, isLonger) => {
  const points = told.map((one) => {
    if (one === 'undecided') return { state: 'open', reason: one } as const
    return { state: one, reason: one === 'open' ? ('nothing_billed' as const) : null }
  })
  expect(weeksBelow(points)).toEqual({ weeksBelow: weeks, isBelowLonger: isLonger })
})

test('the weeks end with the last one that is over, on every day of the week', () => {
  for (const [today, latest] of [
    ['2026-11-22', '2026-11-09'],
    ['2026-11-23', '2026-11-16'],
    ['2026-11-25', '2026-11-16'],
    ['2027-01-04', '2026-12-28'],
  ] as const)
    expect(targetWeeks(today)[0]).toBe(latest)
  expect(targetWeeks('2026-11-25')).toHaveLength(38)
  expect(targetWeeks('2026-11-25').at(-1)).toBe('2026-03-02')
})

describe('the weekly points', () => {
  const weeks = targetWeeks('2026-11-25').map((week, back) => ({
    week,
    // 90 of 100 collected in the last 13 weeks, 50 of 100 in the weeks before; one week was not billed.
    figures:
      back === 5
        ? null
        : figuresOf(
            'NGN',
            back < 13
              ? { PAYMENT_COMPLETE: '90', PAYMENT_FAILED: '10' }
              : { PAYMENT_COMPLETE: '50', PAYMENT_FAILED: '50' },
          ),
    withoutCurrency: back === 20 ? 1 : 0,
  }))
  const points = targetPoints(weeks, {
    currency: 'NGN',
    percent: '85',
    isPartial: ({ from }) => from < '2026-03-09',
    undated: 0,
  })

  test('add up 13 weeks each, with or without a week that was not billed', () => {
    expect(points).toHaveLength(26)
    expect(points[0]).toMatchObject({
      from: '2026-08-24',
      to: '2026-11-22',
      billed: '1200',
      collected: '1080',
    })
    expect(points[0]).toMatchObject({ rate: 0.9, reachable: 0.9, state: 'met', leftOut: 0 })
    expect(points[1]).toMatchObject({ to: '2026-11-15', billed: '1200', collected: '1040', state: 'watch' })
    expect(points[2]).toMatchObject({ billed: '1200', collected: '1000', state: 'below' })
    expect(points[6]).toMatchObject({ billed: '1300', collected: '930' })
  })

  test('leave out periods that may belong to any week, and have no state if there are too many', () => {
    const rest = { currency: 'NGN', percent: '85', isPartial: () => false, undated: 1 }
    expect(targetPoints(weeks, rest).map(({ leftOut }) => leftOut)).toContain(1)
    expect(targetPoints(weeks, { ...rest, undated: 40 })[0]).toMatchObject({
      state: 'open',
      reason: 'left_out',
    })
  })

  test('say of each why it has no state: left out, or not read', () => {
    const reasons = points.map(({ reason }) => reason)
    expect(reasons[7]).toBeNull()
    expect(new Set(reasons.slice(8, 21))).toEqual(new Set(['left_out']))
    expect(reasons[21]).toBeNull()
    expect(points.at(-1)).toMatchObject({ state: 'open', reason: 'missing_days', partial: true })
  })
})
