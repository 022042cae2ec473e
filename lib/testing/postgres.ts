import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '#lib/server/db/embedded/embedded.ts'
import { migrateDatabase } from '#lib/server/db/migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the test server's `postgres` database; `testDatabase()` copies the migrated template. */
    postgresUrl: string
  }
}

/** Starts one disposable PostgreSQL for the run, with a migrated template that every test file copies. */
export default async function setup(project: TestProject) {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'furrow-test-'))
  // As root, the server runs as nobody, who must be able to enter; mkdtemp admits only the owner.
  await chmod(dataDir, 0o711)
  const postgres = await startEmbedded({ dataDir, isDisposable: true })
  await migrateDatabase(await postgres.createDatabase('furrow_template'))
  project.provide('postgresUrl', postgres.url('postgres'))
  return async () => {
    await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
    await rm(postgres.dataFolder, { recursive: true, force: true })
  }
}
