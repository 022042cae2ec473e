import 'server-only'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { migrateDatabase, migrationsOfRelease, schemaOf } from '../migrate.ts'
import { beginStatement, prepareSession } from '../session.ts'
import { countLines } from './backup.ts'
import {
  type BackupHeader,
  type BackupProgress,
  endSchema,
  headerSchema,
  tableEndSchema,
  tableSchema,
} from './format.ts'
import { BackupError, cutShort, type Frame, readFrames } from './frames.ts'

type RestoreOptions = { url: string; file: string; signal: AbortSignal; onProgress?: BackupProgress }
type Frames = AsyncGenerator<Frame>

const EMPTY_DATABASE = 'Restore into an empty one: a new DATA_DIR, or a new database in DATABASE_URL.'

/**
 * Fills an empty database from a backup, in one transaction, and brings it to this release's schema. Out: rows by table.
 * Throws BackupError for a file that is none or is damaged, and for a database that holds rows or a newer schema; the
 * database then is as empty as before.
 */
export async function restoreBackup(options: RestoreOptions): Promise<Record<string, number>> {
  const source = createReadStream(options.file, { signal: options.signal })
  const unzip = createGunzip()
  source.on('error', (error) => unzip.destroy(error))
  const frames = readFrames(source.pipe(unzip))
  try {
    const header = headerOf((await next(frames)).value)
    await prepareSchema(options.url, header)
    const counts = await fillDatabase(options, frames)
    await migrateDatabase(options.url)
    return counts
  } catch (error) {
    options.signal.throwIfAborted()
    const code = error instanceof Error && 'code' in error ? error.code : null
    const isBroken = typeof code === 'string' && code.startsWith('Z_')
    throw isBroken
      ? new BackupError('This file is not a backup of Furrow, or it is damaged.', { cause: error })
      : error
  } finally {
    source.destroy()
    unzip.destroy()
  }
}

/** The schema the rows were read from; later migrations then run over the rows, as they would have. */
async function prepareSchema(url: string, header: BackupHeader): Promise<void> {
  if (!migrationsOfRelease().includes(header.schema))
    throw new BackupError(
      'The backup was made by a newer Furrow. Restore it with that release, or a later one.',
    )
  const current = await schemaOf(url)
  if (current !== null && current > header.schema)
    throw new BackupError(`The database has a newer schema than the backup. ${EMPTY_DATABASE}`)
  await migrateDatabase(url, { upTo: header.schema })
}

async function fillDatabase(options: RestoreOptions, frames: Frames): Promise<Record<string, number>> {
  const client = new pg.Client({ connectionString: options.url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  const stopped = new Promise<never>((_, reject) => {
    options.signal.addEventListener('abort', () => reject(options.signal.reason), { once: true })
  })
  stopped.catch(() => {})
  try {
    await client.connect()
    await prepareSession(client, 'owner', { statementTimeoutMs: 0 })
    await client.query(beginStatement(client))
    await client.query("set local lock_timeout = '5s'")
    await requireEmpty(client)
    const forced = await liftForce(client)
    const filled = fillTables(client, frames, options.onProgress ?? (() => {}))
    filled.catch(() => {})
    const counts = await Promise.race([filled, stopped])
    await continueIdentities(client)
    for (const table of forced) await client.query(`alter table ${table} force row level security`)
    await client.query('commit')
    await client.query('analyze')
    return counts
  } finally {
    // A statement that still takes rows does not answer an end: without its connection it is rolled back.
    if (options.signal.aborted) client.connection.stream.destroy()
    else await client.end().catch(() => {})
  }
}

async function tablesOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' order by 1",
  )
  return rows.map(({ name }) => name)
}

/** Locks every table, so that nobody fills one meanwhile. The one row that a migration makes is taken away. */
async function requireEmpty(client: pg.Client): Promise<void> {
  const tables = await tablesOf(client)
  await client.query(`lock table ${tables.map(pg.escapeIdentifier).join(', ')} in access exclusive mode`)
  await client.query('delete from mirror_state')
  for (const table of tables) {
    const { rowCount } = await client.query(`select 1 from ${pg.escapeIdentifier(table)} limit 1`)
    if (rowCount) throw new BackupError(`The database is not empty (${table} has rows). ${EMPTY_DATABASE}`)
  }
}

/**
 * COPY fills no table whose policies hold for the one who copies, as they do for an owner. They are lifted for this
 * transaction, in which nobody else reads. Out: the tables to force them on again.
 */
async function liftForce(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class
     where relnamespace = 'public'::regnamespace and relforcerowsecurity order by 1`,
  )
  const tables = rows.map(({ name }) => pg.escapeIdentifier(name))
  for (const table of tables) await client.query(`alter table ${table} no force row level security`)
  return tables
}

async function fillTables(
  client: pg.Client,
  frames: Frames,
  onProgress: BackupProgress,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (;;) {
    const { value } = await next(frames)
    const end = endSchema.safeParse(value)
    if (end.success) {
      if (end.data.tables !== Object.keys(counts).length) throw cutShort()
      return counts
    }
    const { table, columns } = tableSchema.parse(value)
    counts[table] = await fillTable(client, frames, { table, columns }, onProgress)
  }
}

async function fillTable(
  client: pg.Client,
  frames: Frames,
  { table, columns }: { table: string; columns: string[] },
  onProgress: BackupProgress,
): Promise<number> {
  const names = columns.map(pg.escapeIdentifier).join(', ')
  const copy = client.query(copyFrom(`copy ${pg.escapeIdentifier(table)} (${names}) from stdin`))
  // Its error is that of the write, or of the statement, that met it.
  copy.on('error', () => {})
  const hash = createHash('sha256')
  let rows = 0
  // Not for-await: leaving its loop would end the frames of the tables to come.
  for (
    let { value: frame, done } = await frames.next();
    !done;
    { value: frame, done } = await frames.next()
  ) {
    if (frame.kind === 'record') {
      const { rows: wanted, sha256 } = tableEndSchema.parse(frame.value)
      if (rows !== wanted || hash.digest('hex') !== sha256)
        throw new BackupError(`The backup is damaged: the rows of ${table} do not match their checksum.`)
      copy.end()
      await finished(copy)
      return rows
    }
    hash.update(frame.bytes)
    rows += countLines(frame.bytes)
    await write(copy, frame.bytes)
    onProgress(table, rows)
  }
  throw cutShort()
}

function write(copy: Writable, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    copy.write(bytes, (error) => (error ? reject(error) : resolve()))
  })
}

/** Numbers that PostgreSQL gives go on after the restored ones. */
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

async function next(frames: Frames): Promise<{ value: unknown }> {
  const { value: frame, done } = await frames.next()
  if (done) throw cutShort()
  if (frame.kind !== 'record') throw new BackupError('The backup is damaged: rows stand where none belong.')
  return { value: frame.value }
}

function headerOf(value: unknown): BackupHeader {
  const header = headerSchema.safeParse(value)
  if (!header.success)
    throw new BackupError('This file is not a backup that this release of Furrow can read.')
  return header.data
}
