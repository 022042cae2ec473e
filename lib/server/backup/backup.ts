import 'server-only'
import { createHash } from 'node:crypto'
import { createWriteStream, existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { migrationsOfRelease, tablesOfSchema } from '#lib/server/db/migrate.ts'
import { beginStatement, connectClient } from '#lib/server/db/session.ts'
import { commandWords } from '#lib/words/command-words.ts'
import type { BackupHeader, BackupProgress, RowCounts } from './format.ts'
import { BackupError, dataFrame, recordFrame } from './frames.ts'
import { type BackupContents, inspectBackup } from './inspect.ts'
import { countLines } from './read.ts'

const t = commandWords('commands')

type BackupOptions = {
  url: string
  file: string
  signal: AbortSignal
  /** Furrow's version, for the header. */
  release?: string
  onProgress?: BackupProgress
}

type Table = { table: string; columns: string[] }
type CountedHeader = BackupHeader & { rows: RowCounts }

/**
 * Writes every row of one snapshot of the database to a compressed file that only its owner can read, while
 * Furrow may keep running. The file is read back and verified before it gets its name. A backup that fails or
 * is stopped leaves no file.
 * @returns the file's contents, and the names of tables that are not Furrow's and were left out
 * @throws BackupError if the file exists, the database holds nothing of Furrow or another release's schema,
 * or the read-back fails
 */
export async function writeBackup(
  options: BackupOptions,
): Promise<{ contents: BackupContents; leftOut: string[] }> {
  const part = `${options.file}.part`
  if (existsSync(options.file)) throw new BackupError(t('backup.exists', { file: options.file }))
  try {
    const leftOut = await writeSnapshot(options, part)
    const contents = await inspectBackup({ ...options, file: part })
    await rename(part, options.file)
    return { contents, leftOut }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST'))
      await rm(part, { force: true })
    throw error
  }
}

/** Writes the snapshot and returns the names of the tables that are left out. */
async function writeSnapshot(options: BackupOptions, part: string): Promise<string[]> {
  const client = await connectClient(options.url, 'owner', { statementTimeoutMs: 0 })
  try {
    await client.query(beginStatement(client, 'begin isolation level repeatable read read only'))
    const state = await readState(client)
    const own = await tablesOfSchema(state.schema)
    const found = await readTables(client)
    const tables = found.filter(({ table }) => own.has(table))
    const rows = await countRows(client, tables)
    const header: CountedHeader = {
      format: 'furrow-backup',
      version: 1,
      createdAt: new Date().toISOString(),
      ...state,
      ...(options.release !== undefined && { release: options.release }),
      rows,
    }
    const frames = Readable.from(backupFrames(client, header, tables, options.onProgress))
    const file = createWriteStream(part, { mode: 0o600, flags: 'wx', flush: true })
    await pipeline(frames, createGzip({ level: 6 }), file, { signal: options.signal })
    return found.filter(({ table }) => !own.has(table)).map(({ table }) => table)
  } catch (error) {
    throw unreadable(error)
  } finally {
    await client.end().catch(() => {})
  }
}

/** Explains a table that the role may not read: a backup holds all of the database or does not exist. */
function unreadable(error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError && error.code === '42501')) return error
  return new BackupError(t('backup.no-right', { message: error.message }), { cause: error })
}

async function* backupFrames(
  client: pg.Client,
  header: CountedHeader,
  tables: readonly Table[],
  onProgress: BackupProgress = () => {},
): AsyncGenerator<Buffer> {
  yield recordFrame(header)
  const total = Object.values(header.rows).reduce((sum, count) => sum + count, 0)
  let before = 0
  for (const { table, columns } of tables) {
    yield recordFrame({ table, columns })
    const names = columns.map(pg.escapeIdentifier).join(', ')
    const copy = client.query(copyTo(`copy ${pg.escapeIdentifier(table)} (${names}) to stdout`))
    const hash = createHash('sha256')
    let rows = 0
    for await (const chunk of copy as AsyncIterable<Buffer>) {
      hash.update(chunk)
      rows += countLines(chunk)
      onProgress({ table, rows, done: (before + rows) / Math.max(total, 1) })
      yield dataFrame(chunk)
    }
    before += rows
    yield recordFrame({ rows, sha256: hash.digest('hex') })
  }
  yield recordFrame({ end: true, tables: tables.length })
}

async function readState(client: pg.Client): Promise<Pick<BackupHeader, 'schema' | 'snapshot'>> {
  const found = await client
    .query<{ schema: string | null; snapshot: string | null }>(
      `select (select max(created_at)::text from drizzle.__drizzle_migrations) as schema,
        (select version::text from mirror_state) as snapshot`,
    )
    .catch((cause: unknown) => {
      if (!(cause instanceof pg.DatabaseError && cause.code === '42P01')) throw cause
      throw new BackupError(t('backup.nothing'), { cause })
    })
  const [state] = found.rows
  const schema = Number(state?.schema)
  if (!migrationsOfRelease().includes(schema)) throw new BackupError(t('backup.other-release'))
  return { schema, snapshot: state?.snapshot ?? '0' }
}

/**
 * Reads all tables with the columns that hold data; generated columns are left out, because they follow from
 * the others.
 */
async function readTables(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    // Not from information_schema, which hides what the role may not read.
    `select relname::text as "table", array_agg(attname::text order by attnum) as columns
     from pg_class join pg_attribute on attrelid = pg_class.oid
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
       and attnum > 0 and not attisdropped and attgenerated = ''
     group by relname order by relname collate "C"`,
  )
  return rows
}

async function countRows(client: pg.Client, tables: readonly Table[]): Promise<RowCounts> {
  const counts: RowCounts = {}
  for (const { table } of tables) {
    const { rows } = await client.query<{ count: string }>(
      `select count(*)::text as count from ${pg.escapeIdentifier(table)}`,
    )
    counts[table] = Number(rows[0]?.count)
  }
  return counts
}
