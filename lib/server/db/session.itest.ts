import { randomBytes } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { expect, inject, onTestFinished, test } from 'vitest'
import * as weekly from '#app/api/collections/weekly/route.ts'
import * as invoices from '#app/api/invoices/route.ts'
import { mirrorContent, windowStates } from '#lib/server/sync/testing/content.ts'
import { type Mirror, startMirror, WEEK, WEEK_END } from '#lib/server/sync/testing/mirror.ts'
import { ask, readFrom } from '#lib/testing/ask.ts'
import { asAdmin, dropDatabase, type TestDatabase } from '#lib/testing/database.ts'
import { openDatabase, rows } from './client.ts'
import { migrateDatabase } from './migrate.ts'
import type { Work } from './take-role.ts'

/**
 * A value different from Furrow's for every setting that statements or the parsing of their results depend
 * on.
 */
const OTHER = {
  search_path: 'elsewhere, pg_catalog',
  datestyle: 'German',
  intervalstyle: 'iso_8601',
  timezone: 'Asia/Kathmandu',
  extra_float_digits: '-10',
  bytea_output: 'escape',
  standard_conforming_strings: 'off',
  backslash_quote: 'off',
  array_nulls: 'off',
  transform_null_equals: 'on',
  gin_fuzzy_search_limit: '1',
  row_security: 'off',
  client_encoding: 'LATIN1',
  default_transaction_isolation: 'serializable',
  default_transaction_deferrable: 'on',
  lc_numeric: 'C.UTF-8',
  lc_monetary: 'C.UTF-8',
  lc_time: 'C.UTF-8',
  statement_timeout: '250ms',
  lock_timeout: '250ms',
  idle_in_transaction_session_timeout: '250ms',
  idle_session_timeout: '1s',
  transaction_timeout: '250ms',
}

/** An empty database whose server owner set all of OTHER, for the database or for one role. */
async function strangeDatabase(holds: 'database' | 'role'): Promise<TestDatabase> {
  const name = `strange_${randomBytes(6).toString('hex')}`
  const url = inject('postgresUrl').replace(/\/postgres(?=\?|$)/, `/${name}`)
  const place = holds === 'database' ? `database ${name}` : `role furrow in database ${name}`
  const settings = Object.entries(OTHER).map(
    ([setting, value]) =>
      `alter ${place} set ${setting} = ${setting === 'search_path' ? value : `'${value}'`}`,
  )
  await asAdmin(async (client) => {
    await client.query(`create database ${name}`)
    for (const setting of settings) await client.query(setting)
  })
  await migrateDatabase(url)
  const db = openDatabase(url)
  const drop = async () => {
    await db.$client.end()
    await asAdmin((client) => dropDatabase(client, name))
  }
  return { db, url, drop }
}

async function answers(mirror: Mirror): Promise<unknown[]> {
  readFrom(mirror)
  const asked = [
    await ask(invoices, '/api/invoices?source=payment-links'),
    await ask(invoices, `/api/invoices?source=hello-tractor&issued_from=${WEEK}&issued_to=${WEEK_END}`),
    await ask(weekly, `/api/collections/weekly?from=${WEEK}&to=${WEEK_END}`),
  ]
  return Promise.all(asked.map(async (answer) => ({ status: answer.status, body: await answer.text() })))
}

for (const holds of ['database', 'role'] as const)
  test(`${holds} settings change neither the mirrored rows nor the responses`, async () => {
    const [plain, strange] = [
      await startMirror(),
      await startMirror({ database: await strangeDatabase(holds) }),
    ]
    for (const mirror of [plain, strange]) await mirror.pass()
    expect(await mirrorContent(strange.db)).toEqual(await mirrorContent(plain.db))
    expect(await windowStates(strange.db)).toEqual(await windowStates(plain.db))
    expect(withoutSnapshot(await answers(strange))).toEqual(withoutSnapshot(await answers(plain)))
  })

/** Removes the fields that differ between two mirrors of one upstream: versions, times and cursors. */
function withoutSnapshot(answered: unknown[]): string[] {
  return answered.map((answer) =>
    JSON.stringify(answer).replace(/\\"(snapshot|nextCursor|[a-zA-Z]*At)\\":(\\".*?\\"|null|\d+)/g, ''),
  )
}

test('every kind of connection has the settings that statements rely on', async () => {
  const { url, drop } = await strangeDatabase('database')
  onTestFinished(drop)
  const others: Record<string, string> = OTHER
  // backslash_quote has no effect while standard_conforming_strings is on.
  const names = Object.keys(OTHER).filter((name) => name !== 'backslash_quote')
  for (const work of ['web', 'sync', 'owner'] satisfies Work[]) {
    const db = openDatabase(url, { work, max: 1 })
    onTestFinished(() => db.$client.end())
    const kept = await rows<{ name: string }>(
      db,
      sql`select name from pg_settings join unnest(${sql.param(names)}::text[], ${sql.param(names.map((name) => others[name]))}::text[])
        as other (name, value) using (name) where setting = value`,
    )
    expect(kept).toEqual([])
  }
})
