import 'server-only'
import { dayInZone } from '#lib/calendar-date.ts'
import { openDatabase } from '../db/client.ts'
import type { Upstreams } from '../upstream/contract.ts'
import { knownRefusals, rereadReconfigured } from './configuration.ts'
import { Engine } from './engine.ts'
import { type Leadership, pause, waitToLead } from './leadership.ts'
import type { SyncContext } from './run-window.ts'
import { listRunners } from './runners.ts'
import type { SyncSettings } from './settings.ts'
import { checkUndatedLists } from './undated.ts'

export type WorkerOptions = {
  /** postgres:// address of the migrated database. */
  url: string
  upstreams: Upstreams
  settings: SyncSettings
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
const RELOAD_MS = 60_000
const MAX_CONNECTIONS = 6

/**
 * Keeps the mirror fresh until `signal` is aborted: one worker a database, others wait to take over. Waits for PostgreSQL,
 * at the start and after a break, and never ends by itself.
 */
export async function runWorker(options: WorkerOptions): Promise<void> {
  const { signal, url } = options
  const note = options.onNote ?? (() => {})
  while (!signal.aborted) {
    const wake = createWake()
    const leadership = await waitToLead({ url, signal, onRefresh: wake.call, onWait: note })
    if (leadership === null) return
    try {
      await lead(options, leadership, wake)
    } catch (error) {
      if (!signal.aborted)
        note(`Reading the sources stopped: ${messageOf(error)} It starts again in a moment.`)
    } finally {
      await leadership.release().catch(() => {})
    }
    await pause(TICK_MS, signal)
  }
}

type Wake = {
  call: () => void
  isCalled: () => boolean
  wait: (ms: number, signal: AbortSignal) => Promise<void>
}

/** A bell that ends a pause early and is remembered until it was heard. */
function createWake(): Wake {
  let isRung = false
  let ring = () => {}
  return {
    call: () => {
      isRung = true
      ring()
    },
    isCalled: () => {
      const was = isRung
      isRung = false
      return was
    },
    wait: async (ms, signal) => {
      const bell = new AbortController()
      ring = () => bell.abort()
      if (!isRung) await pause(ms, AbortSignal.any([signal, bell.signal]))
    },
  }
}

async function lead(options: WorkerOptions, leadership: Leadership, wake: Wake): Promise<void> {
  const signal = AbortSignal.any([options.signal, leadership.lost])
  const db = openDatabase(options.url, { max: MAX_CONNECTIONS })
  const context: SyncContext = {
    db,
    settings: options.settings,
    now: options.now ?? (() => new Date()),
    random: options.random ?? Math.random,
    signal,
    refused: new Set(),
  }
  const runners = listRunners(options.upstreams, options.settings)
  try {
    await rereadReconfigured(db, runners, options.settings, context.now())
    context.refused = await knownRefusals(db, options.settings)
    const engine = new Engine({
      runners,
      context,
      isPatient: true,
      onResult: () => reportProgress(engine, options),
      onError: (error) => options.onNote?.(`A window could not be applied: ${messageOf(error)}`),
    })
    await engine.reload()
    reportProgress(engine, options)
    await drive(engine, context, wake, () => checkUndatedLists(options.upstreams, engine.windows(), context))
    await engine.drain()
  } finally {
    await db.$client.end()
  }
}

async function drive(
  engine: Engine,
  context: SyncContext,
  wake: Wake,
  check: () => Promise<void>,
): Promise<void> {
  let loadedAt = context.now().getTime()
  let day = dayInZone(context.now(), context.settings.timeZone)
  let isReadOnce = false
  while (!context.signal.aborted) {
    const time = context.now().getTime()
    const today = dayInZone(context.now(), context.settings.timeZone)
    const isAsked = wake.isCalled()
    if (isAsked) engine.rest.end()
    if (isAsked || today !== day || time - loadedAt > RELOAD_MS) {
      await engine.reload()
      loadedAt = time
      day = today
      isReadOnce = false
    }
    if (!isReadOnce && engine.windows().every((window) => window.lastRunAt !== null)) {
      isReadOnce = true
      await check()
    }
    engine.fill()
    await Promise.race([
      wake.wait(TICK_MS, context.signal),
      engine.settled() ?? wake.wait(TICK_MS, context.signal),
    ])
  }
}

function reportProgress(engine: Engine, options: WorkerOptions): void {
  const windows = engine.windows()
  const done = windows.filter((window) => window.lastRunAt !== null).length
  options.onProgress?.(done, windows.length)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
