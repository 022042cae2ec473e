import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { migrateDatabase } from '#lib/server/db/migrate.ts'
import { databaseContents } from '#lib/testing/database-contents.ts'
import { type Postgres15, postgres15Programs, startPostgres15 } from '#lib/testing/postgres-15.ts'
import { releaseBackup } from '#lib/testing/releases/releases.ts'
import { restoreBackup } from './restore.ts'

// Runs the commands that docs/operations.md gives for an external PostgreSQL.
describe.skipIf(postgres15Programs === null)('pg_dump and pg_restore of PostgreSQL 15 (PG15_BIN)', () => {
  let postgres: Postgres15
  let folder: string
  beforeAll(async () => {
    postgres = await startPostgres15()
    folder = await mkdtemp(path.join(tmpdir(), 'furrow-pg-dump-'))
    // Started by root, the programs run as `nobody`, which writes the dump.
    await chmod(folder, 0o777)
  })
  afterAll(async () => {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const scope = { PGOPTIONS: '-c furrow.scope=all' }

  test('move every row of an installation as the database’s owner, and Furrow starts with the rows', async () => {
    const own = await postgres.createDatabase('owner')
    const file = releaseBackup('0008') ?? ''
    await restoreBackup({ url: own, file, signal: new AbortController().signal })
    const original = await databaseContents(own)
    const dump = path.join(folder, 'furrow.dump')
    await postgres.run('pg_dump', ['--format=custom', '--enable-row-security', `--file=${dump}`, own], scope)
    const moved = await postgres.createDatabase('owner')
    const options = ['--exit-on-error', '--single-transaction', '--no-owner', '--no-privileges']
    await postgres.run('pg_restore', [...options, `--dbname=${moved}`, dump])
    await migrateDatabase(moved)
    expect(original.billing_period?.length).toBeGreaterThan(50)
    expect(await databaseContents(moved)).toEqual(original)
  })

  test('stop without a scope at the first table of sources, instead of silently omitting rows', async () => {
    const own = await postgres.createDatabase('owner')
    await migrateDatabase(own)
    await expect(postgres.run('pg_dump', [`--file=${path.join(folder, 'none.dump')}`, own])).rejects.toThrow(
      /row-level security/,
    )
  })
})
