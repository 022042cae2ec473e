import 'server-only'
import { type Day, dayInZone } from '#lib/calendar-date.ts'
import { firstRecentDay } from '#lib/sources/recent.ts'
import { databaseFault } from '../db/faults.ts'
import { type Budget, nextWindow, type PlannedWindow, refill, windowKey } from './plan.ts'
import { type ListRunner, type RunResult, runWindow, type SyncContext } from './run-window.ts'
import { firstDay } from './settings.ts'
import { SourceRest } from './source-rest.ts'
import { ensureWindows, loadWindows } from './windows.ts'

/** Windows read at a time, over all sources and of one; more only makes them wait for each other. */
const MAX_RUNNING = 4
const MAX_PER_SOURCE = 2
/** A window that could not be applied waits this long, longer where PostgreSQL is not to blame. */
const DATABASE_PAUSE_MS = 1_000
const DEFECT_PAUSE_MS = 30_000

export type EngineOptions = {
  /** Leave a source alone for a while after a fault of its own; a single pass has no time for that. */
  isPatient: boolean
  runners: readonly ListRunner[]
  context: SyncContext
  onResult: (window: PlannedWindow, result: RunResult) => void
  /** A defect of ours or of PostgreSQL; the window is tried again later. */
  onError: (error: unknown) => void
}

/** Plans and runs windows side by side. It holds no timers: whoever drives it calls `fill`. */
export class Engine {
  readonly rest: SourceRest
  readonly #options: EngineOptions
  readonly #windows = new Map<string, PlannedWindow>()
  readonly #running = new Map<string, Promise<void>>()
  #today: Day = ''
  #budget: Budget

  /** Call `reload` before anything else. */
  constructor(options: EngineOptions) {
    this.#options = options
    this.rest = new SourceRest(options.isPatient, options.context)
    this.#budget = { calls: 0, at: options.context.now().getTime() }
  }

  /** All windows of the configured lists, as far as known here. */
  windows(): readonly PlannedWindow[] {
    return [...this.#windows.values()]
  }

  /** Reads the windows anew from the database, and makes those that a new day needs. */
  async reload(): Promise<void> {
    const { context, runners } = this.#options
    const { db, now, settings } = context
    const today = dayInZone(now(), settings.timeZone)
    const first = firstDay(settings, today)
    const lists = runners.map(({ source, resource }) => ({ source, resource }))
    if (today !== this.#today) {
      for (const list of lists) await ensureWindows(db, list, first, today, now())
      this.#today = today
    }
    const loaded = await loadWindows(db, lists, first)
    // Of a source that was paused meanwhile, none is loaded.
    for (const key of this.#windows.keys()) if (!this.#running.has(key)) this.#windows.delete(key)
    for (const window of loaded) {
      const key = windowKey(window)
      if (!this.#running.has(key)) this.#windows.set(key, window)
    }
  }

  /** Starts as many runs as may run now, of the windows for which `isWanted` holds. */
  fill(isWanted: (window: PlannedWindow) => boolean = () => true): void {
    const { context } = this.#options
    while (this.#running.size < MAX_RUNNING) {
      const now = context.now().getTime()
      this.#budget = refill(this.#budget, context.settings.historyCallsPerHour, now)
      const window = nextWindow(this.windows().filter(isWanted), {
        now,
        today: this.#today,
        hotIntervalMs: context.settings.hotIntervalMs,
        running: new Set(this.#running.keys()),
        pausedUntil: this.rest.until,
        maxPerSource: MAX_PER_SOURCE,
        historyCalls: this.#budget.calls,
      })
      if (window === null) return
      this.#start(window)
    }
  }

  /** Settles when a run has ended; null while none is under way. */
  settled(): Promise<void> | null {
    return this.#running.size === 0 ? null : Promise.race(this.#running.values())
  }

  /** Lets the runs under way end. */
  async drain(): Promise<void> {
    for (let run = this.settled(); run !== null; run = this.settled()) await run
  }

  #start(window: PlannedWindow): void {
    const { runners, context } = this.#options
    const runner = runners.find((each) => each.source === window.source && each.resource === window.resource)
    if (!runner) throw new Error(`Nothing reads ${windowKey(window)}`)
    const key = windowKey(window)
    const run = runWindow(runner, window, context)
      .then(
        (result) => this.#noteResult(window, result),
        (error: unknown) => this.#noteError(window, error),
      )
      .finally(() => this.#running.delete(key))
    this.#running.set(key, run)
  }

  #noteResult(window: PlannedWindow, result: RunResult): void {
    if (this.#isHistory(window)) this.#budget = { ...this.#budget, calls: this.#budget.calls - result.calls }
    if (result.window) this.#windows.set(windowKey(window), result.window)
    this.rest.note(window.source, result.error)
    this.#options.onResult(window, result)
  }

  #noteError(window: PlannedWindow, error: unknown): void {
    const { context, onError } = this.#options
    if (context.signal.aborted) return
    // Nothing was written; a fault of PostgreSQL must not be met in a tight loop.
    const pauseMs = databaseFault(error) ? DATABASE_PAUSE_MS : DEFECT_PAUSE_MS
    const dueAt = context.now().getTime() + pauseMs
    this.#windows.set(windowKey(window), { ...window, dueAt, requestedAt: null })
    onError(error)
  }

  #isHistory(window: PlannedWindow): boolean {
    const isAsked = window.requestedAt !== null
    return window.state === 'complete' && !isAsked && window.fromDay < firstRecentDay(this.#today)
  }
}
