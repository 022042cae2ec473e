import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { rows } from '#lib/server/db/client.ts'
import { transact } from '#lib/server/db/transact.ts'
import { lockList } from '#lib/server/sync/run-stamp.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { openSimulatedDatabase } from './database.ts'

test('ends no transaction that is idle for long, because a scenario depends on its seed alone', async () => {
  const { url, drop } = await testDatabase()
  const { db, close } = await openSimulatedDatabase(url)
  const limits = await transact(db, async (tx) => {
    await lockList(tx, { source: 'hello-tractor', resource: 'invoices' })
    return rows<{ setting: string }>(
      tx,
      sql`select setting from pg_settings where name like 'idle_in_transaction_%'`,
    )
  })
  await close()
  await drop()
  expect(limits).toEqual([{ setting: '0' }])
})
