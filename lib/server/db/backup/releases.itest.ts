import { sql } from 'drizzle-orm'
import { describe, expect, onTestFinished, test } from 'vitest'
import * as signInRoute from '#app/api/auth/sign-in/route.ts'
import { SOURCES } from '#lib/sources/sources.ts'
import { LEVELS } from '../../aggregates.ts'
import { verifyCurrent } from '../../audit/verify-current.ts'
import { refreshAggregates } from '../../sync/aggregates.ts'
import { tableOf } from '../../sync/tables.ts'
import { post, readFrom } from '../../testing/ask.ts'
import { databaseContents } from '../../testing/database-contents.ts'
import {
  loadRelease,
  RELEASE_ACCOUNTS,
  RELEASE_SECRET,
  RELEASES,
  releaseBackup,
  releaseCounts,
} from '../../testing/releases/releases.ts'
import { openDatabase, rows } from '../client.ts'
import { migrateDatabase, migrationsOfRelease, schemaOf } from '../migrate.ts'
import journal from '../migrations/meta/_journal.json' with { type: 'json' }
import { restoreBackup } from './restore.ts'
import { emptyDatabase } from './testing.ts'

/** The first release with people, and the first that seals what they do. */
const FIRST_PEOPLE = '0004'
const SEALING = '0005'
const signal = new AbortController().signal
process.env.AUTH_SECRET = RELEASE_SECRET

test('every migration but the newest has the fixture of the last release under it', () => {
  const numbers = journal.entries.map(({ tag }) => tag.slice(0, 4))
  expect(RELEASES).toEqual(expect.arrayContaining(numbers.slice(0, -1)))
})

describe.each(RELEASES)('the release with schema %s', (release) => {
  test('its database comes to this schema with every row, right aggregates and an audit log that holds', async () => {
    const url = await upgraded(release)
    expect(await schemaOf(url)).toBe(Math.max(...migrationsOfRelease()))
    const contents = await databaseContents(url)
    for (const [table, count] of Object.entries(releaseCounts(release)))
      expect([table, contents[table]?.length]).toEqual([table, count])
    expect(contents.billing_period?.length).toBeGreaterThan(50)
    await expectDerived(url, contents)
    if (release >= SEALING) expect((await auditOf(url)).verified).toBe(contents.audit_event?.length)
  })

  test.skipIf(release < FIRST_PEOPLE)(
    'after the upgrade an admin signs in as before, and the audit log holds on from there',
    async () => {
      const url = await upgraded(release)
      const web = readFrom({ url })
      const answer = await post(signInRoute, '/api/auth/sign-in', RELEASE_ACCOUNTS.admin)
      await web.$client.end()
      expect(answer.status).toBe(200)
      const audit = await auditOf(url)
      expect(audit.fault).toBeNull()
      expect(audit.from > 1).toBe(release < SEALING)
    },
  )

  test.skipIf(releaseBackup(release) === null)(
    'its backup restores, row for row as its database upgrades',
    async () => {
      const url = await emptyDatabase()
      await restoreBackup({ url, file: releaseBackup(release) ?? '', signal })
      expect(await schemaOf(url)).toBe(Math.max(...migrationsOfRelease()))
      expect(await databaseContents(url)).toEqual(await databaseContents(await upgraded(release)))
    },
  )
})

async function upgraded(release: string): Promise<string> {
  const url = await emptyDatabase()
  await loadRelease(url, release)
  await migrateDatabase(url)
  return url
}

/** Derives every aggregate anew from the rows, as the sync does, and compares. */
async function expectDerived(url: string, stored: Record<string, string[]>): Promise<void> {
  const tables = ['billing_period', 'invoice'].flatMap((list) => LEVELS.map((level) => `${list}_${level}`))
  tables.push('collection_week')
  const db = openDatabase(url, { max: 1 })
  onTestFinished(() => db.$client.end())
  await db.execute(sql.raw(`truncate ${tables.join(', ')}`))
  const days = await rows<{ day: string | null }>(
    db,
    sql`select start_date::text as day from billing_period union select issued_on::text from invoice`,
  )
  const changed = new Set(days.map(({ day }) => day))
  await refreshAggregates(db, tableOf('billing-periods'), 'hello-tractor', changed)
  for (const source of SOURCES) await refreshAggregates(db, tableOf('invoices'), source, changed)
  const derived = await databaseContents(url)
  for (const table of tables) expect([table, derived[table]]).toEqual([table, stored[table]])
}

async function auditOf(url: string) {
  const db = openDatabase(url, { max: 1 })
  try {
    return await verifyCurrent({ db, secrets: [RELEASE_SECRET], anchors: new Map() })
  } finally {
    await db.$client.end()
  }
}
