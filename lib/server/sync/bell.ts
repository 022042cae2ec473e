import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import { PAUSE_CHANNEL, readPauseMessage } from '#lib/server/db/asked-pauses.ts'
import { databaseFault } from '#lib/server/db/faults.ts'
import { connectClient } from '#lib/server/db/session.ts'
import type { Source } from '#lib/sources.ts'

const RETRY_MS = 1_000

/** What a worker hears from others of its database; `lost` is aborted when the connection breaks. */
export type Bell = {
  lost: AbortSignal
  /** Ends at the next ring, after `ms`, or with the signal. A ring that nobody waited for ends the next wait at once. */
  wait(ms: number, signal: AbortSignal): Promise<void>
  /** Whether a person asked for a refresh since this was last asked. */
  isAsked(): boolean
  /** Whether anything rang since this was last asked. */
  isRung(): boolean
  close(): Promise<void>
}

/** Another process was asked by a source to wait for so long. */
type OnPause = (source: Source, ms: number) => void

/** Listens to requests and to work that is handed back. Throws where PostgreSQL cannot be reached. */
export async function listenForWork(url: string, onPause: OnPause): Promise<Bell> {
  const client = await connectClient(url, 'sync', { applicationName: 'furrow worker' })
  const lost = new AbortController()
  const end = () => lost.abort(new Error('The connection over which workers hear of each other broke'))
  client.on('end', end)
  let isRung = false
  let isAsked = false
  let ring = () => {}
  client.on('notification', ({ channel, payload }) => {
    if (channel === PAUSE_CHANNEL) {
      const asked = readPauseMessage(payload ?? '')
      if (asked) onPause(asked.source, asked.ms)
      return
    }
    isRung = true
    // Without words, it is a person who asks; see requestWindows.
    isAsked ||= !payload
    ring()
  })
  try {
    await client.query(`listen furrow_refresh; listen ${PAUSE_CHANNEL}`)
  } catch (error) {
    await client.end().catch(() => {})
    throw error
  }
  return {
    lost: lost.signal,
    wait: async (ms, signal) => {
      const bell = new AbortController()
      ring = () => bell.abort()
      if (!isRung) await pause(ms, AbortSignal.any([signal, bell.signal]))
    },
    isAsked: () => {
      const was = isAsked
      isAsked = false
      return was
    },
    isRung: () => {
      const was = isRung
      isRung = false
      return was
    },
    close: () => client.end(),
  }
}

/** Waits for a connection to PostgreSQL, and says why there is none yet. Returns null if `signal` is aborted first. */
export async function waitToListen(
  url: string,
  signal: AbortSignal,
  onWait: (reason: string) => void,
  onPause: OnPause,
): Promise<Bell | null> {
  let said: string | null = null
  while (!signal.aborted) {
    try {
      const bell = await listenForWork(url, onPause)
      if (said !== null) onWait('PostgreSQL answers again.')
      return bell
    } catch (error) {
      const line = waitingLine(error)
      if (line !== said) onWait(line)
      said = line
    }
    await pause(RETRY_MS, signal)
  }
  return null
}

/** With PostgreSQL's own reason: a password that was changed, or a limit of connections, is no fault of the network. */
function waitingLine(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error)
  return databaseFault(error) === 'unreachable'
    ? `PostgreSQL does not answer${reason ? ` (${reason})` : ''}; waiting for it.`
    : `PostgreSQL cannot be used (${reason}); waiting for it.`
}

/** Waits, or returns at once when the signal is aborted. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {})
}
