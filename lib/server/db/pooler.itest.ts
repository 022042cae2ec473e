import { sql } from 'drizzle-orm'
import pg from 'pg'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { financier, readFrom } from '#lib/testing/ask.ts'
import { type TestDatabase, testDatabase } from '#lib/testing/database.ts'
import { startPooler } from '#lib/testing/pooler.ts'
import { putScopedRows } from '#lib/testing/scope-rows.ts'
import { actAs, openDatabase, readSnapshot, rows } from './client.ts'
import { requireOwnSessions } from './pooler.ts'
import { connectClient } from './session.ts'
import type { Work } from './take-role.ts'
import { transact } from './transact.ts'

let own: TestDatabase

beforeAll(async () => {
  own = await testDatabase()
  await putScopedRows(own.db)
  return () => own.drop()
})

type PoolerOptions = Parameters<typeof startPooler>[1]

async function pooled(options: PoolerOptions): Promise<string> {
  const pooler = await startPooler(own.url, options)
  onTestFinished(() => pooler.close())
  return pooler.url
}

describe('the start refuses a pooler that shares sessions and names the fix', () => {
  for (const order of ['last', 'first'] as const)
    for (const size of [1, 2, 3, 4, 5, 20])
      test(`with up to ${size} sessions, where the ${order} used session serves next`, async () => {
        const refused = requireOwnSessions(await pooled({ size, order }))
        await expect(refused).rejects.toMatchObject({
          name: 'PoolerError',
          message: expect.stringMatching(
            /^DATABASE_URL names a pooler .*session mode.*or name PostgreSQL itself/,
          ),
        })
      })

  test('and accepts a direct connection to PostgreSQL', async () => {
    await requireOwnSessions(own.url)
  })
})

test('a pooler that allows no startup parameters works', async () => {
  const url = await pooled({
    size: 3,
    startParameters: ['user', 'database', 'client_encoding', 'application_name'],
  })
  const client = await connectClient(url, 'sync')
  onTestFinished(() => client.end())
  const { rows: found } = await client.query('select 1 as answer')
  expect(found).toEqual([{ answer: 1 }])
})

const COUNT = sql`select count(*)::int as count from billing_period`
const WHO = sql`select current_user as name, count(*)::int as count from billing_period`

describe('over sessions that are shared after all', () => {
  const open = (url: string, work: Work) => {
    const db = openDatabase(url, { work, max: 2 })
    onTestFinished(() => db.$client.end())
    return db
  }

  test('session state of the worker or a command shows the web server no row', async () => {
    const url = await pooled({ size: 1 })
    const web = open(url, 'web')
    for (const work of ['sync', 'owner'] as const) {
      const db = open(url, work)
      expect(await rows(db, COUNT)).toEqual([{ count: 15 }])
      expect(await transact(db, (tx) => rows(tx, COUNT))).toEqual([{ count: 15 }])
      expect(await transact(web, (tx) => rows(tx, WHO))).toEqual([{ name: 'furrow_web', count: 0 }])
      expect(await rows(web, WHO)).toEqual([{ name: 'furrow_web', count: 0 }])
    }
  })

  test('a session left in the worker’s role and scope is read in the web role, with only the viewer’s rows', async () => {
    const url = await pooled({ size: 1 })
    readFrom({ url })
    await readSnapshot(financier('AGRI-1'), ({ tx }) => rows(tx, COUNT))
    const other = new pg.Client({ connectionString: url })
    await other.connect()
    onTestFinished(() => other.end())
    await other.query(
      "select set_config('role', 'furrow_sync', false), set_config('furrow.scope', 'all', false)",
    )
    const viewer = financier('AGRI-1')
    expect(await readSnapshot(viewer, ({ tx }) => rows(tx, WHO))).toEqual([{ name: 'furrow_web', count: 3 }])
    expect(await actAs(viewer, (tx) => rows(tx, WHO))).toEqual([{ name: 'furrow_web', count: 3 }])
  })

  test('session state of the web server hides nothing from the worker', async () => {
    const url = await pooled({ size: 1 })
    const sync = open(url, 'sync')
    expect(await rows(open(url, 'web'), COUNT)).toEqual([{ count: 0 }])
    expect(await rows(sync, WHO)).toEqual([{ name: 'furrow_sync', count: 15 }])
  })
})
