import 'server-only'
import { execFile } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { openDatabase } from '#lib/server/db/client.ts'
import { postgresBinaries, postgresUser } from '#lib/server/db/embedded/binaries.ts'
import { startEmbedded } from '#lib/server/db/embedded/embedded.ts'
import { migrateDatabase } from '#lib/server/db/migrate.ts'
import type { TestDatabase } from './database.ts'

export type Cluster = TestDatabase & {
  /** Stops PostgreSQL like a crash would, and starts it again at the same address. */
  crash(): Promise<void>
}

/**
 * Starts a separate PostgreSQL with a migrated database, for tests that break the server; `drop` stops it.
 */
export async function startCluster(): Promise<Cluster> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'furrow-cluster-'))
  // As root, the server runs as the user nobody, who must be able to enter the folder.
  await chmod(dataDir, 0o711)
  const postgres = await startEmbedded({ dataDir, isDisposable: true })
  const url = await postgres.createDatabase('furrow')
  await migrateDatabase(url)
  const db = openDatabase(url)
  return {
    db,
    url,
    crash: () => restart(postgres.dataFolder),
    drop: async () => {
      await db.$client.end()
      await postgres.stop()
      await rm(dataDir, { recursive: true, force: true })
      await rm(postgres.dataFolder, { recursive: true, force: true })
    },
  }
}

async function restart(dataFolder: string): Promise<void> {
  const log = path.join(dataFolder, 'server.log')
  const args = ['-D', dataFolder, 'restart', '-m', 'immediate', '-w', '-l', log]
  const env = { NODE_ENV: process.env.NODE_ENV, PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' }
  await promisify(execFile)(path.join(await postgresBinaries(), 'pg_ctl'), args, {
    ...postgresUser,
    cwd: '/',
    env,
  })
}
