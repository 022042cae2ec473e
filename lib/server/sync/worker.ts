import 'server-only'
import { dayInZone } from '#lib/calendar-date.ts'
import { readAskedPauses, writeAskedPause } from '#lib/server/db/asked-pauses.ts'
import { type Database, openDatabase } from '#lib/server/db/client.ts'
import { databaseFault, explainError } from '#lib/server/db/faults.ts'
import { OriginError } from '#lib/server/db/origin.ts'
import type { Restraint } from '#lib/server/upstream/calls.ts'
import type { Upstreams } from '#lib/server/upstream/contract.ts'
import { AggregateRounds } from './aggregate-rounds.ts'
import { type Bell, pause, waitToListen } from './bell.ts'
import { knownRefusals, rereadReconfigured } from './configuration.ts'
import { Engine } from './engine.ts'
import { RENEW_EVERY_MS } from './leases.ts'
import { pauseNotes } from './pause-watch.ts'
import type { SyncContext } from './run-window.ts'
import { listRunners } from './runners.ts'
import type { SyncSettings } from './settings.ts'
import { checkUndatedLists } from './undated.ts'

export type WorkerOptions = {
  /** postgres:// address of the migrated database. */
  url: string
  upstreams: Upstreams
  settings: SyncSettings
  /** Of the upstreams; without it a pause that a source asks for holds in this process alone. */
  restraint?: Restraint
  /** Ends the worker cleanly: calls under way are dropped, a transaction under way is finished. */
  signal: AbortSignal
  now?: () => Date
  random?: () => number
  /** Windows read at least once, of all. */
  onProgress?: (done: number, total: number) => void
  /** Something a person at the console should see. */
  onNote?: (line: string) => void
}

/** How often the plan is looked at when nothing else wakes it. */
const TICK_MS = 1_000
/** How old the worker's picture of what others did may become. */
const RELOAD_MS = 5_000
const CHECK_MS = 60_000
/** Longest pause before PostgreSQL is tried again while it takes no writes. */
const LONGEST_STOP_MS = 15_000
/** A full disk that refused nothing for so long has room again. */
const CALM_MS = 60_000
const MAX_CONNECTIONS = 6

/**
 * Keeps the mirror fresh until `signal` is aborted, together with all other workers of the database, on this machine or on
 * others: each due window is read by one of them. Waits for PostgreSQL, at the start and after a break.
 * @throws {OriginError} when another process stored rows from another address of a source first; nothing else ends it
 */
export async function runWorker(options: WorkerOptions): Promise<void> {
  const { signal, url } = options
  const note = options.onNote ?? (() => {})
  const stops = new Stops(note)
  const tellPauses = pauseNotes(note)
  while (!signal.aborted) {
    const bell = await waitToListen(url, signal, note, (source, ms) => options.restraint?.hold(source, ms))
    if (bell === null) return
    try {
      await work(options, bell, { stops, tellPauses })
    } catch (error) {
      if (error instanceof OriginError) throw error
      if (!signal.aborted) stops.note(error)
    } finally {
      await bell.close().catch(() => {})
    }
    await pause(stops.pauseMs(), signal)
  }
}

/** Says once why reading stopped, and once that it goes on; between, it is tried with growing pauses. */
class Stops {
  readonly #say: (line: string) => void
  #reason: string | null = null
  #inRow = 0
  #isFull = false
  #stoppedAt = 0

  constructor(say: (line: string) => void) {
    this.#say = say
  }

  note(error: unknown): void {
    const reason = explainError(error)
    this.#inRow += 1
    this.#isFull = databaseFault(error) === 'full'
    this.#stoppedAt = performance.now()
    if (reason === this.#reason) return
    this.#reason = reason
    this.#say(`Reading the sources stopped: ${reason} It goes on by itself.`)
  }

  /** After a write that changed nothing, which proves little about a full disk: only a while of them does. */
  endIfProven(): void {
    if (!this.#isFull || performance.now() - this.#stoppedAt > CALM_MS) this.end()
  }

  end(): void {
    this.#inRow = 0
    if (this.#reason === null) return
    this.#reason = null
    this.#say('Reading the sources goes on.')
  }

  pauseMs(): number {
    return Math.min(LONGEST_STOP_MS, TICK_MS * 2 ** Math.max(0, this.#inRow - 1))
  }
}

/** Faults under which nothing can be written: no window is worth a call before they are over. */
const STOPPING: readonly (string | null)[] = ['read_only', 'full', 'other_release']

/** What a worker has said of itself, across breaks of its connection. */
type Told = { stops: Stops; tellPauses: (db: Database) => Promise<void> }

async function work(options: WorkerOptions, bell: Bell, { stops, tellPauses }: Told): Promise<void> {
  const failed = new AbortController()
  const signal = AbortSignal.any([options.signal, bell.lost, failed.signal])
  const db = openDatabase(options.url, { work: 'sync', max: MAX_CONNECTIONS })
  const context: SyncContext = {
    db,
    settings: options.settings,
    now: options.now ?? (() => new Date()),
    random: options.random ?? Math.random,
    signal,
    refused: new Set(),
  }
  const { restraint } = options
  const forget = restraint?.onAsked((source, seconds) => {
    // Where PostgreSQL does not answer, this process keeps to it all the same.
    void writeAskedPause(db, source, seconds, context.now()).catch(() => {})
  })
  const runners = listRunners(options.upstreams, options.settings)
  const rounds = new AggregateRounds(runners, options.onNote ?? (() => {}))
  const engine = new Engine({
    runners,
    context,
    isPatient: true,
    onResult: (_, { written }) => {
      if (written > 0) stops.end()
      else stops.endIfProven()
      reportProgress(engine, options)
    },
    onError: (error) => {
      if (error instanceof OriginError || STOPPING.includes(databaseFault(error))) return failed.abort(error)
      options.onNote?.(`A window could not be applied: ${explainError(error)}`)
    },
  })
  // A renewal that fails is made good by the next one; if none comes through, another worker takes the windows.
  const renewal = setInterval(() => void engine.renew().catch(() => {}), RENEW_EVERY_MS)
  try {
    await rereadReconfigured(db, runners, options.settings, context.now())
    for (const refusal of await knownRefusals(db, options.settings)) context.refused.add(refusal)
    await engine.reload()
    await tellPauses(db)
    // A new engine has written its windows and its budget.
    stops.endIfProven()
    for (const [source, until] of await readAskedPauses(db, context.now())) {
      restraint?.hold(source, until - context.now().getTime())
    }
    reportProgress(engine, options)
    await drive(engine, context, bell, {
      compare: () => rounds.step(context),
      check: () => checkUndatedLists(options.upstreams, engine.windows(), context),
      onReload: async () => {
        await tellPauses(db)
        reportProgress(engine, options)
      },
      onAsked: () => restraint?.tryAgain(),
    })
    failed.signal.throwIfAborted()
  } finally {
    failed.abort()
    await engine.drain()
    forget?.()
    clearInterval(renewal)
    await engine.giveBack().catch(() => {})
    await db.$client.end()
  }
}

async function drive(
  engine: Engine,
  context: SyncContext,
  bell: Bell,
  on: {
    compare: () => Promise<void>
    check: () => Promise<void>
    onReload: () => Promise<void>
    onAsked: () => void
  },
): Promise<void> {
  // These ages are of the process, whatever happens to the clock.
  let loadedAt = performance.now()
  let day = dayInZone(context.now(), context.settings.timeZone)
  let checkedAt = Number.NEGATIVE_INFINITY
  while (!context.signal.aborted) {
    const time = performance.now()
    const today = dayInZone(context.now(), context.settings.timeZone)
    if (bell.isAsked()) {
      on.onAsked()
      await engine.endRests()
    }
    if (bell.isRung() || today !== day || time - loadedAt > RELOAD_MS) {
      await engine.reload()
      await on.onReload()
      loadedAt = time
      day = today
    }
    const isReadOnce = engine.windows().every((window) => window.lastRunAt !== null)
    if (isReadOnce && time - checkedAt > CHECK_MS) {
      checkedAt = time
      await on.check()
    }
    await engine.fill()
    await on.compare()
    await Promise.race([
      bell.wait(TICK_MS, context.signal),
      engine.settled() ?? bell.wait(TICK_MS, context.signal),
    ])
  }
}

function reportProgress(engine: Engine, options: WorkerOptions): void {
  const windows = engine.windows()
  const done = windows.filter((window) => window.lastRunAt !== null).length
  options.onProgress?.(done, windows.length)
}
