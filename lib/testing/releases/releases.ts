import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import pg from 'pg'

/** One folder for each kept release, named after its last migration (README.md there). */
export const RELEASES_FOLDER = import.meta.dirname

/** The kept releases by their last migration, oldest first: `0000`, `0001` … */
export const RELEASES = readdirSync(RELEASES_FOLDER)
  .filter((name) => /^\d{4}$/.test(name))
  .sort()

/** The AUTH_SECRET of every fixture. */
export const RELEASE_SECRET = 'furrow-release-fixtures-secret-0123456789'

/** Accounts in the fixtures: the admin from 0004 on, the financier from 0007 on. */
export const RELEASE_ACCOUNTS = {
  admin: { email: 'admin@release.example', password: 'violet ploughs turn at noon' },
  financier: { email: 'financier@release.example', password: 'eleven quiet harrows in line' },
} as const

/** Returns the backup file that the release itself made; null for 0000, which had no backups. */
export function releaseBackup(release: string): string | null {
  const file = path.join(RELEASES_FOLDER, release, 'backup.furrow')
  return existsSync(file) ? file : null
}

/** Returns the row counts by table, as the release itself counted them when its fixture was made. */
export function releaseCounts(release: string): Record<string, number> {
  return JSON.parse(readFileSync(path.join(RELEASES_FOLDER, release, 'counts.json'), 'utf8'))
}

/**
 * Fills an empty database with that of a release: tables, policies, permissions, rows and the list of its
 * migrations. The connecting role owns everything, and must be allowed to create roles if the server lacks
 * Furrow's.
 */
export async function loadRelease(url: string, release: string): Promise<void> {
  const dump = gunzipSync(readFileSync(path.join(RELEASES_FOLDER, release, 'database.sql.gz'))).toString()
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const role of new Set(dump.match(/\bfurrow_(?:web|sync|read_all)\b/g)))
      await client.query(
        `do $$ begin create role ${role} nologin; exception when duplicate_object then end $$`,
      )
    await client.query(dump)
  } finally {
    await client.end()
  }
}
