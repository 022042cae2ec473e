import 'server-only'
import { randomUUID } from 'node:crypto'
import type { Day } from '#lib/calendar-date.ts'
import { databaseFault } from '#lib/server/db/faults.ts'
import { firstRecentDay } from '#lib/sources/recent.ts'
import type { Source } from '#lib/sources.ts'
import { giveBack, renewLeases, takeWindows } from './leases.ts'
import { isSourceFault, nextWindow, type PlannedWindow, windowKey } from './plan.ts'
import { type ListRunner, type RunResult, runWindow, type SyncContext, todayOf } from './run-window.ts'
import { firstDay } from './settings.ts'
import { beginBudget, endRests, noteRest, readLimits, type SharedLimits, spend } from './shared-limits.ts'
import { ensureWindows, loadWindows } from './windows.ts'

/**
 * Windows that one worker reads at a time, and that all workers read of one source. More would only wait for
 * each other.
 */
const MAX_RUNNING = 4
const MAX_PER_SOURCE = 2
/** Most rounds of one `fill`, which picks again when another worker took its windows first. */
const MAX_ATTEMPTS = 5
/** How long a window that could not be applied waits: briefly for a PostgreSQL fault, longer for a defect. */
const DATABASE_PAUSE_MS = 1_000
const DEFECT_PAUSE_MS = 30_000

export type EngineOptions = {
  /** Leave a source alone for a while after a source-wide fault. A single pass has no time for that. */
  isPatient: boolean
  runners: readonly ListRunner[]
  context: SyncContext
  onResult: (window: PlannedWindow, result: RunResult) => void
  /** Called for a defect of Furrow or a fault of PostgreSQL; the window is tried again later. */
  onError: (error: unknown) => void
}

type Running = { token: number; ended: Promise<void>; lost: AbortController }

/**
 * One worker's share of the work: leases due windows, so that no other worker reads them, and runs them
 * concurrently. The engine has no timers: its owner calls `fill`, and `renew` every RENEW_EVERY_MS.
 */
export class Engine {
  readonly #worker = randomUUID()
  readonly #options: EngineOptions
  readonly #windows = new Map<string, PlannedWindow>()
  readonly #running = new Map<string, Running>()
  readonly #failures = new Map<Source, number>()
  #today: Day = ''
  #limits: SharedLimits = { rests: new Map(), asked: new Map(), historyCalls: 0 }
  /** Windows that could not be applied here, with the time until which they are skipped. */
  readonly #setAside = new Map<string, number>()

  /** Call `reload` before any other method. */
  constructor(options: EngineOptions) {
    this.#options = options
  }

  /** All windows of the configured lists, as far as this worker knows them. */
  windows(): readonly PlannedWindow[] {
    return [...this.#windows.values()]
  }

  /** Number of source-wide faults in a row that runs of this worker ended with. */
  failuresInRow(source: Source): number {
    return this.#failures.get(source) ?? 0
  }

  /** True while the source asks not to be called. */
  isAskedToWait(source: Source): boolean {
    return (this.#limits.asked.get(source) ?? 0) > this.#options.context.now().getTime()
  }

  /** Reloads the windows and limits from the database, and creates the windows that a new day needs. */
  async reload(): Promise<void> {
    const { context, runners } = this.#options
    const { db, now, settings } = context
    const today = todayOf({ now, settings })
    const first = firstDay(settings, today)
    const lists = runners.map(({ source, resource }) => ({ source, resource }))
    if (today !== this.#today) {
      await beginBudget(db, now())
      for (const list of lists) await ensureWindows(db, list, first, today, now())
      this.#today = today
    }
    const loaded = await loadWindows(db, lists, first)
    const keys = new Set(loaded.map(windowKey))
    // `loadWindows` returns no windows of a paused source.
    for (const key of this.#windows.keys()) {
      if (!keys.has(key) && !this.#running.has(key)) this.#windows.delete(key)
    }
    for (const window of loaded) this.#learn(window)
    this.#limits = await readLimits(db, context)
  }

  /** Ends the rests of all sources in every worker, because a person requested a refresh. */
  async endRests(): Promise<void> {
    await endRests(this.#options.context.db)
  }

  /** Leases and starts as many runs as the limits allow, among the windows for which `isWanted` holds. */
  async fill(isWanted: (window: PlannedWindow) => boolean = () => true): Promise<void> {
    const mayRun = () => this.#choose(new Set(this.#running.keys()), isWanted, 0) !== null
    for (let attempt = 0; attempt < MAX_ATTEMPTS && mayRun(); attempt += 1) {
      const { context } = this.#options
      let chosen = 0
      const { windows, isStale } = await takeWindows(context.db, this.#worker, async (taken, tx) => {
        if (chosen === 0) this.#limits = await readLimits(tx, context)
        const window = this.#choose(taken, isWanted, chosen)
        chosen += 1
        return window
      })
      for (const window of windows) this.#start(window)
      if (!isStale) return
      await this.reload()
    }
  }

  /** Resolves when any run ends; null if none is under way. */
  settled(): Promise<void> | null {
    if (this.#running.size === 0) return null
    return Promise.race([...this.#running.values()].map(({ ended }) => ended))
  }

  /** Waits until every run under way has ended. */
  async drain(): Promise<void> {
    for (let run = this.settled(); run !== null; run = this.settled()) await run
  }

  /** Renews the leases of this worker's runs, and aborts the runs whose window another worker has taken. */
  async renew(): Promise<void> {
    const held = [...this.#running].map(([key, { token }]) => ({ key, token }))
    for (const key of await renewLeases(this.#options.context.db, this.#worker, held)) {
      this.#running.get(key)?.lost.abort(new Error('Another worker has taken this window'))
    }
  }

  /** Releases all remaining leases, so that other workers can take the windows at once. */
  async giveBack(): Promise<void> {
    await giveBack(this.#options.context.db, this.#worker)
  }

  /**
   * Picks the next window by the plan.
   * @param running windows that any worker reads now
   * @param chosen how many windows this call has picked already
   */
  #choose(
    running: ReadonlySet<string>,
    isWanted: (window: PlannedWindow) => boolean,
    chosen: number,
  ): PlannedWindow | null {
    const { isPatient, context } = this.#options
    if (context.signal.aborted || this.#running.size + chosen >= MAX_RUNNING) return null
    const rests = isPatient ? [...this.#limits.rests] : []
    const now = context.now().getTime()
    const windows = this.windows().filter(
      (window) => (this.#setAside.get(windowKey(window)) ?? 0) <= now && isWanted(window),
    )
    return nextWindow(windows, {
      now,
      today: this.#today,
      hotIntervalMs: context.settings.hotIntervalMs,
      running,
      pausedUntil: new Map([
        ...rests.map(([source, { until }]) => [source, until] as const),
        ...this.#limits.asked,
      ]),
      maxPerSource: MAX_PER_SOURCE,
      historyCalls: this.#limits.historyCalls,
    })
  }

  #learn(window: PlannedWindow): void {
    const key = windowKey(window)
    const known = this.#windows.get(key)
    // A row that was loaded while a run of the window ended is older than the run's result.
    if (!this.#running.has(key) && (known === undefined || known.token <= window.token))
      this.#windows.set(key, window)
  }

  #start(window: PlannedWindow): void {
    const { runners, context } = this.#options
    const runner = runners.find((each) => each.source === window.source && each.resource === window.resource)
    if (!runner) throw new Error(`Nothing reads ${windowKey(window)}`)
    const key = windowKey(window)
    this.#windows.set(key, window)
    const lost = new AbortController()
    const signal = AbortSignal.any([context.signal, lost.signal])
    const ended = runWindow(runner, window, { ...context, signal })
      .then((result) => this.#noteResult(window, result))
      .catch((error: unknown) => {
        if (!signal.aborted) this.#noteError(window, error)
      })
      .finally(() => this.#running.delete(key))
    this.#running.set(key, { token: window.token, ended, lost })
  }

  async #noteResult(window: PlannedWindow, result: RunResult): Promise<void> {
    const { context, isPatient, onResult } = this.#options
    const { db } = context
    const { source } = window
    if (result.window) this.#windows.set(windowKey(window), result.window)
    if (result.error === null) this.#failures.delete(source)
    else if (isSourceFault(result.error.code)) this.#failures.set(source, this.failuresInRow(source) + 1)
    if (this.#isHistory(window)) await spend(db, result.calls, context)
    if (isPatient) await noteRest(db, source, result.error, this.#limits.rests.get(source), context)
    onResult(window, result)
  }

  #noteError(window: PlannedWindow, error: unknown): void {
    const { context, onError } = this.#options
    // Nothing was written. The pause keeps a PostgreSQL fault from causing a tight loop.
    const pauseMs = databaseFault(error) ? DATABASE_PAUSE_MS : DEFECT_PAUSE_MS
    const key = windowKey(window)
    this.#setAside.set(key, context.now().getTime() + pauseMs)
    // If PostgreSQL does not respond, the lease simply expires.
    void giveBack(context.db, this.#worker, [key]).catch(() => {})
    onError(error)
  }

  #isHistory(window: PlannedWindow): boolean {
    const isAsked = window.requestedAt !== null
    return window.state === 'complete' && !isAsked && window.fromDay < firstRecentDay(this.#today)
  }
}
