import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import type { EmbeddedPostgres } from './embedded.ts'

/** What happened to a watched PostgreSQL; `reason` is one line. */
export type PostgresChange = { kind: 'stopped' | 'running-again' } | { kind: 'not-restarted'; reason: string }

const CHECK_MS = 1_000
const LONGEST_PAUSE_MS = 30_000

/**
 * Restarts an embedded PostgreSQL that ended by itself. The pause grows up to 30 s with each failed attempt,
 * because leftover processes may hold PostgreSQL's shared memory for a moment.
 * @param note receives each change once, however often a restart fails
 * @returns a function that stops watching; it resolves after at most one more restart attempt
 */
export function keepRunning(
  postgres: Pick<EmbeddedPostgres, 'isRunning' | 'startAgain'>,
  note: (change: PostgresChange) => void,
): () => Promise<void> {
  const stop = new AbortController()
  const watch = async () => {
    let failures = 0
    while (!stop.signal.aborted) {
      const pauseMs = failures === 0 ? CHECK_MS : Math.min(LONGEST_PAUSE_MS, 500 * 2 ** failures)
      await sleep(pauseMs, undefined, { signal: stop.signal, ref: false }).catch(() => {})
      if (stop.signal.aborted) return
      try {
        if (await postgres.isRunning()) continue
        if (failures === 0) note({ kind: 'stopped' })
        await postgres.startAgain()
        note({ kind: 'running-again' })
        failures = 0
      } catch (error) {
        if (failures === 0) note({ kind: 'not-restarted', reason: inOneLine(error) })
        failures += 1
      }
    }
  }
  const ended = watch()
  return async () => {
    stop.abort()
    await ended
  }
}

/**
 * Joins all lines of the message: the cause is the tail of PostgreSQL's log, which follows the first line.
 */
function inOneLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).replaceAll(/\s+/g, ' ')
}
