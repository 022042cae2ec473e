import 'server-only'
import { dayInZone } from '#lib/calendar-date.ts'
import { openDatabase } from '../db/client.ts'
import type { Upstreams } from '../upstream/contract.ts'
import { type Bell, pause, waitToListen } from './bell.ts'
import { knownRefusals, rereadReconfigured } from './configuration.ts'
import { Engine } from './engine.ts'
import { RENEW_EVERY_MS } from './leases.ts'
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
/** How old the worker's picture of what others did may become. */
const RELOAD_MS = 5_000
const CHECK_MS = 60_000
const MAX_CONNECTIONS = 6

/**
 * Keeps the mirror fresh until `signal` is aborted, together with all other workers of the database, on this machine or on
 * others: each due window is read by one of them. Waits for PostgreSQL, at the start and after a break, and never ends by itself.
 */
export async function runWorker(options: WorkerOptions): Promise<void> {
  const { signal, url } = options
  const note = options.onNote ?? (() => {})
  while (!signal.aborted) {
    const bell = await waitToListen(url, signal, note)
    if (bell === null) return
    try {
      await work(options, bell)
    } catch (error) {
      if (!signal.aborted)
        note(`Reading the sources stopped: ${messageOf(error)} It starts again in a moment.`)
    } finally {
      await bell.close().catch(() => {})
    }
    await pause(TICK_MS, signal)
  }
}

async function work(options: WorkerOptions, bell: Bell): Promise<void> {
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
  const runners = listRunners(options.upstreams, options.settings)
  const engine = new Engine({
    runners,
    context,
    isPatient: true,
    onResult: () => reportProgress(engine, options),
    onError: (error) => options.onNote?.(`A window could not be applied: ${messageOf(error)}`),
  })
  // A renewal that fails is made good by the next one; if none comes through, another worker takes the windows.
  const renewal = setInterval(() => void engine.renew().catch(() => {}), RENEW_EVERY_MS)
  try {
    await rereadReconfigured(db, runners, options.settings, context.now())
    for (const refusal of await knownRefusals(db, options.settings)) context.refused.add(refusal)
    await engine.reload()
    reportProgress(engine, options)
    await drive(engine, context, bell, {
      check: () => checkUndatedLists(options.upstreams, engine.windows(), context),
      onReload: () => reportProgress(engine, options),
    })
  } finally {
    failed.abort()
    await engine.drain()
    clearInterval(renewal)
    await engine.giveBack().catch(() => {})
    await db.$client.end()
  }
}

async function drive(
  engine: Engine,
  context: SyncContext,
  bell: Bell,
  on: { check: () => Promise<void>; onReload: () => void },
): Promise<void> {
  // These ages are of the process, whatever happens to the clock.
  let loadedAt = performance.now()
  let day = dayInZone(context.now(), context.settings.timeZone)
  let checkedAt = Number.NEGATIVE_INFINITY
  while (!context.signal.aborted) {
    const time = performance.now()
    const today = dayInZone(context.now(), context.settings.timeZone)
    if (bell.isAsked()) await engine.endRests()
    if (bell.isRung() || today !== day || time - loadedAt > RELOAD_MS) {
      await engine.reload()
      on.onReload()
      loadedAt = time
      day = today
    }
    const isReadOnce = engine.windows().every((window) => window.lastRunAt !== null)
    if (isReadOnce && time - checkedAt > CHECK_MS) {
      checkedAt = time
      await on.check()
    }
    await engine.fill()
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

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
