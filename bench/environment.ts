import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'drizzle-orm'
import pg from 'pg'
import pino from 'pino'
import { dayInZone } from '#lib/calendar-date.ts'
import { processWide } from '#lib/server/config/process-wide.ts'
import { type Database, openDatabase } from '#lib/server/db/client.ts'
import { type EmbeddedPostgres, startEmbedded } from '#lib/server/db/embedded/embedded.ts'
import { migrateDatabase } from '#lib/server/db/migrate.ts'
import { transact } from '#lib/server/db/transact.ts'
import { computePending, refreshContracts } from '#lib/server/sync/contracts.ts'
import { fillMirror, MILLION } from './mirror-rows.ts'

/** What every bench gets: databases, which are deleted after the run, and a place to report progress. */
export type BenchEnvironment = {
  /**
   * A mirror of a million billing periods and a million invoices, created at first use and shared by
   * read-only benches.
   */
  million: () => Promise<Million>
  /** Creates a migrated, empty database for one bench and returns its URL. */
  emptyDatabase: () => Promise<string>
  note: (line: string) => void
}

export type Million = { url: string; db: Database }

/** Starts a PostgreSQL in a temporary folder. The caller must call `close`, even if a bench failed. */
export async function openBenchEnvironment(
  note: (line: string) => void,
): Promise<BenchEnvironment & { close: () => Promise<void> }> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'furrow-bench-'))
  // Started by root, the server runs as `nobody`, which must be able to enter this folder; mkdtemp admits
  // only the owner.
  await chmod(dataDir, 0o711)
  const postgres = await startEmbedded({ dataDir, isDisposable: true })
  const ending: (() => Promise<unknown>)[] = []
  let filled: Promise<Million> | undefined
  let databases = 0
  const emptyDatabase = async () => {
    databases += 1
    const url = await postgres.createDatabase(`bench_${databases}`)
    await migrateDatabase(url)
    return url
  }
  const fill = async (): Promise<Million> => {
    const url = await emptyDatabase()
    note('Filling a mirror of a million billing periods and a million invoices …')
    await fillDatabase(url)
    const db = openDatabase(url)
    await fillContracts(db)
    ending.push(() => db.$client.end())
    return { url, db }
  }
  return {
    million: () => (filled ??= fill()),
    emptyDatabase,
    note,
    close: () => closeBenchEnvironment(postgres, dataDir, ending),
  }
}

async function fillDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await fillMirror(client, MILLION)
  } finally {
    await client.end()
  }
}

/** Computes the contracts as a worker does after an upgrade. */
async function fillContracts(db: Database): Promise<void> {
  const now = new Date()
  const today = dayInZone(now, 'UTC')
  await transact(db, (tx) => refreshContracts(tx, new Set(), { today, now }))
  while ((await transact(db, (tx) => computePending(tx, now))) > 0);
  await db.execute(sql`analyze contract`)
}

async function closeBenchEnvironment(
  postgres: EmbeddedPostgres,
  dataDir: string,
  ending: readonly (() => Promise<unknown>)[],
): Promise<void> {
  for (const end of ending) await end()
  await postgres.stop()
  await rm(dataDir, { recursive: true, force: true })
  await rm(postgres.dataFolder, { recursive: true, force: true })
}

/** Makes this process's reads use this database; they look up their database as in the web server. */
export function readFrom({ url, db }: Million): void {
  process.env.AUTH_SECRET ??= 'a secret that only benches know, 32+'
  process.env.FURROW_DATABASE_URL = url
  processWide<Database>('furrowDatabase').value = db
  processWide<pino.Logger>('furrowLogger').value = pino({ level: 'silent' })
}
