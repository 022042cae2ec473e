import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { type Day, dayInZone } from '#lib/calendar-date.ts'
import type { Source } from '#lib/sources/sources.ts'
import { openDatabase } from '../db/client.ts'
import { isNotPaused, readPauses } from '../db/pauses.ts'
import { requestWindows } from '../db/window-requests.ts'
import type { Upstreams } from '../upstream/contract.ts'
import { knownRefusals, rereadReconfigured } from './configuration.ts'
import { Engine } from './engine.ts'
import { pause, tryLead } from './leadership.ts'
import { isSourceFault, type PlannedWindow } from './plan.ts'
import type { SyncContext } from './run-window.ts'
import { listRunners } from './runners.ts'
import { firstDay, type SyncSettings } from './settings.ts'
import { checkUndatedLists } from './undated.ts'
import { loadWindows, ofLists } from './windows.ts'

export type PassOptions = {
  /** postgres:// address of the migrated database. */
  url: string
  upstreams: Upstreams
  settings: SyncSettings
  signal: AbortSignal
  /** Narrow the pass; what they name is read whether due or not. */
  only?: { source: Source | null; from: Day | null; to: Day | null }
  now?: () => Date
  random?: () => number
  onProgress?: (done: number, total: number) => void
  onNote?: (line: string) => void
}

/**
 * The windows that a pass was about (without `only`: all of the configured lists) as they stand after it, and the sources
 * that it would have read but for a pause. With any of those it is not complete.
 */
export type PassResult = { windows: readonly PlannedWindow[]; paused: readonly Source[]; isComplete: boolean }

const POLL_MS = 300
/** After so many faults of a source as a whole in a row, the rest of its windows are left for another time. */
const MAX_SOURCE_FAILURES = 3

/**
 * One full pass over what is due: everything never read, not complete, or older than its interval. Where a worker already
 * reads this database, it is asked to do the pass. Complete only if each of its windows is.
 */
export async function runOnce(options: PassOptions): Promise<PassResult> {
  const db = openDatabase(options.url, { max: 6 })
  const leadership = await tryLead({ url: options.url, onRefresh: () => {} })
  const signal = leadership ? AbortSignal.any([options.signal, leadership.lost]) : options.signal
  const context: SyncContext = {
    db,
    settings: options.settings,
    now: options.now ?? (() => new Date()),
    random: options.random ?? Math.random,
    signal,
    refused: new Set(),
  }
  try {
    if (leadership === null) return await resultOf(options, context, await askWorker(options, context))
    await rereadReconfigured(db, listsOf(options), options.settings, context.now())
    context.refused = await knownRefusals(db, options.settings)
    return await resultOf(options, context, await readHere(options, context))
  } finally {
    await leadership?.release().catch(() => {})
    await db.$client.end()
  }
}

function wanted(options: PassOptions, now: Date): SQL {
  const { source = null, from = null, to = null } = options.only ?? {}
  if (source === null && from === null && to === null)
    return sql`${isNotPaused} and (state <> 'complete' or error_code is not null or due_at <= ${now.toISOString()})`
  return sql`${isNotPaused} and (${source}::text is null or source = ${source}) and (${from}::date is null or to_day is null or to_day >= ${from})
    and (${to}::date is null or from_day <= ${to})`
}

async function readHere(options: PassOptions, context: SyncContext): Promise<readonly PlannedWindow[]> {
  const { signal } = context
  let defect: { error: unknown } | null = null
  const engine = new Engine({
    runners: listRunners(options.upstreams, options.settings),
    context,
    isPatient: false,
    onResult: () => {},
    onError: (error) => {
      defect ??= { error }
    },
  })
  await engine.reload()
  const lists = listsOf(options)
  const total = await requestWindows(
    context.db,
    sql`${ofLists(lists)} and ${wanted(options, context.now())}`,
    context.now(),
  )
  await engine.reload()
  const isPending = (window: PlannedWindow) =>
    window.requestedAt !== null && engine.rest.failuresInRow(window.source) < MAX_SOURCE_FAILURES
  while (!signal.aborted && defect === null) {
    engine.fill(isPending)
    const pending = engine.windows().filter(isPending).length
    options.onProgress?.(total - pending, total)
    const settled = engine.settled()
    if (pending === 0 && settled === null) break
    await Promise.race([pause(POLL_MS, signal), ...(settled ? [settled] : [])])
  }
  await engine.drain()
  if (defect !== null) throw (defect as { error: unknown }).error
  signal.throwIfAborted()
  await checkUndatedLists(options.upstreams, engine.windows(), context)
  return engine.windows()
}

/** Another process reads this database: it is asked, and watched. */
async function askWorker(options: PassOptions, context: SyncContext): Promise<readonly PlannedWindow[]> {
  const { db, signal, now } = context
  options.onNote?.('A running Furrow reads this database; it is asked to do the pass.')
  const lists = listsOf(options)
  const first = firstDay(options.settings, dayInZone(now(), options.settings.timeZone))
  const askedAt = now()
  const total = await requestWindows(db, sql`${ofLists(lists)} and ${wanted(options, askedAt)}`, askedAt)
  for (;;) {
    signal.throwIfAborted()
    const windows = await loadWindows(db, lists, first)
    const pending = windows.filter(
      (window) => window.requestedAt !== null && !isGivenUp(window.source, windows),
    )
    options.onProgress?.(total - pending.length, total)
    if (pending.length === 0) return windows
    await pause(POLL_MS, signal)
  }
}

function isGivenUp(source: Source, windows: readonly PlannedWindow[]): boolean {
  const failed = windows.filter(
    (window) => window.source === source && window.requestedAt === null && isSourceFault(window.errorCode),
  )
  return failed.length >= MAX_SOURCE_FAILURES
}

function listsOf(options: PassOptions) {
  return listRunners(options.upstreams, options.settings).map(({ source, resource }) => ({
    source,
    resource,
  }))
}

async function resultOf(
  options: PassOptions,
  { db }: SyncContext,
  all: readonly PlannedWindow[],
): Promise<PassResult> {
  const { only } = options
  const sources = new Set(listsOf(options).map(({ source }) => source))
  const paused = (await readPauses(db))
    .map(({ source }) => source)
    .filter((source) => sources.has(source) && (!only?.source || source === only.source))
  const windows = all.filter(
    ({ source, fromDay, toDay }) =>
      (!only?.source || source === only.source) &&
      (!only?.from || toDay === null || toDay >= only.from) &&
      (!only?.to || fromDay <= only.to),
  )
  const isRead = windows.every((window) => window.state === 'complete' && window.errorCode === null)
  return { windows, paused, isComplete: isRead && paused.length === 0 }
}
