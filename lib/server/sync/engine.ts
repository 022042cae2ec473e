import 'server-only'
import type { Day } from '#lib/calendar-date.ts'
import { dayInZone } from '#lib/calendar-date.ts'
import { firstRecentDay } from '#lib/sources/recent.ts'
import type { Source } from '#lib/sources/sources.ts'
import { databaseFault } from '../db/faults.ts'
import {
  type Budget,
  backoffMs,
  isSourceFault,
  nextWindow,
  type PlannedWindow,
  refill,
  type Situation,
  windowKey,
} from './plan.ts'
import { type ListRunner, type RunResult, runWindow, type SyncContext } from './run-window.ts'
import { firstDay } from './settings.ts'
import { ensureWindows, type ListName, loadWindows } from './windows.ts'

/** Windows read at a time, over all sources and of one; more only makes them wait for each other. */
const MAX_RUNNING = 4
const MAX_PER_SOURCE = 2

export type Engine = {
  /** Reads the windows anew from the database, e.g. after a refresh was asked for. */
  reload(): Promise<void>
  /** Starts as many runs as may run now, of the windows for which `isWanted` holds. */
  fill(isWanted?: (window: PlannedWindow) => boolean): void
  /** Settles when a run has ended; null while none is under way. */
  settled(): Promise<void> | null
  windows(): readonly PlannedWindow[]
  /** Until when each source is left alone after a fault of its own. */
  pausedUntil: Map<Source, number>
  /** Faults of a source as a whole, in a row. */
  failuresInRow(source: Source): number
}

export type EngineOptions = {
  runners: readonly ListRunner[]
  context: SyncContext
  onResult: (window: PlannedWindow, result: RunResult) => void
  /** A defect of ours or of PostgreSQL; the window is tried again later. */
  onError: (error: unknown) => void
}

/** Plans and runs windows side by side. It holds no timers: whoever drives it calls `fill`. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { runners, context } = options
  const { db, now, settings } = context
  const lists: ListName[] = runners.map(({ source, resource }) => ({ source, resource }))
  const running = new Map<string, Promise<void>>()
  const pausedUntil = new Map<Source, number>()
  const sourceFailures = new Map<Source, number>()
  const windows = new Map<string, PlannedWindow>()
  let today: Day = ''
  let budget: Budget = { calls: 0, at: now().getTime() }

  async function reload(): Promise<void> {
    const current = dayInZone(now(), settings.timeZone)
    const first = firstDay(settings, current)
    if (current !== today) {
      for (const list of lists) await ensureWindows(db, list, first, current, now())
      today = current
    }
    const loaded = await loadWindows(db, lists, first)
    for (const window of loaded) if (!running.has(windowKey(window))) windows.set(windowKey(window), window)
  }

  function situation(): Situation {
    const time = now().getTime()
    budget = refill(budget, settings.historyCallsPerHour, time)
    return {
      now: time,
      today,
      hotIntervalMs: settings.hotIntervalMs,
      running: new Set(running.keys()),
      pausedUntil,
      maxPerSource: MAX_PER_SOURCE,
      historyCalls: budget.calls,
    }
  }

  function noteResult(window: PlannedWindow, result: RunResult, isHistory: boolean): void {
    if (isHistory) budget = { ...budget, calls: budget.calls - result.calls }
    if (result.window) windows.set(windowKey(window), result.window)
    const { source } = window
    if (result.error && isSourceFault(result.error.code)) {
      const failures = (sourceFailures.get(source) ?? 0) + 1
      sourceFailures.set(source, failures)
      const hintMs = (result.error.retryAfterSeconds ?? 0) * 1000
      pausedUntil.set(source, now().getTime() + Math.max(hintMs, backoffMs(failures, context.random())))
    } else if (!result.error) {
      sourceFailures.delete(source)
    }
    options.onResult(window, result)
  }

  function start(window: PlannedWindow): void {
    const key = windowKey(window)
    const runner = runners.find((each) => each.source === window.source && each.resource === window.resource)
    if (!runner) return
    const isHistory =
      window.state === 'complete' && window.requestedAt === null && window.fromDay < firstRecentDay(today)
    const run = runWindow(runner, window, context)
      .then((result) => noteResult(window, result, isHistory))
      .catch((error: unknown) => {
        if (context.signal.aborted) return
        // Nothing was written; the window waits a little, so that a fault of PostgreSQL is not met in a tight loop.
        const delayMs = databaseFault(error) ? 1_000 : 30_000
        windows.set(key, { ...window, dueAt: now().getTime() + delayMs, requestedAt: null })
        options.onError(error)
      })
      .finally(() => running.delete(key))
    running.set(key, run)
  }

  await reload()
  return {
    reload,
    pausedUntil,
    windows: () => [...windows.values()],
    failuresInRow: (source) => sourceFailures.get(source) ?? 0,
    fill(isWanted = () => true) {
      while (running.size < MAX_RUNNING) {
        const window = nextWindow([...windows.values()].filter(isWanted), situation())
        if (window === null) return
        start(window)
      }
    },
    settled: () => (running.size === 0 ? null : Promise.race(running.values())),
  }
}
