import 'server-only'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'drizzle-orm'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import type pg from 'pg'
import journal from '#lib/server/db/migrations/meta/_journal.json' with { type: 'json' }
import { commandWords } from '#lib/words/command-words.ts'
import { ADVISORY_LOCKS } from './advisory-locks.ts'
import { openDatabase } from './client.ts'
import { setUpRoles } from './roles.ts'
import { closeFence, MIGRATING, refuseNewer, SchemaError, setUpFence } from './schema-fence.ts'
import { SCHEMA } from './schema-number.ts'
import { createSearchIndexes } from './search-indexes.ts'
import { connectClient } from './session.ts'

const t = commandWords('postgresql')

const MIGRATIONS = path.join(import.meta.dirname, 'migrations')

/** How long a migration waits for a table in use before it fails and leaves the schema unchanged. */
const LOCK_TIMEOUT_MS = 30_000

type MigrateOptions = {
  /** The last migration to run, by its number: a restored backup has rows of an earlier schema. */
  upTo?: number
}

/**
 * Migrates a database to the current schema and sets up roles; does nothing when the schema is current. Two
 * instances that start at once migrate one after the other.
 * @param url a postgres:// address
 * @throws {SchemaError} when the database has the schema of a newer release or another program's migrations,
 * or is new and not in UTF-8; otherwise PostgreSQL's own error
 */
export async function migrateDatabase(url: string, { upTo }: MigrateOptions = {}): Promise<void> {
  const guard = await connectClient(url, 'owner', { statementTimeoutMs: 0, lockTimeoutMs: 0 })
  try {
    await guard.query('select pg_advisory_lock($1)', [ADVISORY_LOCKS.migration])
    const schema = await readSchema(guard)
    if (upTo === undefined) refuseNewer(schema)
    if (schema === null) await requireUtf8(guard)
    // Only a change of the tables blocks writes; an ordinary start does not.
    if (schema !== (upTo ?? SCHEMA)) await closeFence(guard)
    await runMigrations(url, upTo)
    if (upTo === undefined) await setUpFence(guard)
    await guard.query('insert into mirror_state ("only", version) values (true, 1) on conflict do nothing')
    // A restore loads its rows after this step, and copies faster without these indexes.
    if (upTo === undefined) await createSearchIndexes(guard)
    await setUpRoles(guard)
  } finally {
    // A pooler without a reset query keeps the session, and with it the locks, for its next client.
    await guard.query('select pg_advisory_unlock_all()').catch(() => {})
    await guard.end()
  }
}

async function runMigrations(url: string, upTo: number | undefined): Promise<void> {
  const db = openDatabase(url, { max: 1, statementTimeoutMs: 0, lockTimeoutMs: LOCK_TIMEOUT_MS })
  const folder = upTo === undefined ? MIGRATIONS : await migrationsUpTo(upTo)
  try {
    // drizzle's migrator begins the transaction itself, so the session must set the scope that shows every
    // row.
    await db.execute(sql`
      select set_config('furrow.scope', 'all', false), set_config('furrow.schema', ${MIGRATING}, false)`)
    await migrate(db, { migrationsFolder: folder })
    await db.execute(sql`
      select set_config('furrow.scope', '', false), set_config('furrow.schema', '', false)`)
  } finally {
    await db.$client.end()
    if (folder !== MIGRATIONS) await rm(folder, { recursive: true, force: true })
  }
}

/** Copies the migrations up to `upTo` to a temporary folder, which the caller removes. */
async function migrationsUpTo(upTo: number): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'furrow-migrations-'))
  await cp(MIGRATIONS, folder, { recursive: true })
  const entries = journal.entries.filter((entry) => entry.when <= upTo)
  await writeFile(path.join(folder, 'meta', '_journal.json'), JSON.stringify({ ...journal, entries }))
  return folder
}

/**
 * Runs the missing migrations within the client's transaction, on the rows the database contains.
 * @throws PostgreSQL's own error
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

/**
 * The name of a schema by its number, such as `0008_aggregates`; null when this release does not know the
 * number.
 */
export function schemaName(number: number): string | null {
  return journal.entries.find((entry) => entry.when === number)?.tag ?? null
}

/**
 * The tables of one of this release's schemas, by its number; the database may contain foreign tables as
 * well.
 */
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

/**
 * Reads the number of a database's last migration; null when there is none.
 * @throws {SchemaError} when the migrations are another program's
 */
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
  const { rows } = await client.query<{ at: string | null; isOwn: boolean }>(
    `select max(created_at)::text as at, bool_or(created_at = $1) as "isOwn" from drizzle.__drizzle_migrations`,
    [journal.entries[0]?.when],
  )
  const [found] = rows
  if (!found?.at) return null
  // Drizzle runs the migrations that are newer than the last one in this table, even if another program wrote that entry.
  if (!found.isOwn) throw new SchemaError(t('schema.other-program'))
  return Number(found.at)
}

/** Refuses a new database whose encoding lacks letters and currency signs that sources write. */
async function requireUtf8(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ encoding: string; name: string }>(
    "select current_setting('server_encoding') as encoding, current_database() as name",
  )
  const [{ encoding, name } = { encoding: '', name: '' }] = rows
  if (encoding === 'UTF8') return
  throw new SchemaError(t('schema.encoding', { name, encoding }))
}
