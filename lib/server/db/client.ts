import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { databaseUrl } from '#lib/server/config/database-url.ts'
import { processWide } from '#lib/server/config/process-wide.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { MAY_TAKE, ROLE_NAMES } from './grants.ts'
import type { PlainColumns } from './plain-columns.ts'
import { type Limits, poolConfig } from './session.ts'
import type { Work } from './take-role.ts'
import { queryInTransactions, transact } from './transact.ts'

export type Database = NodePgDatabase & { $client: pg.Pool }
/** A transaction or the database itself: anything that can run a statement. */
export type Executor = Pick<NodePgDatabase, 'execute'>

const READ_TIMEOUT_MS = 3_000

export type PoolOptions = Limits & {
  /** The purpose of the connections, which decides the role and scope of each transaction. */
  work?: Work
  /** Most connections; web and worker together stay far below the embedded server's 80. */
  max?: number
}

/** Opens a connection pool. The caller ends it with `database.$client.end()`. */
export function openDatabase(
  url: string,
  { work = 'owner', max = 10, ...limits }: PoolOptions = {},
): Database {
  const pool = new pg.Pool({ ...poolConfig(url, work, limits), max })
  // When PostgreSQL restarts, the pool drops broken idle connections; without this listener their errors
  // would end the process.
  pool.on('error', () => {})
  // A connection that breaks while in use makes its statement fail, so this event can be ignored.
  pool.on('connect', (client) => client.on('error', () => {}))
  // The web server's single statements use people and rate limits, tables without a scope, so they need no
  // transaction.
  if (work !== 'web') queryInTransactions(pool)
  return drizzle(pool)
}

const shared = processWide<Database>('furrowDatabase')

/**
 * The web process's only pool, opened at the first use from the DATABASE_URL that the start command
 * resolved. Outside `readSnapshot` and `actAs` the pool sees no row of any source.
 */
export function database(): Database {
  shared.value ??= openDatabase(databaseUrl(), { work: 'web' })
  return shared.value
}

export type Snapshot = { tx: Executor; version: string }

/**
 * Runs reads on one snapshot of the mirror in the viewer's scope, so that rows, totals, aggregates and
 * freshness agree with each other. Each statement times out after three seconds.
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

/** Runs an operator's action on the sources as one transaction in the viewer's scope. */
export function actAs<Result>(
  { fundingSources }: Pick<Viewer, 'fundingSources'>,
  act: (tx: Executor) => Promise<Result>,
): Promise<Result> {
  return transact(database(), async (tx) => {
    await setActScope(tx, { fundingSources })
    return act(tx)
  })
}

/** Sets the scope of a transaction that writes. */
export async function setActScope(tx: Executor, who: Pick<Viewer, 'fundingSources'>): Promise<void> {
  await tx.execute(sql`select set_config('furrow.scope', ${scopeOf(who)}, true)`)
}

/** Runs writes of Furrow itself about the sources, with every row in scope. */
export function actAsFurrow(act: (tx: Executor) => Promise<void>): Promise<void> {
  return actAs({ fundingSources: 'all' }, act)
}

/**
 * Sets the scope of a read transaction; without a scope no row of a source is visible. A viewer who may see
 * everything reads in a role whose policy is `true`, because PostgreSQL then plans as if there were no
 * policy.
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

/**
 * Runs a statement that is written in place and returns its rows, as `rows` does: e.g.
 * query<{ name: string }>(tx)`select name from person where id = ${id}`.
 */
export function query<Row extends PlainColumns<Row>>(executor: Executor) {
  return (text: TemplateStringsArray, ...values: unknown[]): Promise<Row[]> =>
    rows<Row>(executor, sql(text, ...values))
}

/**
 * Runs a statement and returns its rows, unparsed. `Row` must match the selected columns: plain column types
 * only, so that the statement guarantees them. `parsedRows` reads anything narrower.
 */
export async function rows<Row extends PlainColumns<Row>>(
  executor: Executor,
  statement: SQL,
): Promise<Row[]> {
  const result = await executor.execute(statement)
  return result.rows as Row[]
}
