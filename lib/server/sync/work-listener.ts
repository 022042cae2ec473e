import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import { PAUSE_CHANNEL, readPauseMessage } from '#lib/server/db/asked-pauses.ts'
import { databaseFault } from '#lib/server/db/faults.ts'
import { connectClient } from '#lib/server/db/session.ts'
import type { Source } from '#lib/sources.ts'
import { commandWords } from '#lib/words/command-words.ts'
import type { Holder } from './configuration.ts'
import { holderOf } from './holder.ts'

const t = commandWords('commands')

const RETRY_MS = 1_000

/** Notifications from other processes of this database. `lost` is aborted when the connection breaks. */
export type WorkListener = Holder & {
  lost: AbortSignal
  /**
   * Resolves at the next notification, after `ms`, or when `signal` is aborted. A notification that arrived
   * between two waits ends the next wait at once.
   */
  wait(ms: number, signal: AbortSignal): Promise<void>
  /** Returns whether a person requested a refresh since the last call. */
  takeRefreshRequest(): boolean
  /** Returns whether any notification arrived since the last call. */
  takeNotification(): boolean
  close(): Promise<void>
}

/** Called when a source asked another process to wait for `ms`. */
type OnPause = (source: Source, ms: number) => void

/**
 * Listens for refresh requests, for windows that were handed back and for pauses that sources asked for.
 * @throws PostgreSQL's error when the database cannot be reached
 */
export async function listenForWork(url: string, onPause: OnPause): Promise<WorkListener> {
  const client = await connectClient(url, 'sync', { applicationName: 'furrow worker' })
  const lost = new AbortController()
  const end = () => lost.abort(new Error('The connection for notifications between workers broke'))
  client.on('end', end)
  let hasNotification = false
  let hasRefreshRequest = false
  let endWait = () => {}
  client.on('notification', ({ channel, payload }) => {
    if (channel === PAUSE_CHANNEL) {
      const asked = readPauseMessage(payload ?? '')
      if (asked) onPause(asked.source, asked.ms)
      return
    }
    hasNotification = true
    // An empty payload means that a person requested a refresh; see `requestWindows`.
    hasRefreshRequest ||= !payload
    endWait()
  })
  try {
    await client.query(`listen furrow_refresh; listen ${PAUSE_CHANNEL}`)
  } catch (error) {
    await client.end().catch(() => {})
    throw error
  }
  const { hold, letGo } = holderOf(client)
  return {
    hold,
    lost: lost.signal,
    wait: async (ms, signal) => {
      const notified = new AbortController()
      endWait = () => notified.abort()
      if (!hasNotification) await pause(ms, AbortSignal.any([signal, notified.signal]))
    },
    takeRefreshRequest: () => {
      const had = hasRefreshRequest
      hasRefreshRequest = false
      return had
    },
    takeNotification: () => {
      const had = hasNotification
      hasNotification = false
      return had
    },
    close: () => letGo().then(() => client.end()),
  }
}

/**
 * Retries once a second until PostgreSQL accepts a connection, and reports each new reason for the wait.
 * @returns null if `signal` is aborted first
 */
export async function waitToListen(
  url: string,
  signal: AbortSignal,
  onWait: (reason: string) => void,
  onPause: OnPause,
): Promise<WorkListener | null> {
  let said: string | null = null
  while (!signal.aborted) {
    try {
      const listener = await listenForWork(url, onPause)
      if (said !== null) onWait(t('note.database-again'))
      return listener
    } catch (error) {
      const line = waitingLine(error)
      if (line !== said) onWait(line)
      said = line
    }
    await pause(RETRY_MS, signal)
  }
  return null
}

/** Quotes PostgreSQL's own reason: a changed password or a connection limit is not a network fault. */
function waitingLine(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error)
  if (databaseFault(error) !== 'unreachable') return t('note.database-unusable', { reason })
  return reason === '' ? t('note.database-away') : t('note.database-away-why', { reason })
}

/** Waits for `ms`, or returns at once when `signal` is aborted. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {})
}
