import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { mirrorContent, windowStates } from '#lib/server/sync/testing/content.ts'
import { startMirror } from '#lib/server/sync/testing/mirror.ts'
import { type TestDatabase, testDatabase } from '#lib/testing/database.ts'
import { PGBOUNCER_BIN, startPgBouncer } from '#lib/testing/pgbouncer.ts'
import { openDatabase, rows } from './client.ts'
import { migrateDatabase } from './migrate.ts'
import { requireOwnSessions } from './pooler.ts'

// Debian's PgBouncer. `npm test` counts these tests as skipped when PGBOUNCER_BIN names no program;
// pooler.itest.ts uses a small built-in pooler and runs everywhere.

let own: TestDatabase

beforeAll(async () => {
  own = await testDatabase()
  return () => own.drop()
})

async function bounced(url: string, ...[mode, lines]: [Mode, string[]?]): Promise<string> {
  const bouncer = await startPgBouncer(url, mode, lines)
  onTestFinished(() => bouncer.close())
  return bouncer.url
}

type Mode = Parameters<typeof startPgBouncer>[1]
const IGNORED = 'ignore_startup_parameters = extra_float_digits,statement_timeout,lock_timeout,options'

describe.skipIf(PGBOUNCER_BIN === null)('PgBouncer', () => {
  for (const lines of [
    [],
    [IGNORED],
    ['server_round_robin = 1'],
    ['default_pool_size = 2'],
    ['default_pool_size = 1'],
  ])
    test(`is refused in transaction mode (${lines[0] ?? 'default settings'})`, async () => {
      await expect(requireOwnSessions(await bounced(own.url, 'transaction', lines))).rejects.toThrow(
        /a pooler that .*pool_mode = session/,
      )
    })

  test('is refused in statement mode', async () => {
    await expect(requireOwnSessions(await bounced(own.url, 'statement'))).rejects.toThrow(
      /pooler.*pool_mode = session/,
    )
  })

  test('is refused in session mode with too few sessions', async () => {
    const url = await bounced(own.url, 'session', ['default_pool_size = 2'])
    await expect(requireOwnSessions(url)).rejects.toThrow(/fewer than 4 connections/)
  })

  test('keeps no lock of a migration where it does not reset sessions', async () => {
    const url = await bounced(own.url, 'session', ['server_reset_query ='])
    await migrateDatabase(url)
    const held = sql`select 1 from pg_locks where locktype = 'advisory' and database =
      (select oid from pg_database where datname = current_database())`
    expect(await rows(own.db, held)).toEqual([])
  })

  test('in session mode gives the same mirror as a direct connection to PostgreSQL', async () => {
    const direct = await startMirror()
    const mirror = await startMirror({ database: await databaseBehind('session') })
    await requireOwnSessions(mirror.url)
    await migrateDatabase(mirror.url)
    for (const each of [direct, mirror]) await each.pass()
    expect(await mirrorContent(mirror.db)).toEqual(await mirrorContent(direct.db))
    expect(await windowStates(mirror.db)).toEqual(await windowStates(direct.db))
  })
})

async function databaseBehind(mode: Mode): Promise<TestDatabase> {
  const fresh = await testDatabase()
  const url = await bounced(fresh.url, mode, ['default_pool_size = 40'])
  const db = openDatabase(url)
  const drop = async () => {
    await db.$client.end()
    await fresh.drop()
  }
  return { db, url, drop }
}
