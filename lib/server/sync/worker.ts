import 'server-only'
import { readAskedPauses, writeAskedPause } from '#lib/server/db/asked-pauses.ts'
import { type Database, openDatabase } from '#lib/server/db/client.ts'
import { databaseFault, describeError } from '#lib/server/db/faults.ts'
import { OriginError } from '#lib/server/db/origin.ts'
import type { Restraint } from '#lib/server/upstream/calls.ts'
import type { Upstreams } from '#lib/server/upstream/contract.ts'
import { commandWords } from '#lib/words/command-words.ts'
import { AggregateRounds } from './aggregate-rounds.ts'
import { knownRefusals, rereadReconfigured } from './configuration.ts'
import { ContractRounds } from './contract-rounds.ts'
import { Engine } from './engine.ts'
import { RENEW_EVERY_MS } from './leases.ts'
import { pauseNotes } from './pause-watch.ts'
import { type SyncContext, todayOf } from './run-window.ts'
import { listRunners } from './runners.ts'
import type { SyncSettings } from './settings.ts'
import { checkUndatedLists } from './undated.ts'
import { pause, type WorkListener, waitToListen } from './work-listener.ts'

const t = commandWords('commands')

export type WorkerOptions = {
  /** postgres:// address of the migrated database. */
  url: string
  upstreams: Upstreams
  settings: SyncSettings
  /**
   * The restraint of `upstreams`. Without it, a pause that a source asks for applies to this process only.
   */
  restraint?: Restraint
  /** Stops the worker cleanly: aborts calls under way, and finishes a transaction under way. */
  signal: AbortSignal
  now?: () => Date
  random?: () => number
  /** Reports how many windows have been read at least once, and the total. */
  onProgress?: (done: number, total: number) => void
  /** Reports something that a person at the console should see. */
  onNote?: (line: string) => void
}

/** How often the worker checks for due windows when no notification arrives. */
const TICK_MS = 1_000
/** Longest time between two reloads of the windows, which other workers change too. */
const RELOAD_MS = 5_000
const CHECK_MS = 60_000
/** Longest pause between two tries while PostgreSQL accepts no writes. */
const LONGEST_STOP_MS = 15_000
/** After this long without a "disk full" error, the disk counts as having room again. */
const CALM_MS = 60_000
const MAX_CONNECTIONS = 6

/**
 * Keeps the mirror fresh until `signal` is aborted. All workers of the database share the work, on this
 * machine or others, and each due window is read by one of them. Waits for PostgreSQL at the start and
 * whenever the connection breaks.
 * @throws {OriginError} when another process stored rows from another address of a source first; no other
 * error ends the worker
 */
export async function runWorker(options: WorkerOptions): Promise<void> {
  const { signal, url } = options
  const note = options.onNote ?? (() => {})
  const stops = new Stops(note)
  const tellPauses = pauseNotes(note)
  while (!signal.aborted) {
    const listener = await waitToListen(url, signal, note, (source, ms) =>
      options.restraint?.hold(source, ms),
    )
    if (listener === null) return
    try {
      await work(options, listener, { stops, tellPauses })
    } catch (error) {
      if (error instanceof OriginError) throw error
      if (!signal.aborted) stops.note(error)
    } finally {
      await listener.close().catch(() => {})
    }
    await pause(stops.pauseMs(), signal)
  }
}

/**
 * Reports once why reading stopped and once that it goes on. In between, the worker retries with a growing
 * backoff.
 */
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
    const reason = describeError(error)
    this.#inRow += 1
    this.#isFull = databaseFault(error) === 'full'
    this.#stoppedAt = performance.now()
    if (reason === this.#reason) return
    this.#reason = reason
    this.#say(t('note.stopped', { reason }))
  }

  /**
   * Ends the stop after a write that changed nothing. While the disk was full such a write proves little, so
   * only CALM_MS without a fault counts.
   */
  endIfProven(): void {
    if (!this.#isFull || performance.now() - this.#stoppedAt > CALM_MS) this.end()
  }

  end(): void {
    this.#inRow = 0
    if (this.#reason === null) return
    this.#reason = null
    this.#say(t('note.continued'))
  }

  pauseMs(): number {
    return Math.min(LONGEST_STOP_MS, TICK_MS * 2 ** Math.max(0, this.#inRow - 1))
  }
}

/** Faults that prevent every write. No window is worth a call until they are over. */
const STOPPING: readonly (string | null)[] = ['read_only', 'full', 'other_release']

/** What the worker has reported, kept across broken connections. */
type Reporters = { stops: Stops; tellPauses: (db: Database) => Promise<void> }

async function work(
  options: WorkerOptions,
  listener: WorkListener,
  { stops, tellPauses }: Reporters,
): Promise<void> {
  const failed = new AbortController()
  const signal = AbortSignal.any([options.signal, listener.lost, failed.signal])
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
    // If PostgreSQL does not respond, this process still observes the pause.
    void writeAskedPause(db, source, seconds, context.now()).catch(() => {})
  })
  const runners = listRunners(options.upstreams, options.settings)
  const say = options.onNote ?? (() => {})
  const rounds = [new AggregateRounds(runners, say), new ContractRounds(runners, say)]
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
      options.onNote?.(t('note.not-applied', { reason: describeError(error) }))
    },
  })
  // The next renewal makes up for a failed one. If none succeeds, another worker takes the windows.
  const renewal = setInterval(() => void engine.renew().catch(() => {}), RENEW_EVERY_MS)
  try {
    await rereadReconfigured(db, runners, options.settings, context.now(), listener)
    for (const refusal of await knownRefusals(db, options.settings)) context.refused.add(refusal)
    await engine.reload()
    await tellPauses(db)
    // The engine has just written its windows and its budget.
    stops.endIfProven()
    for (const [source, until] of await readAskedPauses(db, context.now())) {
      restraint?.hold(source, until - context.now().getTime())
    }
    reportProgress(engine, options)
    await drive(engine, context, listener, {
      compare: async () => {
        for (const each of rounds) await each.step(context)
      },
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
  listener: WorkListener,
  on: {
    compare: () => Promise<void>
    check: () => Promise<void>
    onReload: () => Promise<void>
    onAsked: () => void
  },
): Promise<void> {
  // Measured in process time, so that changes of the clock have no effect.
  let loadedAt = performance.now()
  let day = todayOf(context)
  let checkedAt = Number.NEGATIVE_INFINITY
  while (!context.signal.aborted) {
    const time = performance.now()
    const today = todayOf(context)
    if (listener.takeRefreshRequest()) {
      on.onAsked()
      await engine.endRests()
    }
    if (listener.takeNotification() || today !== day || time - loadedAt > RELOAD_MS) {
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
      listener.wait(TICK_MS, context.signal),
      engine.settled() ?? listener.wait(TICK_MS, context.signal),
    ])
  }
}

function reportProgress(engine: Engine, options: WorkerOptions): void {
  const windows = engine.windows()
  const done = windows.filter((window) => window.lastRunAt !== null).length
  options.onProgress?.(done, windows.length)
}
