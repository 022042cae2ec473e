import 'server-only'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'drizzle-orm'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import journal from '#lib/server/db/migrations/meta/_journal.json' with { type: 'json' }
import { ADVISORY_LOCKS } from './advisory-locks.ts'
import { openDatabase } from './client.ts'
import { setUpRoles } from './roles.ts'
import { closeFence, MIGRATING, refuseNewer, setUpFence } from './schema-fence.ts'
import { SCHEMA } from './schema-number.ts'
import { connectClient } from './session.ts'

const MIGRATIONS = path.join(import.meta.dirname, 'migrations')

/** How long a migration waits for a table that somebody reads, before it gives up and leaves the schema as it was. */
const LOCK_TIMEOUT_MS = 30_000

type MigrateOptions = {
  /** Only so far, by a migration's number: a restored backup brings rows of an earlier schema. */
  upTo?: number
}

/**
 * Brings a database to the current schema; does nothing where it already has it. In: a postgres:// address.
 * Two instances that start at once migrate one after the other.
 * @throws {SchemaError} where the database has the schema of a newer release; else PostgreSQL's own error.
 */
export async function migrateDatabase(url: string, { upTo }: MigrateOptions = {}): Promise<void> {
  const guard = await connectClient(url, 'owner', { statementTimeoutMs: 0, lockTimeoutMs: 0 })
  try {
    await guard.query('select pg_advisory_lock($1)', [ADVISORY_LOCKS.migration])
    const schema = await readSchema(guard)
    if (upTo === undefined) refuseNewer(schema)
    // Only a change of the tables keeps writes out, not every start.
    if (schema !== (upTo ?? SCHEMA)) await closeFence(guard)
    await runMigrations(url, upTo)
    if (upTo === undefined) await setUpFence(guard)
    await guard.query('insert into mirror_state ("only", version) values (true, 1) on conflict do nothing')
    // Rows of an earlier schema are still to come: they are copied faster without.
    if (upTo === undefined && (await hasTrigrams(guard))) await createSearchIndexes(guard)
    await setUpRoles(guard)
  } finally {
    await guard.end()
  }
}

async function runMigrations(url: string, upTo: number | undefined): Promise<void> {
  const db = openDatabase(url, { max: 1, statementTimeoutMs: 0, lockTimeoutMs: LOCK_TIMEOUT_MS })
  const folder = upTo === undefined ? MIGRATIONS : await migrationsUpTo(upTo)
  try {
    // The library begins the transaction itself: migrations see the rows of every scope by their session.
    await db.execute(
      sql`select set_config('furrow.scope', 'all', false), set_config('furrow.schema', ${MIGRATING}, false)`,
    )
    await migrate(db, { migrationsFolder: folder })
    await db.execute(
      sql`select set_config('furrow.scope', '', false), set_config('furrow.schema', '', false)`,
    )
  } finally {
    await db.$client.end()
    if (folder !== MIGRATIONS) await rm(folder, { recursive: true, force: true })
  }
}

/** A copy of the migrations without those after `upTo`. */
async function migrationsUpTo(upTo: number): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'furrow-migrations-'))
  await cp(MIGRATIONS, folder, { recursive: true })
  const entries = journal.entries.filter((entry) => entry.when <= upTo)
  await writeFile(path.join(folder, 'meta', '_journal.json'), JSON.stringify({ ...journal, entries }))
  return folder
}

/**
 * Runs the migrations that the database does not have yet within the client's transaction, over the rows that it holds.
 * Throws with PostgreSQL's own error.
 */
export async function applyMigrations(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ at: string }>(
    'select coalesce(max(created_at), 0)::text as at from drizzle.__drizzle_migrations',
  )
  const current = Number(rows[0]?.at)
  for (const { folderMillis, hash, sql: statements } of readMigrationFiles({
    migrationsFolder: MIGRATIONS,
  })) {
    if (folderMillis <= current) continue
    for (const statement of statements) await client.query(statement)
    await client.query('insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)', [
      hash,
      folderMillis,
    ])
  }
}

/** The name of a schema by its number, such as `0008_aggregates`; null where this release does not know it. */
export function schemaName(number: number): string | null {
  return journal.entries.find((entry) => entry.when === number)?.tag ?? null
}

/** The tables of one of this release's schemas, by its number; the database may hold others that are not Furrow's. */
export async function tablesOfSchema(number: number): Promise<ReadonlySet<string>> {
  const index = journal.entries.findIndex((entry) => entry.when === number)
  const file = path.join(MIGRATIONS, 'meta', `${String(index).padStart(4, '0')}_snapshot.json`)
  const snapshot: { tables: Record<string, { name: string }> } = JSON.parse(await readFile(file, 'utf8'))
  return new Set(Object.values(snapshot.tables).map(({ name }) => name))
}

/** The numbers of this release's migrations, oldest first. */
export function migrationsOfRelease(): number[] {
  return journal.entries.map((entry) => entry.when)
}

/** The number of a database's last migration; null where it has none. */
export async function schemaOf(url: string): Promise<number | null> {
  const client = await connectClient(url, 'owner')
  try {
    return await readSchema(client)
  } finally {
    await client.end()
  }
}

async function readSchema(client: pg.Client): Promise<number | null> {
  const known = await client.query("select 1 where to_regclass('drizzle.__drizzle_migrations') is not null")
  if (!known.rowCount) return null
  const { rows } = await client.query<{ at: string | null }>(
    'select max(created_at)::text as at from drizzle.__drizzle_migrations',
  )
  return rows[0]?.at ? Number(rows[0].at) : null
}

/** Trigrams make text search fast; without the right to install them, search works and is slower. */
async function hasTrigrams(client: pg.Client): Promise<boolean> {
  const installed = "select 1 from pg_extension where extname = 'pg_trgm'"
  if ((await client.query(installed)).rowCount) return true
  const available = "select 1 from pg_available_extensions where name = 'pg_trgm'"
  if (!(await client.query(available)).rowCount) return false
  try {
    await client.query('create extension if not exists pg_trgm')
    return true
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === '42501') return false
    throw error
  }
}

async function createSearchIndexes(client: pg.Client): Promise<void> {
  for (const table of ['billing_period', 'invoice']) {
    await client.query(
      `create index if not exists ${table}_search on ${table} using gin (search_text gin_trgm_ops) where gone_at is null`,
    )
  }
}
