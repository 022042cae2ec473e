import 'server-only'
import { createHash } from 'node:crypto'
import { createWriteStream, existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { beginStatement, prepareSession } from '../session.ts'
import type { BackupHeader, BackupProgress } from './format.ts'
import { BackupError, dataFrame, recordFrame } from './frames.ts'

type BackupOptions = { url: string; file: string; signal: AbortSignal; onProgress?: BackupProgress }

/**
 * Writes every row of one snapshot of the database to a compressed file that only its owner can read; Furrow may run on.
 * Out: rows by table. A backup that does not end well leaves no file. Throws BackupError where there is nothing to back up.
 */
export async function writeBackup(options: BackupOptions): Promise<Record<string, number>> {
  const client = new pg.Client({ connectionString: options.url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  const part = `${options.file}.part`
  if (existsSync(options.file)) throw new BackupError(`${options.file} exists already. Choose another name.`)
  try {
    await client.connect()
    await prepareSession(client, 'owner', { statementTimeoutMs: 0 })
    await client.query(beginStatement(client, 'begin isolation level repeatable read read only'))
    const counts: Record<string, number> = {}
    const frames = Readable.from(backupFrames(client, counts, options.onProgress))
    const file = createWriteStream(part, { mode: 0o600, flags: 'wx' })
    await pipeline(frames, createGzip({ level: 6 }), file, { signal: options.signal })
    await rename(part, options.file)
    return counts
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST'))
      await rm(part, { force: true })
    throw error
  } finally {
    await client.end().catch(() => {})
  }
}

async function* backupFrames(
  client: pg.Client,
  counts: Record<string, number>,
  onProgress: BackupProgress = () => {},
): AsyncGenerator<Buffer> {
  yield recordFrame(await readHeader(client))
  const tables = await readTables(client)
  for (const { table, columns } of tables) {
    yield recordFrame({ table, columns })
    const names = columns.map(pg.escapeIdentifier).join(', ')
    const copy = client.query(copyTo(`copy ${pg.escapeIdentifier(table)} (${names}) to stdout`))
    const hash = createHash('sha256')
    let rows = 0
    for await (const chunk of copy as AsyncIterable<Buffer>) {
      hash.update(chunk)
      rows += countLines(chunk)
      onProgress(table, rows)
      yield dataFrame(chunk)
    }
    counts[table] = rows
    yield recordFrame({ rows, sha256: hash.digest('hex') })
  }
  yield recordFrame({ end: true, tables: tables.length })
}

/** A row is a line: COPY writes a line break inside a value as two characters. */
export function countLines(chunk: Buffer): number {
  let count = 0
  for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) count += 1
  return count
}

async function readHeader(client: pg.Client): Promise<BackupHeader> {
  const found = await client
    .query<{ schema: string | null; snapshot: string | null }>(
      `select (select max(created_at)::text from drizzle.__drizzle_migrations) as schema,
        (select version::text from mirror_state) as snapshot`,
    )
    .catch((cause: unknown) => {
      if (!(cause instanceof pg.DatabaseError && cause.code === '42P01')) throw cause
      throw new BackupError('This database holds nothing of Furrow yet: start Furrow once before.', { cause })
    })
  const [state] = found.rows
  return {
    format: 'furrow-backup',
    version: 1,
    createdAt: new Date().toISOString(),
    schema: Number(state?.schema),
    snapshot: state?.snapshot ?? '0',
  }
}

/** Every table of ours with the columns that hold data of their own; generated ones follow from them. */
async function readTables(client: pg.Client): Promise<{ table: string; columns: string[] }[]> {
  const { rows } = await client.query<{ table: string; columns: string[] }>(
    `select table_name as "table", array_agg(column_name::text order by ordinal_position) as columns
     from information_schema.columns join information_schema.tables using (table_schema, table_name)
     where table_schema = 'public' and table_type = 'BASE TABLE' and is_generated = 'NEVER'
     group by table_name order by table_name collate "C"`,
  )
  return rows
}
