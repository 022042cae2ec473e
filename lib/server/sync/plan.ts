import 'server-only'
import { addDays, type Day } from '#lib/calendar-date.ts'
import { firstRecentDay } from '#lib/sources/recent.ts'
import type { Resource, Source } from '#lib/sources.ts'
import { weekStart, weeksBetween } from '#lib/week.ts'

export const WINDOW_STATES = ['never_read', 'complete', 'partial', 'failed'] as const
export type WindowState = (typeof WINDOW_STATES)[number]

/** A window as the planner sees it. Times are epoch milliseconds. */
export type PlannedWindow = {
  source: Source
  resource: Resource
  fromDay: Day
  /** null: open-ended. */
  toDay: Day | null
  state: WindowState
  lastRunAt: number | null
  lastCompleteAt: number | null
  dueAt: number
  requestedAt: number | null
  failures: number
  unsettled: number
  /** The fault of the last run; null once a later run has been applied. */
  errorCode: string | null
  errorDetail: string | null
  /** Why the window is not complete, as stored: `readReasons` parses it. */
  reasons: unknown
  /** True if rows may lack their funding source although every row is there. */
  isAttributionDoubtful: boolean
  /**
   * Changes when a run begins and when it ends. A run writes only while its window still has the token it
   * took.
   */
  token: number
}

/**
 * Lists the windows that should exist: whole ISO weeks from the week of `first` to the current one, which is
 * open-ended.
 */
export function plannedRanges(first: Day, today: Day): { fromDay: Day; toDay: Day | null }[] {
  const current = weekStart(today)
  const weeks = weeksBetween(first < today ? first : today, today)
  return weeks.map((monday) => ({ fromDay: monday, toDay: monday === current ? null : addDays(monday, 6) }))
}

export type Situation = {
  now: number
  today: Day
  hotIntervalMs: number
  /** Windows being read, by `windowKey`. */
  running: ReadonlySet<string>
  /** Sources that rest after faults or asked for a pause, with the end of that time. */
  pausedUntil: ReadonlyMap<Source, number>
  maxPerSource: number
  /** Calls that the budget of the older weeks still allows; 0 or less: none. */
  historyCalls: number
}

/** Returns the key of a window, unique over all sources and lists. */
export function windowKey(window: { source: Source; resource: Resource; fromDay: Day }): string {
  return `${window.source} ${window.resource} ${window.fromDay}`
}

/**
 * No source rests, and no failed window waits, longer than this: `backoffMs` and accepted `Retry-After`
 * values stay within.
 */
const LONGEST_REST_MS = 3_600_000
/** Largest difference allowed between the clocks of two servers. */
const CLOCK_SKEW_MS = 60_000

/**
 * True while `time` is in the future. A time further ahead than `longestMs` was set by a clock that has since
 * been corrected, and is ignored.
 */
function isAhead(time: number, now: number, longestMs: number): boolean {
  return time > now && time - now <= longestMs + CLOCK_SKEW_MS
}

/** Minimum time between two runs of an older window, however much budget is left. */
const HISTORY_REST_MS = 10 * 60_000
/** Multiplies the waiting time of a window with rows that can still change. */
const UNSETTLED_WEIGHT = 4
/** Windows that were never read go before recent weeks until those are this many intervals late. */
const PATIENCE_INTERVALS = 5

/** Picks the window to read next, or null if none may be read now. */
export function nextWindow(windows: readonly PlannedWindow[], situation: Situation): PlannedWindow | null {
  const recentFrom = firstRecentDay(situation.today)
  let best: PlannedWindow | null = null
  let bestRank: readonly [number, number] = [0, 0]
  for (const window of windows) {
    const rank = rankOf(window, situation, window.fromDay >= recentFrom)
    if (rank === null || !mayRun(window, situation)) continue
    const isBetter = rank[0] < bestRank[0] || (rank[0] === bestRank[0] && rank[1] > bestRank[1])
    if (best === null || isBetter) [best, bestRank] = [window, rank]
  }
  return best
}

function mayRun(window: PlannedWindow, situation: Situation): boolean {
  if (situation.running.has(windowKey(window))) return false
  if (isAhead(situation.pausedUntil.get(window.source) ?? 0, situation.now, LONGEST_REST_MS)) return false
  let running = 0
  for (const key of situation.running) if (key.startsWith(`${window.source} `)) running += 1
  return running < situation.maxPerSource
}

/** Ranks a window by class (lower first) and by order within the class (higher first); null: not now. */
function rankOf(
  window: PlannedWindow,
  situation: Situation,
  isHot: boolean,
): readonly [number, number] | null {
  const { now } = situation
  const longestMs = window.errorCode === null && isHot ? situation.hotIntervalMs : LONGEST_REST_MS
  const isDue = !isAhead(window.dueAt, now, longestMs)
  // A due time that lies ahead was set by a clock that has since been set back: such a window is late, not early.
  const lateMs = Math.abs(now - window.dueAt)
  const newest = Date.parse(window.fromDay)
  if (window.requestedAt !== null) return [0, newest]
  if (window.errorCode === 'rate_limited' && !isDue) return null
  if (isHot && isDue && lateMs > PATIENCE_INTERVALS * situation.hotIntervalMs) return [1, lateMs]
  if (window.lastRunAt === null) return isDue ? [2, newest] : null
  if (isHot) return isDue ? [3, lateMs] : null
  if (window.state !== 'complete') return isDue ? [4, lateMs] : null
  // Deliberately not `isDue`. While a filter is ignored, the window waits until `rereadDoubted` requests it.
  if (window.isAttributionDoubtful && window.dueAt <= now) return [4, lateMs]
  const ageMs = Math.abs(now - window.lastRunAt)
  if (situation.historyCalls <= 0 || ageMs < HISTORY_REST_MS) return null
  return [5, ageMs * (window.unsettled > 0 ? UNSETTLED_WEIGHT : 1)]
}

export type RunOutcome = {
  state: Exclude<WindowState, 'never_read'>
  /** Failures in a row, including this one. */
  failures: number
  retryAfterSeconds: number | null
}

const HISTORY_DUE_MS = 24 * 3_600_000
const PARTIAL_HISTORY_DUE_MS = 3_600_000

/**
 * Returns when a window is due again after a run, in epoch milliseconds.
 * @param situation `random` is 0..1 and spreads the retries
 */
export function nextDue(
  window: { fromDay: Day },
  outcome: RunOutcome,
  situation: { now: number; today: Day; hotIntervalMs: number; random: number },
): number {
  const { now } = situation
  if (outcome.state === 'failed') {
    const hintMs = (outcome.retryAfterSeconds ?? 0) * 1000
    return now + Math.max(backoffMs(outcome.failures, situation.random), hintMs)
  }
  if (window.fromDay >= firstRecentDay(situation.today)) return now + situation.hotIntervalMs
  return now + (outcome.state === 'complete' ? HISTORY_DUE_MS : PARTIAL_HISTORY_DUE_MS)
}

const FIRST_BACKOFF_MS = 10_000
const LONGEST_BACKOFF_MS = 15 * 60_000

/**
 * Returns the backoff after so many failures in a row, in milliseconds: doubled each time, capped, with half
 * of it random.
 * @param random 0..1
 */
export function backoffMs(failures: number, random: number): number {
  const full = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** Math.min(failures - 1, 20))
  return Math.round(full * (0.5 + random / 2))
}

/** A budget of calls that refills over time. At most `burst` calls are saved up. */
export type Budget = { calls: number; at: number }
/** At most the calls earned in this time are saved up. */
export const BURST_MS = 600_000

/**
 * Adds the calls earned since the budget was last computed. A budget dated more than a burst ahead was
 * computed by a clock that has since been set back, and earns a full burst.
 */
export function refill(budget: Budget, callsPerHour: number, now: number): Budget {
  const elapsedMs = budget.at > now + BURST_MS ? BURST_MS : Math.max(0, now - budget.at)
  const burst = (callsPerHour * BURST_MS) / 3_600_000
  const earned = (elapsedMs * callsPerHour) / 3_600_000
  return { calls: Math.min(burst, budget.calls + earned), at: now }
}

const SOURCE_FAULTS = [
  'paused',
  'unauthorized',
  'forbidden',
  'rate_limited',
  'timeout',
  'unavailable',
  'blocked',
]

/** True for faults of a source as a whole, which its other windows would meet too. */
export function isSourceFault(code: string | null): boolean {
  return code !== null && SOURCE_FAULTS.includes(code)
}
