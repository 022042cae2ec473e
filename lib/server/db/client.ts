import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import type { Viewer } from '../people/viewer.ts'
import { MAY_TAKE, ROLE_NAMES } from './grants.ts'
import { takeRole, type Work } from './take-role.ts'
import { transact } from './transact.ts'

export type Database = NodePgDatabase & { $client: pg.Pool }
/** A transaction, or the database itself: whatever can run a statement. */
export type Executor = Pick<NodePgDatabase, 'execute'>

const READ_TIMEOUT_MS = 3_000

/** A write of a whole window takes seconds at most; one that takes longer holds others up and is given up. */
const STATEMENT_TIMEOUT_MS = 60_000
const LOCK_TIMEOUT_MS = 30_000
/** A transaction whose process hangs gives its locks back. */
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 60_000

export type PoolOptions = {
  /** Whose role each connection takes before its first statement. */
  work?: Work
  /** Connections at most; web and worker together stay far below the embedded server's 80. */
  max?: number
  /** 0: no limit. */
  statementTimeoutMs?: number
  lockTimeoutMs?: number
}

/** Opens a pool. In: a postgres:// address. The caller ends it with `database.$client.end()`. */
export function openDatabase(url: string, options: PoolOptions = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: options.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS,
    lock_timeout: options.lockTimeoutMs ?? LOCK_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    application_name: 'furrow',
    // The pool waits for it, and ends a connection for which it fails.
    onConnect: (client) => takeRole(client, options.work ?? 'owner'),
  })
  // An idle connection that breaks (a restart of PostgreSQL) is dropped by the pool; without a listener it would end the process.
  pool.on('error', () => {})
  // So does one that breaks while it is lent out; whoever uses it is told by the statement that fails.
  pool.on('connect', (client) => client.on('error', () => {}))
  return drizzle(pool)
}

const shared = globalThis as typeof globalThis & { furrowDatabase?: Database }

/**
 * The one pool of the web process, opened at first use from DATABASE_URL as the start command resolved it. Outside
 * `readSnapshot` and `actAs` it sees no row of any source.
 */
export function database(): Database {
  const url = process.env.FURROW_DATABASE_URL ?? process.env.DATABASE_URL
  if (!url) throw new Error('No database: start Furrow with npm start, or set DATABASE_URL')
  shared.furrowDatabase ??= openDatabase(url, { work: 'web' })
  return shared.furrowDatabase
}

export type Snapshot = { tx: Executor; version: string }

/**
 * Runs reads on one snapshot of the mirror, as far as the viewer may see it: rows, totals, aggregates and freshness read
 * inside agree with each other. Each statement ends after three seconds.
 */
export async function readSnapshot<Result>(
  viewer: Viewer,
  read: (snapshot: Snapshot) => Promise<Result>,
): Promise<Result> {
  return transact(
    database(),
    async (tx) => {
      await tx.execute(sql.raw(`set local statement_timeout = ${READ_TIMEOUT_MS}`))
      await setScope(tx, viewer)
      const [state] = await rows<{ version: string }>(
        tx,
        sql`select version::text as version from mirror_state`,
      )
      return read({ tx, version: state?.version ?? '0' })
    },
    'begin isolation level repeatable read read only',
  )
}

/** Runs what somebody who looks after the sources does, as one transaction in the viewer's scope. */
export function actAs<Result>(
  { fundingSources }: Pick<Viewer, 'fundingSources'>,
  act: (tx: Executor) => Promise<Result>,
): Promise<Result> {
  return transact(database(), async (tx) => {
    await tx.execute(sql`select set_config('furrow.scope', ${scopeOf({ fundingSources })}, true)`)
    return act(tx)
  })
}

/** Runs what the process itself keeps about the sources, whoever asked. */
export function actAsFurrow(act: (tx: Executor) => Promise<void>): Promise<void> {
  return actAs({ fundingSources: 'all' }, act)
}

/**
 * Says whose scope the transaction has; without it no row of a source is seen. Who may see everything reads in a role
 * whose policy is `true`: PostgreSQL then plans as if there were none.
 */
export async function setScope(tx: Executor, viewer: Viewer): Promise<void> {
  const role = sql`select set_config('role', rolname::text, true) from pg_roles
    where rolname = ${ROLE_NAMES.readAll} and ${sql.raw(MAY_TAKE)}`
  if (viewer.fundingSources === 'all') await tx.execute(role)
  await tx.execute(sql`select set_config('furrow.scope', ${scopeOf(viewer)}, true)`)
}

function scopeOf({ fundingSources }: Pick<Viewer, 'fundingSources'>): SQL {
  return fundingSources === 'all' ? sql`'all'` : sql`${sql.param([...fundingSources])}::text[]::text`
}

/** Runs a statement and returns its rows; the caller's type states what the statement selects. */
export async function rows<Row>(executor: Executor, statement: SQL): Promise<Row[]> {
  const result = await executor.execute(statement)
  return result.rows as Row[]
}
