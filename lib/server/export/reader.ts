import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import type { PoolClient } from 'pg'
import { RequestError } from '#lib/errors.ts'
import { database, type Executor, rows, setScope } from '#lib/server/db/client.ts'
import { transact } from '#lib/server/db/transact.ts'
import type { Viewer } from '#lib/server/people/viewer.ts'

const ROWS_PER_FETCH = 1_000
/** A fetch that sorts a million rows first takes longer than a page; a reader that stalls is let go. */
const STATEMENT_TIMEOUT_MS = 30_000
const STALLED_TIMEOUT_MS = 60_000
/** Exports hold a connection each; the rest of the pool stays free for lists. */
const MAX_OPEN = 4

const shared = globalThis as typeof globalThis & { furrowOpenExports?: number }

export type ExportReader = {
  tx: Executor
  version: string
  /** Declares the statement whose rows `next` then hands out. */
  open: (statement: SQL) => Promise<void>
  /** The next up to 1,000 rows; empty at the end. */
  next: <Row>() => Promise<Row[]>
  /** Ends the transaction; a statement that still runs is cancelled. Does nothing the second time. */
  close: () => Promise<void>
}

/**
 * Opens one snapshot of the mirror on a connection of its own, to read more rows than fit into memory.
 * The caller closes it. Throws a 503 `busy` where four are open already.
 */
export async function openExport(viewer: Viewer): Promise<ExportReader> {
  if ((shared.furrowOpenExports ?? 0) >= MAX_OPEN) {
    throw new RequestError(503, 'busy', 'Several exports are running. Please try again in a moment.')
  }
  shared.furrowOpenExports = (shared.furrowOpenExports ?? 0) + 1
  try {
    return await begin(await database().$client.connect(), viewer)
  } catch (error) {
    shared.furrowOpenExports -= 1
    throw error
  }
}

async function begin(client: PoolClient, viewer: Viewer): Promise<ExportReader> {
  // A connection that breaks while no statement runs says so here; the next statement then fails.
  client.on('error', ignore)
  const tx = drizzle(client)
  let state: 'idle' | 'running' | 'closed' = 'idle'
  const run = async <Row>(statement: SQL): Promise<Row[]> => {
    state = 'running'
    const found = await rows<Row>(tx, statement)
    if (state === 'running') state = 'idle'
    return found
  }
  let pid = 0
  const close = async () => {
    if (state === 'closed') return
    const isRunning = state === 'running'
    state = 'closed'
    shared.furrowOpenExports = (shared.furrowOpenExports ?? 1) - 1
    client.off('error', ignore)
    // A destroyed connection rolls back by itself; its statement is cancelled so that it ends at once.
    client.release(true)
    if (isRunning && pid > 0) await cancel(pid)
  }
  try {
    await run(sql.raw('begin isolation level repeatable read read only'))
    await run(sql.raw(`set local statement_timeout = ${STATEMENT_TIMEOUT_MS}`))
    await run(sql.raw(`set local idle_in_transaction_session_timeout = ${STALLED_TIMEOUT_MS}`))
    await setScope(tx, viewer)
    const [found] = await run<{ pid: number; version: string | null }>(
      sql`select pg_backend_pid() as pid, (select version::text from mirror_state) as version`,
    )
    pid = found?.pid ?? 0
    return {
      tx,
      version: found?.version ?? '0',
      open: async (statement) => {
        await run(sql`declare export_rows no scroll cursor for ${statement}`)
      },
      next: <Row>() => run<Row>(sql.raw(`fetch ${ROWS_PER_FETCH} from export_rows`)),
      close,
    }
  } catch (error) {
    client.off('error', ignore)
    client.release(true)
    throw error
  }
}

/** Only the role that a connection was made with may cancel what runs on it. */
async function cancel(pid: number): Promise<void> {
  await transact(database(), async (tx) => {
    await tx.execute(sql`set local role none`)
    await tx.execute(sql`select pg_cancel_backend(${pid})`)
  })
}

function ignore(): void {}
