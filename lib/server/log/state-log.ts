import 'server-only'
import type { Logger } from 'pino'
import { printDuration } from '#lib/duration.ts'
import { logger } from './logger.ts'

/** A lasting state is logged again at this interval, in milliseconds. */
const SAY_AGAIN_MS = 10 * 60_000

/**
 * A lasting state of this process that operators look for in the log, e.g. that the audit log cannot be
 * written.
 */
export type StateLog = {
  /** Reports that the state holds; logs when the state begins, and every ten minutes while it lasts. */
  enter(fields?: Record<string, unknown>): void
  /** Reports that the state does not hold; if it held before, logs its end and duration. */
  leave(fields?: Record<string, unknown>): void
}

type Words = {
  /** The state, e.g. `the audit log cannot be written`. */
  entered: string
  /** The end of the state, e.g. `the audit log can be written again`. */
  left: string
}

/**
 * Creates a log of a lasting state, which logs the beginning and the end once instead of every occurrence.
 * The line about the end tells readers of the first line that the state is over.
 * @param level level of the line about the beginning; the line about the end is `info`
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
