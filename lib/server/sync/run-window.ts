import 'server-only'
import type { Day } from '#lib/calendar-date.ts'
import { dayInZone } from '#lib/calendar-date.ts'
import type { Database } from '#lib/server/db/client.ts'
import type { RejectedRow } from '#lib/server/upstream/contract.ts'
import { UpstreamError } from '#lib/server/upstream/errors.ts'
import { readReasons } from '#lib/window-reasons.ts'
import { type Applied, applyRun } from './apply.ts'
import type { WalkedList } from './lists.ts'
import { PausedError, pauseWatch } from './pause-watch.ts'
import { nextDue, type PlannedWindow, type RunOutcome } from './plan.ts'
import { type ReadContext, readWindow } from './read-window.ts'
import { isMassRejection, recordRejected } from './row-facts.ts'
import { stampFailure } from './run-stamp.ts'
import { firstDay, type SyncSettings } from './settings.ts'
import { WalkError } from './walk.ts'
import type { ListName } from './windows.ts'

export type SyncContext = {
  db: Database
  settings: SyncSettings
  now: () => Date
  /** Returns 0..1; spreads the retries. */
  random: () => number
  signal: AbortSignal
  refused: Set<string>
}

/** Outcome of a run. `window` is null if the window no longer exists. */
export type RunResult = {
  window: PlannedWindow | null
  calls: number
  written: number
  /** Null if the run was applied. */
  error: { code: string; retryAfterSeconds: number | null } | null
}

/** A mirrored list, with the way a window of it is read and applied. */
export type ListRunner = ListName & {
  /** `onCall` runs before each call, and throws when no further call is allowed. */
  run(window: PlannedWindow, context: SyncContext, onCall: () => Promise<void>): Promise<Applied>
}

/** Thrown when too many of a window's rows are unreadable; the window keeps its previous state. */
class MassRejectionError extends Error {
  override name = 'MassRejectionError'
  readonly code = 'malformed'
}

/**
 * Refuses a run with too many unreadable rows (`isMassRejection`), after recording samples of them.
 * @throws {MassRejectionError}
 */
export async function refuseMassRejection(
  context: SyncContext,
  window: PlannedWindow,
  rejected: readonly RejectedRow[],
  readCount: number,
): Promise<void> {
  if (!isMassRejection(rejected.length, readCount)) return
  await recordRejected(context.db, window, rejected, context.now())
  throw new MassRejectionError(
    `${rejected.length} of ${rejected.length + readCount} rows could not be read, so the last readable state is kept.`,
  )
}

/** Makes the runner of a list that is read page by page. */
export function walkedRunner(list: WalkedList): ListRunner {
  return {
    source: list.source,
    resource: list.resource,
    async run(window, context, onCall) {
      const startedAt = context.now()
      const { db, now, signal, refused, settings } = context
      const values = { currency: settings.currencies, funding_source: settings.fundingSources }
      const readContext: ReadContext = {
        db,
        now,
        signal,
        refused,
        values,
        onCall,
        askedAt: window.requestedAt,
        isRecovering: window.errorCode !== null,
      }
      const known = window.state === 'partial' ? readReasons(window.reasons) : []
      const reading = await readWindow(list, window, readContext, known)
      await refuseMassRejection(context, window, reading.rejected, reading.rows.length)
      signal.throwIfAborted()
      const state = reading.reasons.length === 0 ? 'complete' : 'partial'
      return applyRun(db, {
        window,
        reading,
        origin: settings.origins[list.source],
        startedAt,
        readAt: now(),
        now,
        firstDay: firstDayOf(context),
        today: todayOf(context),
        timeZone: context.settings.timeZone,
        dueAt: {
          settled: dueAfter(window, { state, failures: 0, retryAfterSeconds: null }, context),
          newDoubt: new Date(now().getTime() + settings.hotIntervalMs),
          oldDoubt: dueAfter(window, { state: 'partial', failures: 0, retryAfterSeconds: null }, context),
        },
      })
    },
  }
}

/** Returns the first day that the mirror reads. */
export function firstDayOf(context: SyncContext): Day {
  return firstDay(context.settings, todayOf(context))
}

/** Returns the day in the business time zone. */
export function todayOf({ now, settings }: Pick<SyncContext, 'now' | 'settings'>): Day {
  return dayInZone(now(), settings.timeZone)
}

/** Returns when a window is due again after a run with this outcome. */
export function dueAfter(window: { fromDay: Day }, outcome: RunOutcome, context: SyncContext): Date {
  const now = context.now()
  const today = dayInZone(now, context.settings.timeZone)
  const { hotIntervalMs } = context.settings
  return new Date(
    nextDue(window, outcome, { now: now.getTime(), today, hotIntervalMs, random: context.random() }),
  )
}

/**
 * Runs a window. A fault of the upstream is stored on the window and returned in the result.
 * @throws any other error, and the abort reason; the window then stays as it was
 */
export async function runWindow(
  runner: ListRunner,
  window: PlannedWindow,
  context: SyncContext,
): Promise<RunResult> {
  let calls = 0
  const startedAt = context.now()
  const mayCall = pauseWatch(context.db, window.source, context.now)
  const onCall = async () => {
    await mayCall()
    calls += 1
  }
  try {
    const applied = await runner.run(window, context, onCall)
    return { window: applied.window, calls, written: applied.written, error: null }
  } catch (error) {
    context.signal.throwIfAborted()
    if (error instanceof PausedError)
      return { window, calls, written: 0, error: { code: 'paused', retryAfterSeconds: null } }
    const fault = faultOf(error)
    if (fault === null) throw error
    const failures = window.failures + 1
    const { code, detail, retryAfterSeconds } = fault
    const dueAt = dueAfter(window, { state: 'failed', failures, retryAfterSeconds }, context)
    const stamped = await stampFailure(context.db, window, {
      startedAt,
      failedAt: context.now(),
      dueAt,
      failures,
      code,
      detail,
      retryAfterSeconds,
    })
    return { window: stamped, calls, written: 0, error: { code, retryAfterSeconds } }
  }
}

/** Recognises the faults that may be stored for a run. Their messages are Furrow's own and safe to show. */
function faultOf(error: unknown): { code: string; detail: string; retryAfterSeconds: number | null } | null {
  if (error instanceof UpstreamError) {
    return { code: error.code, detail: error.message, retryAfterSeconds: error.retryAfterSeconds }
  }
  if (error instanceof WalkError || error instanceof MassRejectionError) {
    return { code: error.code, detail: error.message, retryAfterSeconds: null }
  }
  return null
}
