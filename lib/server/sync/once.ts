import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import type { Day } from '#lib/calendar-date.ts'
import { writeAskedPause } from '#lib/server/db/asked-pauses.ts'
import { openDatabase } from '#lib/server/db/client.ts'
import { readPauses, whereNotPaused } from '#lib/server/db/pauses.ts'
import { requestWindows } from '#lib/server/db/window-requests.ts'
import type { Restraint } from '#lib/server/upstream/calls.ts'
import type { Upstreams } from '#lib/server/upstream/contract.ts'
import type { Source } from '#lib/sources.ts'
import { type Holder, knownRefusals, rereadReconfigured } from './configuration.ts'
import { Engine } from './engine.ts'
import { openHolder } from './holder.ts'
import { RENEW_EVERY_MS } from './leases.ts'
import type { PlannedWindow } from './plan.ts'
import type { SyncContext } from './run-window.ts'
import { listRunners } from './runners.ts'
import type { SyncSettings } from './settings.ts'
import { checkUndatedLists } from './undated.ts'
import { ofLists } from './windows.ts'
import { pause } from './work-listener.ts'

export type PassOptions = {
  /** postgres:// address of the migrated database. */
  url: string
  upstreams: Upstreams
  settings: SyncSettings
  /**
   * The restraint of `upstreams`. Without it, a pause that a source asks for applies to this process only.
   */
  restraint?: Restraint
  signal: AbortSignal
  /** Limits the pass. Windows named here are read whether due or not. */
  only?: { source: Source | null; from: Day | null; to: Day | null }
  now?: () => Date
  random?: () => number
  onProgress?: (done: number, total: number) => void
  onNote?: (line: string) => void
}

/**
 * The windows of a pass in their state after the pass (without `only`: all windows of the configured lists),
 * and the sources that the pass skipped because they are paused. A pass with a paused source, or without any
 * window, is not complete.
 */
export type PassResult = {
  windows: readonly PlannedWindow[]
  paused: readonly Source[]
  /** First day of all windows of the chosen sources, whatever days were requested; null: they have none. */
  firstDay: Day | null
  isComplete: boolean
}

const POLL_MS = 300
/** After this many source-wide faults in a row, the pass gives up on the source's remaining windows. */
const MAX_SOURCE_FAILURES = 3

/**
 * Reads everything that is due once: windows never read, incomplete, or older than their interval. Workers on
 * the same database share the work. The result is complete only if every window of the pass is.
 * @throws any defect, and the abort reason of `signal`
 */
export async function runOnce(options: PassOptions): Promise<PassResult> {
  const db = openDatabase(options.url, { work: 'sync', max: 6 })
  const failed = new AbortController()
  const context: SyncContext = {
    db,
    settings: options.settings,
    now: options.now ?? (() => new Date()),
    random: options.random ?? Math.random,
    signal: AbortSignal.any([options.signal, failed.signal]),
    refused: new Set(),
  }
  const forget = options.restraint?.onAsked((source, seconds) => {
    void writeAskedPause(db, source, seconds, context.now()).catch(() => {})
  })
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
  const renewal = setInterval(() => void engine.renew().catch(() => {}), RENEW_EVERY_MS)
  let holder: Awaited<ReturnType<typeof openHolder>> | null = null
  try {
    holder = await openHolder(options.url)
    await readAll(options, context, engine, holder, () => {
      if (defect !== null) throw defect.error
    })
    await checkUndatedLists(options.upstreams, engine.windows(), context)
    return await resultOf(options, context, engine.windows())
  } finally {
    failed.abort()
    await engine.drain()
    forget?.()
    clearInterval(renewal)
    await engine.giveBack().catch(() => {})
    await holder?.close()
    await db.$client.end()
  }
}

/** Reads the requested windows, alongside other workers, until none is left or their source is given up. */
async function readAll(
  options: PassOptions,
  context: SyncContext,
  engine: Engine,
  holder: Holder,
  throwDefect: () => void,
): Promise<void> {
  const { db, signal, now } = context
  await rereadReconfigured(db, listsOf(options), options.settings, now(), holder)
  for (const refusal of await knownRefusals(db, options.settings)) context.refused.add(refusal)
  await engine.reload()
  const total = await requestWindows(
    db,
    sql`${ofLists(listsOf(options))} and ${wanted(options, now())}`,
    now(),
  )
  await engine.reload()
  const isPending = (window: PlannedWindow) =>
    window.requestedAt !== null &&
    !engine.isAskedToWait(window.source) &&
    engine.failuresInRow(window.source) < MAX_SOURCE_FAILURES
  for (;;) {
    signal.throwIfAborted()
    throwDefect()
    await engine.fill(isPending)
    const pending = engine.windows().filter(isPending).length
    options.onProgress?.(Math.max(0, total - pending), total)
    const settled = engine.settled()
    if (pending === 0 && settled === null) return
    await Promise.race([pause(POLL_MS, signal), ...(settled ? [settled] : [])])
    // Other workers may hold the remaining windows, so only the database knows how far those are.
    if (settled === null) await engine.reload()
  }
}

function wanted(options: PassOptions, now: Date): SQL {
  const { source = null, from = null, to = null } = options.only ?? {}
  if (source === null && from === null && to === null)
    return sql`${whereNotPaused} and (state <> 'complete' or error_code is not null or due_at <= ${now.toISOString()})`
  return sql`${whereNotPaused} and (${source}::text is null or source = ${source}) and (${from}::date is null or to_day is null or to_day >= ${from})
    and (${to}::date is null or from_day <= ${to})`
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
  const chosen = all.filter(({ source }) => !only?.source || source === only.source)
  const windows = chosen.filter(
    ({ fromDay, toDay }) =>
      (!only?.from || toDay === null || toDay >= only.from) && (!only?.to || fromDay <= only.to),
  )
  // A window whose request is still open was not read: its source asked for a pause or was given up.
  const isRead = windows.every(
    ({ state, errorCode, requestedAt }) => state === 'complete' && errorCode === null && requestedAt === null,
  )
  const [firstDay = null] = chosen.map(({ fromDay }) => fromDay).sort()
  return { windows, paused, firstDay, isComplete: windows.length > 0 && isRead && paused.length === 0 }
}
