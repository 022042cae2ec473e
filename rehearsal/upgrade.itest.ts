import { afterAll, expect, test } from 'vitest'
import {
  loadRelease,
  RELEASE_ACCOUNTS,
  RELEASE_SECRET,
  RELEASES,
  releaseBackup,
} from '#lib/testing/releases/releases.ts'
import { askJson } from './asking.ts'
import { runCommand, startFurrow } from './furrow.ts'
import { log, logStep } from './log.ts'
import { signIn } from './people.ts'
import { newInstallation, removeFolders, sharedPostgres } from './place.ts'

// Upgrades a user's installation from the previous release: this release starts on its database and restores
// its backup. The databases and backups of all releases are upgraded row by row in
// lib/server/backup/releases.itest.ts.

const former = RELEASES.at(-1) ?? ''
const ADMIN = { name: 'the admin', ...RELEASE_ACCOUNTS.admin }

afterAll(removeFolders)

type Listed = { rows: { id: string }[]; totals: unknown }

/** Starts this release on a database, signs in with the previous password, and reads the mirrored rows. */
async function listedAt(databaseUrl: string): Promise<Listed> {
  const settings = { DATABASE_URL: databaseUrl, AUTH_SECRET: RELEASE_SECRET, SANDBOX: '0', ROLE: 'web' }
  const there = await newInstallation('upgraded', settings)
  const furrow = await startFurrow(there.environment)
  try {
    const admin = await signIn(there, ADMIN)
    const { rows, totals } = await askJson<Listed>(there, admin, '/api/billing-periods?limit=100')
    const verified = await runCommand('audit-verify.ts', [], there.environment)
    expect(verified.code, verified.output).toBe(0)
    return { rows, totals }
  } finally {
    await furrow.stop()
  }
}

test('npm start upgrades the previous release’s database to the same result as a restore of its backup', async () => {
  logStep('An installation of the release before is started with this one')
  const postgres = await sharedPostgres()
  try {
    const [kept, restored] = [
      await postgres.createDatabase('kept'),
      await postgres.createDatabase('restored'),
    ]
    await loadRelease(kept, former)
    const upgraded = await listedAt(kept)
    expect(upgraded.rows.length).toBeGreaterThan(10)
    log(
      `the database of schema ${former}: the admin signs in and finds ${upgraded.rows.length} billing periods`,
    )
    const settings = { DATABASE_URL: restored, AUTH_SECRET: RELEASE_SECRET, SANDBOX: '0' }
    const { environment } = await newInstallation('restore-former', settings)
    const { code, output } = await runCommand('restore.ts', [releaseBackup(former) ?? ''], environment)
    expect(code, output).toBe(0)
    expect(await listedAt(restored)).toEqual(upgraded)
    log(`the backup of schema ${former}, restored: the same`)
  } finally {
    await postgres.stop()
  }
})
