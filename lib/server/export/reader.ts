import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import type { PoolClient } from 'pg'
import { RequestError } from '#lib/errors.ts'
import { processWide } from '#lib/server/config/process-wide.ts'
import { database, type Executor, rows, setScope } from '#lib/server/db/client.ts'
import { beginStatement } from '#lib/server/db/session.ts'
import { transact } from '#lib/server/db/transact.ts'
import type { Viewer } from '#lib/server/viewer.ts'

const ROWS_PER_FETCH = 1_000
/**
 * A fetch that first sorts a million rows takes longer than a page; a stalled reader loses its connection
 * after a minute.
 */
const STATEMENT_TIMEOUT_MS = 30_000
const STALLED_TIMEOUT_MS = 60_000
/** Each export holds a connection; the rest of the pool stays free for lists. */
const MAX_OPEN = 4
const RETRY_AFTER_S = 5

/** One viewer must leave slots for others. */
const MAX_OPEN_OF_VIEWER = 2

/** The viewers of open exports, one entry an export. */
const shared = processWide<Map<symbol, string>>('furrowOpenExports')

/** Rows as PostgreSQL printed them: each row's values as text, in the order of `fields`. */
export type Batch = { fields: readonly string[]; rows: readonly (readonly (string | null)[])[] }

export type ExportReader = {
  tx: Executor
  version: string
  /** Declares the cursor whose rows `next` returns. */
  open: (statement: SQL) => Promise<void>
  /** Returns up to 1,000 further rows, or none at the end, and prefetches the rows after them. */
  next: () => Promise<Batch>
  /** Ends the transaction and cancels a running statement. A second call does nothing. */
  close: () => Promise<void>
}

/**
 * Opens one snapshot of the mirror on a separate connection, for reading more rows than fit into memory.
 * The caller must close the reader.
 * @throws RequestError 503 `busy` if four exports are open already, 429 `too_many_exports` if two of them are
 * the viewer's
 */
export async function openExport(viewer: Viewer): Promise<ExportReader> {
  const releaseSlot = acquireSlot(viewer)
  try {
    return await begin(await database().$client.connect(), viewer, releaseSlot)
  } catch (error) {
    releaseSlot()
    throw error
  }
}

/** @returns a function that releases the slot; a second call does nothing */
function acquireSlot({ kind, id }: Viewer): () => void {
  shared.value ??= new Map()
  const open = shared.value
  const owner = `${kind}:${id}`
  if ([...open.values()].filter((one) => one === owner).length >= MAX_OPEN_OF_VIEWER) {
    const detail = 'Two exports of yours are running. Wait until one of them ends, or cancel it.'
    throw new RequestError(429, 'too_many_exports', detail, { retryAfterSeconds: RETRY_AFTER_S })
  }
  if (open.size >= MAX_OPEN) {
    throw new RequestError(503, 'busy', 'Several exports are running. Please try again in a moment.')
  }
  const slot = Symbol(owner)
  open.set(slot, owner)
  return () => open.delete(slot)
}

async function begin(client: PoolClient, viewer: Viewer, releaseSlot: () => void): Promise<ExportReader> {
  // Without a listener, a connection that breaks between statements would end the process. The next statement
  // fails instead.
  client.on('error', ignore)
  const tx = drizzle(client)
  let state: 'idle' | 'running' | 'closed' = 'idle'
  const watched = async <Result>(run: () => Promise<Result>): Promise<Result> => {
    if (state === 'closed') throw new Error('The export was closed')
    state = 'running'
    const found = await run()
    if (state === 'running') state = 'idle'
    return found
  }
  const run = (statement: SQL) => watched(() => tx.execute(statement))
  let pid = 0
  const close = async () => {
    if (state === 'closed') return
    const isRunning = state === 'running'
    state = 'closed'
    releaseSlot()
    client.off('error', ignore)
    // A destroyed connection rolls back by itself. Cancelling its statement makes the rollback immediate.
    client.release(true)
    if (isRunning && pid > 0) await cancel(pid)
  }
  try {
    await run(sql.raw(beginStatement(client, 'begin isolation level repeatable read read only')))
    await run(sql.raw(`set local statement_timeout = ${STATEMENT_TIMEOUT_MS}`))
    await run(sql.raw(`set local idle_in_transaction_session_timeout = ${STALLED_TIMEOUT_MS}`))
    await setScope(tx, viewer)
    const place = sql`select pg_backend_pid() as pid, (select version::text from mirror_state) as version`
    const [found] = await watched(() => rows<{ pid: number; version: string | null }>(tx, place))
    pid = found?.pid ?? 0
    return {
      tx,
      version: found?.version ?? '0',
      open: async (statement) => {
        await run(sql`declare export_rows no scroll cursor for ${statement}`)
      },
      next: readingAhead(() => watched(() => fetchBatch(client))),
      close,
    }
  } catch (error) {
    client.off('error', ignore)
    client.release(true)
    throw error
  }
}

/**
 * Fetches rows as arrays of unparsed text: a report prints PostgreSQL's text, and parsing would double the
 * cost of reading.
 */
async function fetchBatch(client: PoolClient): Promise<Batch> {
  const { fields, rows: found } = await client.query<(string | null)[]>({
    text: `fetch ${ROWS_PER_FETCH} from export_rows`,
    rowMode: 'array',
    types: { getTypeParser: () => String },
  })
  return { fields: fields.map(({ name }) => name), rows: found }
}

/** Lets PostgreSQL read the next rows while this process writes the current ones. */
function readingAhead(fetch: () => Promise<Batch>): () => Promise<Batch> {
  let ahead: Promise<Batch> | null = null
  return async () => {
    const batch = await (ahead ?? fetch())
    ahead = batch.rows.length === 0 ? null : fetch()
    // The next call reports the error. This handler covers the case that no call follows.
    ahead?.catch(ignore)
    return batch
  }
}

/** Cancels a backend's statement under the connection's login role, the only role that may do so. */
async function cancel(pid: number): Promise<void> {
  await transact(database(), async (tx) => {
    await tx.execute(sql`set local role none`)
    await tx.execute(sql`select pg_cancel_backend(${pid})`)
  })
}

function ignore(): void {}
