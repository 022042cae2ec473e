import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { databaseUrl } from '#lib/server/config/database-url.ts'
import { processWide } from '#lib/server/config/process-wide.ts'
import { connectClient } from '#lib/server/db/session.ts'
import type { MirrorChange } from '#lib/sources/schema.ts'
import { isSource, RESOURCES, SOURCE_RESOURCES, SOURCES } from '#lib/sources.ts'

type Subscriber = (change: MirrorChange) => void

const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 5_000
/** How often an idle connection is checked, because it may be dead. */
const CHECK_EVERY_MS = 15_000
const CHECK_TIMEOUT_MS = 5_000

/** Every mirrored list: all may have changed while the connection was down. */
const ALL_LISTS = SOURCES.flatMap((source) =>
  SOURCE_RESOURCES[source].map((resource) => ({ source, resource })),
)

/**
 * Passes on changes of the mirror from PostgreSQL, over one connection of this process. The connection exists
 * while there are subscribers, and reconnects whenever it breaks. Whatever may have been missed meanwhile
 * counts as changed.
 */
export class ChangeFeed {
  readonly #url: string
  readonly #subscribers = new Set<Subscriber>()
  #client: pg.Client | null = null
  #isRunning = false
  /** The newest known version; null before the first connection. */
  #snapshot: string | null = null

  constructor(url: string) {
    this.#url = url
  }

  /**
   * Calls `onChange` with every change. The first call has the current version and no list; it comes at once,
   * or as soon as PostgreSQL responds.
   * @returns a function that ends the subscription
   */
  subscribe(onChange: Subscriber): () => void {
    this.#subscribers.add(onChange)
    if (this.#client && this.#snapshot !== null) onChange({ snapshot: this.#snapshot, lists: [] })
    if (!this.#isRunning) void this.#run()
    return () => {
      this.#subscribers.delete(onChange)
      if (this.#subscribers.size > 0 || this.#client === null) return
      hangUp(this.#client)
      this.#client = null
    }
  }

  async #run(): Promise<void> {
    this.#isRunning = true
    let pauseMs = FIRST_PAUSE_MS
    while (this.#subscribers.size > 0) {
      try {
        await this.#listen(() => {
          pauseMs = FIRST_PAUSE_MS
        })
      } catch {
        // PostgreSQL cannot be reached. The loop below reconnects, and readers learn of the fault from their
        // own requests.
      }
      if (this.#subscribers.size === 0) break
      await sleep(pauseMs)
      pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)
    }
    this.#isRunning = false
  }

  /** Listens until the connection ends. */
  async #listen(onConnected: () => void): Promise<void> {
    const client = await connectClient(this.#url, 'web', {
      queryTimeoutMs: CHECK_TIMEOUT_MS,
      applicationName: 'furrow events',
    })
    const ended = new Promise<void>((resolve) => client.once('end', resolve))
    client.on('notification', ({ payload }) => this.#hear(payload ?? ''))
    let check: NodeJS.Timeout | undefined
    try {
      await client.query('listen furrow_changed')
      await this.#catchUp(client, true)
      this.#client = client
      onConnected()
      check = setInterval(() => void this.#catchUp(client, false).catch(() => hangUp(client)), CHECK_EVERY_MS)
      if (this.#subscribers.size === 0) await client.end()
      await ended
    } finally {
      clearInterval(check)
      this.#client = null
      hangUp(client)
    }
  }

  /** Compares the stored version with the last known one. If they differ, any list may have changed. */
  async #catchUp(client: pg.Client, isNew: boolean): Promise<void> {
    const { rows } = await client.query<{ version: string }>(
      'select version::text as version from mirror_state',
    )
    const snapshot = rows[0]?.version ?? '0'
    const isMissed = this.#snapshot !== null && snapshot !== this.#snapshot
    if (isMissed || isNew) this.#tell({ snapshot, lists: isMissed ? ALL_LISTS : [] })
  }

  #hear(payload: string): void {
    const [source, name, snapshot = ''] = payload.split(':')
    const resource = RESOURCES.find((each) => each === name)
    if (!isSource(source) || resource === undefined || !/^\d+$/.test(snapshot)) return
    this.#tell({ snapshot, lists: [{ source, resource }] })
  }

  #tell(change: MirrorChange): void {
    this.#snapshot = change.snapshot
    for (const subscriber of this.#subscribers) subscriber(change)
  }
}

/** Ends a connection that may no longer respond. */
function hangUp(client: pg.Client): void {
  void client.end().catch(() => {})
}

const shared = processWide<ChangeFeed>('furrowChanges')

/** Returns the single feed of the web process, kept across module reloads. */
export function changeFeed(): ChangeFeed {
  shared.value ??= new ChangeFeed(databaseUrl())
  return shared.value
}
