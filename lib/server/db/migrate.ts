import 'server-only'
import path from 'node:path'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import { openDatabase } from './client.ts'

/** Any fixed number; whoever holds it migrates, a second instance waits. */
const MIGRATION_LOCK = 7_260_931_001
const MIGRATIONS = path.join(import.meta.dirname, 'migrations')

/**
 * Brings a database to the current schema; does nothing where it already has it. In: a postgres:// address.
 * Two instances that start at once migrate one after the other. Throws with PostgreSQL's own error.
 */
export async function migrateDatabase(url: string): Promise<void> {
  const guard = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  guard.on('error', () => {})
  await guard.connect()
  try {
    await guard.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    const db = openDatabase(url, { max: 1 })
    try {
      await migrate(db, { migrationsFolder: MIGRATIONS })
    } finally {
      await db.$client.end()
    }
    await guard.query('insert into mirror_state ("only", version) values (true, 1) on conflict do nothing')
    if (await hasTrigrams(guard)) await createSearchIndexes(guard)
  } finally {
    await guard.end()
  }
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
