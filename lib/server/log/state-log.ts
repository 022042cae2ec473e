import 'server-only'
import type { Logger } from 'pino'
import { printDuration } from '#lib/duration.ts'
import { logger } from './logger.ts'

/** A state that lasts is said again so often. */
const SAY_AGAIN_MS = 10 * 60_000

/** A state of this process that people look for in its log, e.g. that the audit log cannot be written. */
export type StateLog = {
  /** The state holds. Says so when it begins, and every ten minutes while it lasts. */
  enter(fields?: Record<string, unknown>): void
  /** The state does not hold. Says so, with how long it lasted, if it did. */
  leave(fields?: Record<string, unknown>): void
}

type Words = {
  /** What holds, e.g. `the audit log cannot be written`. */
  entered: string
  /** What holds again, e.g. `the audit log is written again`. */
  left: string
}

/**
 * Logs a state once when it is entered and once when it is left, however often it is met between. Whoever finds the first line
 * learns from the second that it is over.
 * @param level of the line that says it is entered; the other one is `info`
 */
export function createStateLog(
  { entered, left }: Words,
  { level = 'error', log = logger }: { level?: 'warn' | 'error'; log?: () => Logger } = {},
): StateLog {
  let since: number | null = null
  let saidAt = 0
  let times = 0
  return {
    enter(fields = {}) {
      const now = performance.now()
      times += 1
      if (since !== null && now - saidAt < SAY_AGAIN_MS) return
      since ??= now
      saidAt = now
      log()[level](fields, entered)
    },
    leave(fields = {}) {
      if (since === null) return
      const lasted = printDuration(Math.max(1, Math.round((performance.now() - since) / 1000)))
      log().info({ ...fields, lasted, times }, left)
      since = null
      times = 0
    },
  }
}
