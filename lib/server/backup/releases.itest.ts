import { sql } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import * as signInRoute from '#app/api/auth/sign-in/route.ts'
import { verifyCurrent } from '#lib/server/audit-log/verify-current.ts'
import { openDatabase, rows } from '#lib/server/db/client.ts'
import { migrateDatabase, migrationsOfRelease, schemaOf } from '#lib/server/db/migrate.ts'
import journal from '#lib/server/db/migrations/meta/_journal.json' with { type: 'json' }
import { LEVELS } from '#lib/server/lists/aggregates.ts'
import { refreshAggregates } from '#lib/server/sync/aggregates.ts'
import { tableOf } from '#lib/server/sync/tables.ts'
import { SOURCES } from '#lib/sources.ts'
import { post, readFrom } from '#lib/testing/ask.ts'
import { emptyDatabase } from '#lib/testing/database.ts'
import { databaseContents } from '#lib/testing/database-contents.ts'
import {
  loadRelease,
  RELEASE_ACCOUNTS,
  RELEASE_SECRET,
  RELEASES,
  releaseBackup,
  releaseCounts,
} from '#lib/testing/releases/releases.ts'
import { restoreBackup } from './restore.ts'

/** The first release with people, and the first that seals audit events. */
const FIRST_PEOPLE = '0004'
const SEALING = '0005'
/** Migrations made within a day belong to one release, so no database was left at the first of them. */
const ONE_RELEASE_MS = 24 * 60 * 60 * 1000
const signal = new AbortController().signal
process.env.AUTH_SECRET = RELEASE_SECRET

test('has a fixture for every release that was followed by a migration', () => {
  const ended = journal.entries.slice(0, -1).filter((entry, at) => {
    const next = journal.entries[at + 1]
    return next !== undefined && next.when - entry.when > ONE_RELEASE_MS
  })
  expect(ended.length).toBeGreaterThan(0)
  expect(RELEASES).toEqual(expect.arrayContaining(ended.map(({ tag }) => tag.slice(0, 4))))
})

test.each(RELEASES)(
  'upgrades the database of release %s with every row, correct aggregates and an audit log that verifies',
  async (release) => {
    const url = await upgraded(release)
    expect(await schemaOf(url)).toBe(Math.max(...migrationsOfRelease()))
    const contents = await databaseContents(url)
    for (const [table, count] of Object.entries(releaseCounts(release)))
      expect([table, contents[table]?.length]).toEqual([table, count])
    expect(contents.billing_period?.length).toBeGreaterThan(50)
    await expectDerived(url, contents)
    if (release >= SEALING) expect((await auditOf(url)).verified).toBe(contents.audit_event?.length)
  },
)

test.each(RELEASES.filter((release) => release >= FIRST_PEOPLE))(
  'lets an admin sign in after the upgrade from release %s, and the audit log verifies from there',
  async (release) => {
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

test.each(RELEASES.filter((release) => releaseBackup(release) !== null))(
  'restores the backup of release %s to the same rows as the upgrade of its database',
  async (release) => {
    const url = await emptyDatabase()
    await restoreBackup({ url, file: releaseBackup(release) ?? '', signal })
    expect(await schemaOf(url)).toBe(Math.max(...migrationsOfRelease()))
    expect(await databaseContents(url)).toEqual(await databaseContents(await upgraded(release)))
  },
)

test('reads every sentence about an incomplete window of release 0011 as a code', async () => {
  const db = openDatabase(await upgraded('0011'), { max: 1 })
  onTestFinished(() => db.$client.end())
  const [found] = await rows<{ codes: string[]; windows: number }>(
    db,
    sql`select array_agg(distinct reason ->> 'code') as codes, count(distinct from_day)::int as windows
      from sync_window, jsonb_array_elements(reasons) as reason`,
  )
  expect(found?.codes).toEqual(expect.arrayContaining(['miscounted', 'part']))
  expect(found?.codes).not.toContain('former')
  expect(found?.windows).toBeGreaterThan(0)
})

async function upgraded(release: string): Promise<string> {
  const url = await emptyDatabase()
  await loadRelease(url, release)
  await migrateDatabase(url)
  return url
}

/** Recomputes every aggregate from the rows, as the sync does, and compares. */
async function expectDerived(url: string, stored: Record<string, string[]>): Promise<void> {
  const tables = ['billing_period', 'invoice'].flatMap((list) => LEVELS.map((level) => `${list}_${level}`))
  tables.push('collection_week', 'unpaid_day')
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
