import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, daysBetween } from '#lib/calendar-date.ts'
import { weekStart } from '#lib/week.ts'
import {
  backoffMs,
  nextDue,
  nextWindow,
  type PlannedWindow,
  plannedRanges,
  refill,
  type Situation,
  windowKey,
} from './plan.ts'

const NOW = Date.parse('2026-11-21T12:00:00Z')
const TODAY = '2026-11-21'
const HOUR = 3_600_000

function windowOf(changes: Partial<PlannedWindow>): PlannedWindow {
  return {
    source: 'hello-tractor',
    resource: 'billing-periods',
    fromDay: '2026-11-16',
    toDay: null,
    state: 'complete',
    lastRunAt: NOW - HOUR,
    lastCompleteAt: NOW - HOUR,
    dueAt: NOW + 30_000,
    requestedAt: null,
    failures: 0,
    unsettled: 0,
    errorCode: null,
    errorDetail: null,
    isAttributionDoubtful: false,
    reasons: null,
    token: 0,
    ...changes,
  }
}

function situation(changes: Partial<Situation> = {}): Situation {
  return {
    now: NOW,
    today: TODAY,
    hotIntervalMs: 30_000,
    running: new Set(),
    pausedUntil: new Map(),
    maxPerSource: 2,
    historyCalls: 100,
    ...changes,
  }
}

const days = fc.integer({ min: 0, max: 3_000 }).map((count) => addDays('2020-01-01', count))

test('plans whole ISO weeks without gap or overlap, with only the last one open-ended', () => {
  fc.assert(
    fc.property(days, days, (a, b) => {
      const [first, today] = a < b ? [a, b] : [b, a]
      const ranges = plannedRanges(first, today)
      expect(ranges[0]?.fromDay).toBe(weekStart(first))
      expect(ranges.at(-1)).toEqual({ fromDay: weekStart(today), toDay: null })
      for (const [i, { fromDay, toDay }] of ranges.entries()) {
        const next = ranges[i + 1]
        if (!next) continue
        expect(toDay && daysBetween(fromDay, toDay)).toBe(6)
        expect(toDay && addDays(toDay, 1)).toBe(next.fromDay)
      }
    }),
  )
})

test('plans the current week when the first day is in the future', () => {
  expect(plannedRanges('2027-05-01', TODAY)).toEqual([{ fromDay: '2026-11-16', toDay: null }])
})

describe('nextWindow', () => {
  const asked = windowOf({ fromDay: '2025-01-06', toDay: '2025-01-12', requestedAt: NOW - 1 })
  const unread = windowOf({
    fromDay: '2026-06-01',
    toDay: '2026-06-07',
    state: 'never_read',
    lastRunAt: null,
    dueAt: NOW,
  })
  const olderUnread = windowOf({ ...unread, fromDay: '2024-06-03', toDay: '2024-06-09' })
  const hot = windowOf({ dueAt: NOW - 1_000 })
  const failed = windowOf({ fromDay: '2026-01-05', toDay: '2026-01-11', state: 'partial', dueAt: NOW - 1 })
  const old = windowOf({ fromDay: '2025-02-03', toDay: '2025-02-09' })

  test('takes requested windows first, then unread ones newest first, recent weeks, failed windows and older weeks', () => {
    const left = [old, failed, hot, olderUnread, unread, asked]
    const order: string[] = []
    while (left.length > 0) {
      const next = nextWindow(left, situation())
      if (!next) break
      order.push(next.fromDay)
      left.splice(left.indexOf(next), 1)
    }
    expect(order).toEqual([asked, unread, olderUnread, hot, failed, old].map(({ fromDay }) => fromDay))
  })

  test('takes recent weeks that are very late before unread windows', () => {
    const late = windowOf({ dueAt: NOW - 6 * 30_000 })
    expect(nextWindow([unread, late], situation())).toBe(late)
  })

  test('takes no window that is not due, even a failed one', () => {
    const waiting = windowOf({ state: 'failed', lastRunAt: null, dueAt: NOW + 1 })
    expect(nextWindow([windowOf({}), waiting], situation())).toBeNull()
  })

  test('leaves older weeks waiting while their budget is spent', () => {
    expect(nextWindow([old], situation({ historyCalls: 0 }))).toBeNull()
    expect(nextWindow([old], situation({ historyCalls: 1 }))).toBe(old)
  })

  test('takes the older week that was unchecked longest, and sooner if its rows can still change', () => {
    const fresh = windowOf({ ...old, fromDay: '2025-03-03', lastRunAt: NOW - HOUR })
    const stale = windowOf({ ...old, lastRunAt: NOW - 3 * HOUR })
    const open = windowOf({ ...fresh, fromDay: '2025-04-07', unsettled: 3 })
    expect(nextWindow([fresh, stale], situation())).toBe(stale)
    expect(nextWindow([fresh, stale, open], situation())).toBe(open)
  })

  test('gives no source more than its share, and nothing while it rests', () => {
    const other = windowOf({ source: 'client-invoices', resource: 'invoices', dueAt: NOW })
    const running = new Set([windowKey(hot), windowKey(failed)])
    expect(nextWindow([unread, other], situation({ running }))).toBe(other)
    const pausedUntil = new Map([['hello-tractor', NOW + 1] as const])
    expect(nextWindow([unread, hot], situation({ pausedUntil }))).toBeNull()
  })

  test('keeps a pause that the source asked for when a person requests a refresh, but ends a backoff', () => {
    const limited = windowOf({ ...asked, errorCode: 'rate_limited', dueAt: NOW + 5_000 })
    const pausedUntil = new Map([['hello-tractor', NOW + 5_000] as const])
    expect(nextWindow([limited], situation({ pausedUntil }))).toBeNull()
    expect(nextWindow([limited], situation())).toBe(limited)
    expect(nextWindow([{ ...limited, requestedAt: null }], situation())).toBeNull()
  })
})

describe('F42 after a clock that was ahead has been set back', () => {
  const hot = windowOf({ lastRunAt: NOW + 24 * HOUR, dueAt: NOW + 24 * HOUR + 30_000 })

  test('still reads recent weeks, failed windows and older weeks', () => {
    const failed = windowOf({ ...hot, state: 'failed', errorCode: 'timeout' })
    const old = windowOf({ fromDay: '2025-02-03', toDay: '2025-02-09', lastRunAt: NOW + 24 * HOUR })
    for (const window of [hot, failed, old]) expect(nextWindow([window], situation())).toBe(window)
  })

  test('reads a recent week that was last read before that first, however busy it is with those read since', () => {
    const since = windowOf({ fromDay: '2026-11-09', toDay: '2026-11-15', dueAt: NOW - 20_000 })
    const late = windowOf({ fromDay: '2026-11-02', toDay: '2026-11-08', dueAt: NOW - 6 * 30_000 })
    expect(nextWindow([since, late, hot], situation())).toBe(hot)
  })

  test('rests a source no longer than the longest possible rest', () => {
    const due = windowOf({ dueAt: NOW })
    const restingUntil = (until: number) =>
      situation({ pausedUntil: new Map([['hello-tractor', until] as const]) })
    expect(nextWindow([due], restingUntil(NOW + 24 * HOUR))).toBe(due)
    expect(nextWindow([due], restingUntil(NOW + HOUR))).toBeNull()
  })

  test('leaves older weeks as many calls as can be saved up', () => {
    expect(refill({ calls: -50, at: NOW + 24 * HOUR }, 600, NOW)).toEqual({ calls: 50, at: NOW })
    expect(refill({ calls: -50, at: NOW + 1_000 }, 600, NOW)).toEqual({ calls: -50, at: NOW })
  })
})

describe('when a window is due again', () => {
  const at = { now: NOW, today: TODAY, hotIntervalMs: 30_000, random: 0.5 }
  const done = { failures: 0, retryAfterSeconds: null }

  test('makes recent weeks due after the interval, and older weeks later', () => {
    expect(nextDue({ fromDay: '2026-09-21' }, { state: 'complete', ...done }, at)).toBe(NOW + 30_000)
    expect(nextDue({ fromDay: '2026-09-14' }, { state: 'complete', ...done }, at)).toBe(NOW + 24 * HOUR)
  })

  test('waits at least as long as the source asked after a failure', () => {
    const failed = { state: 'failed', failures: 1, retryAfterSeconds: 120 } as const
    expect(nextDue({ fromDay: TODAY }, failed, at)).toBe(NOW + 120_000)
  })

  test('grows backoffs with failures, caps them at 15 minutes and adds jitter', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (failures, random) => {
          const pause = backoffMs(failures, random)
          expect(pause).toBeGreaterThanOrEqual(5_000)
          expect(pause).toBeLessThanOrEqual(900_000)
          expect(backoffMs(failures + 1, random)).toBeGreaterThanOrEqual(pause)
        },
      ),
    )
    expect(backoffMs(3, 0)).not.toBe(backoffMs(3, 1))
  })
})

test('spends the same number of calls per hour on older weeks, however many there are', () => {
  const spentWith = (windowCount: number) => {
    const windows = Array.from({ length: windowCount }, (_, i) =>
      windowOf({
        fromDay: addDays('2015-01-05', 7 * (i % 550)),
        toDay: '2015-01-11',
        lastRunAt: NOW - HOUR - i,
      }),
    )
    let budget = { calls: 0, at: NOW }
    let spent = 0
    for (let now = NOW; now <= NOW + HOUR; now += 1_000) {
      budget = refill(budget, 600, now)
      const next = nextWindow(windows, situation({ now, historyCalls: budget.calls }))
      if (!next) continue
      next.lastRunAt = now
      budget = { ...budget, calls: budget.calls - 10 }
      spent += 10
    }
    return spent
  }
  expect(spentWith(2_000)).toBe(spentWith(100))
})
