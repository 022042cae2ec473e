import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

/** Any fixed number: whoever holds it reads the sources of this database. */
const WORKER_LOCK = 7_260_931_002
const RETRY_MS = 1_000

/** The right to read the sources of a database; `lost` is aborted when its connection breaks. */
export type Leadership = {
  lost: AbortSignal
  release(): Promise<void>
}

export type LeadershipOptions = {
  url: string
  /** Called when a person asks for a refresh. */
  onRefresh: () => void
}

/**
 * Takes the right to read, held by a connection of its own and given back by PostgreSQL when that ends, however it ends.
 * Out: null where another worker has it. Throws where PostgreSQL cannot be reached.
 */
export async function tryLead(options: LeadershipOptions): Promise<Leadership | null> {
  const client = new pg.Client({
    connectionString: options.url,
    connectionTimeoutMillis: 5_000,
    application_name: 'furrow worker',
    keepAlive: true,
  })
  const lost = new AbortController()
  const end = () => lost.abort(new Error('The connection that holds the right to read the sources broke'))
  client.on('error', end)
  client.on('end', end)
  try {
    await client.connect()
    const { rows } = await client.query<{ isTaken: boolean }>(
      'select pg_try_advisory_lock($1) as "isTaken"',
      [WORKER_LOCK],
    )
    if (!rows[0]?.isTaken) {
      await client.end()
      return null
    }
    client.on('notification', options.onRefresh)
    await client.query('listen furrow_refresh')
  } catch (error) {
    await client.end().catch(() => {})
    throw error
  }
  return { lost: lost.signal, release: () => client.end() }
}

/** Waits until no other worker reads and PostgreSQL answers. Out: null when `signal` is aborted before. */
export async function waitToLead(
  options: LeadershipOptions & { signal: AbortSignal; onWait: (reason: string) => void },
): Promise<Leadership | null> {
  let said = ''
  const say = (reason: string) => {
    if (reason !== said) options.onWait(reason)
    said = reason
  }
  while (!options.signal.aborted) {
    try {
      const leadership = await tryLead(options)
      if (leadership) return leadership
      say('Another worker reads the sources of this database; waiting to take over.')
    } catch {
      say('PostgreSQL does not answer; waiting for it.')
    }
    await pause(RETRY_MS, options.signal)
  }
  return null
}

/** Waits, or returns at once when the signal is aborted. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {})
}
