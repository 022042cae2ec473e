import 'server-only'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import {
  applyMigrations,
  migrateDatabase,
  migrationsOfRelease,
  schemaOf,
  tablesOfSchema,
} from '#lib/server/db/migrate.ts'
import { beginStatement, connectClient } from '#lib/server/db/session.ts'
import { commandWords } from '#lib/words/command-words.ts'
import { liftForeignKeys } from './foreign-keys.ts'
import type { BackupHeader, BackupProgress, RowCounts } from './format.ts'
import { BackupError } from './frames.ts'
import { type BackupTable, countLines, type OpenBackup, openBackup } from './read.ts'

const t = commandWords('commands')

type RestoreOptions = { url: string; file: string; signal: AbortSignal; onProgress?: BackupProgress }

export type Restored = {
  rows: RowCounts
  /**
   * Row counts of tables in the file that Furrow does not have: another program's tables in the backed-up
   * database.
   */
  leftOut: RowCounts
}

/** PostgreSQL's codes for a day or timestamp that is invalid in year-month-day order. */
const FOREIGN_DATES = new Set(['22007', '22008'])
/** The classes of PostgreSQL's errors about values and constraints. */
const REFUSED_ROWS = /^2[23]/

/**
 * Fills an empty database from a backup in one transaction: rows go into the schema they were read from, then
 * later migrations bring them to this release's schema. A restore that fails or is stopped leaves the
 * database empty.
 * @throws BackupError if the file is not a backup or is damaged, or if the database has rows or a newer
 * schema; the signal's reason once it is aborted
 */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const backup = await openBackup(options.file, options.signal)
  try {
    await prepareSchema(options.url, backup.header)
    const restored = await fillDatabase(options, backup)
    await migrateDatabase(options.url).catch((cause: unknown) => {
      throw new BackupError(t('restore.half'), { cause })
    })
    return restored
  } catch (error) {
    options.signal.throwIfAborted()
    throw error
  } finally {
    backup.close()
  }
}

/** Creates the empty tables of the schema that the rows were read from. */
async function prepareSchema(url: string, header: BackupHeader): Promise<void> {
  if (!migrationsOfRelease().includes(header.schema)) throw new BackupError(t('restore.newer'))
  const current = await schemaOf(url)
  if (current !== null && current > header.schema) throw new BackupError(t('restore.older'))
  await migrateDatabase(url, { upTo: header.schema })
}

async function fillDatabase(options: RestoreOptions, backup: OpenBackup): Promise<Restored> {
  const client = await connectClient(options.url, 'owner', { statementTimeoutMs: 0 })
  const stopped = new Promise<never>((_, reject) => {
    options.signal.addEventListener('abort', () => reject(options.signal.reason), { once: true })
  })
  stopped.catch(() => {})
  const fill = fillWithin(client, backup, options.onProgress ?? (() => {}))
  fill.catch(() => {})
  try {
    const restored = await Promise.race([fill, stopped])
    await client.query('commit')
    await client.query('analyze')
    return restored
  } finally {
    // A statement that still takes rows does not react to `end`. PostgreSQL rolls it back when its connection
    // closes.
    if (options.signal.aborted) client.connection.stream.destroy()
    else await client.end().catch(() => {})
  }
}

/** Does the whole restore inside one transaction; the caller commits. */
async function fillWithin(
  client: pg.Client,
  backup: OpenBackup,
  onProgress: BackupProgress,
): Promise<Restored> {
  await client.query(`${beginStatement(client)}; set local lock_timeout = '5s'`)
  const tables = await tablesOfSchema(backup.header.schema)
  await lockEmptyTables(client, [...tables])
  const putForceBack = await liftForce(client)
  const putForeignKeysBack = await liftForeignKeys(client)
  const restored: Restored = { rows: {}, leftOut: {} }
  for await (const table of backup.tables) {
    const note = (rows: number) => onProgress({ table: table.table, rows, done: backup.done() })
    if (tables.has(table.table)) restored.rows[table.table] = await fillTable(client, table, note)
    else restored.leftOut[table.table] = await skipTable(table)
  }
  await continueIdentities(client)
  await putForeignKeysBack()
  await putForceBack()
  await applyMigrations(client)
  return restored
}

/** Locks all tables, so that nobody fills one meanwhile, and deletes the one row that a migration inserts. */
async function lockEmptyTables(client: pg.Client, tables: readonly string[]): Promise<void> {
  await client.query(`lock table ${tables.map(pg.escapeIdentifier).join(', ')} in access exclusive mode`)
  await client.query('delete from mirror_state')
  for (const table of tables) {
    const { rowCount } = await client.query(`select 1 from ${pg.escapeIdentifier(table)} limit 1`)
    if (rowCount) throw new BackupError(t('restore.not-empty', { table }))
  }
}

/**
 * Lifts forced row-level security for this transaction, in which no one else reads: COPY cannot fill a table
 * whose policies apply to the role that copies, and forced policies apply to the owner.
 * @returns a function that forces the policies again
 */
async function liftForce(client: pg.Client): Promise<() => Promise<void>> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class
     where relnamespace = 'public'::regnamespace and relforcerowsecurity order by 1`,
  )
  const tables = rows.map(({ name }) => pg.escapeIdentifier(name))
  for (const table of tables) await client.query(`alter table ${table} no force row level security`)
  return async () => {
    for (const table of tables) await client.query(`alter table ${table} force row level security`)
  }
}

async function fillTable(
  client: pg.Client,
  { table, columns, data }: BackupTable,
  onRows: (rows: number) => void,
): Promise<number> {
  const names = columns.map(pg.escapeIdentifier).join(', ')
  const copy = client.query(copyFrom(`copy ${pg.escapeIdentifier(table)} (${names}) from stdin`))
  // PostgreSQL can refuse a row while the next ones are read from the file. The stream cannot be used then.
  let refusal: Error | null = null
  copy.on('error', (error) => {
    refusal ??= error
  })
  let rows = 0
  try {
    for await (const bytes of data) {
      if (refusal) throw refusal
      rows += countLines(bytes)
      await write(copy, bytes)
      onRows(rows)
    }
    if (refusal) throw refusal
    copy.end()
    await finished(copy)
    return rows
  } catch (error) {
    throw explained(table, refusal ?? error)
  }
}

/**
 * Explains why PostgreSQL refused a row of the file. Unreadable days get their own message: a backup made
 * before backups fixed the order of day and month may use another order, and must not restore wrong days.
 */
function explained(table: string, error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError && REFUSED_ROWS.test(error.code ?? ''))) return error
  if (!FOREIGN_DATES.has(error.code ?? ''))
    return new BackupError(t('damaged.row', { table, message: error.message }), { cause: error })
  return new BackupError(t('damaged.day', { table }), { cause: error })
}

async function skipTable({ data }: BackupTable): Promise<number> {
  let rows = 0
  for await (const bytes of data) rows += countLines(bytes)
  return rows
}

function write(copy: Writable, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    copy.write(bytes, (error) => (error ? reject(error) : resolve()))
  })
}

/** Sets identity columns to continue after the restored rows. */
async function continueIdentities(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string }>(
    `select table_name as "table", column_name as "column" from information_schema.columns
     where table_schema = 'public' and is_identity = 'YES'`,
  )
  for (const { table, column } of rows) {
    const name = pg.escapeIdentifier(table)
    await client.query(
      `select setval(pg_get_serial_sequence($1, $2), coalesce(max(${pg.escapeIdentifier(column)}), 0) + 1, false) from ${name}`,
      [`public.${name}`, column],
    )
  }
}
