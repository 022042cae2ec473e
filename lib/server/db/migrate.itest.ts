import { randomBytes } from 'node:crypto'
import { sql } from 'drizzle-orm'
import pg from 'pg'
import { expect, inject, onTestFinished, test } from 'vitest'
import { readEnv } from '../env.ts'
import { testDatabase } from '../testing/database.ts'
import { anInvoice, period, putInvoices, putPeriods } from '../testing/rows.ts'
import { openDatabase } from './client.ts'
import { migrateDatabase, migrationsOfRelease, schemaOf } from './migrate.ts'
import { adoptOrigins, checkOrigins } from './origin.ts'

async function emptyDatabase(): Promise<string> {
  const admin = new pg.Client({ connectionString: inject('postgresUrl') })
  await admin.connect()
  const name = `empty_${randomBytes(6).toString('hex')}`
  await admin.query(`create database ${name}`)
  onTestFinished(async () => {
    await admin.query(`drop database ${name} with (force)`)
    await admin.end()
  })
  return inject('postgresUrl').replace(/\/postgres$/, `/${name}`)
}

test('instances that start at once migrate an empty database one after the other, and again changes nothing', async () => {
  const url = await emptyDatabase()
  await Promise.all([migrateDatabase(url), migrateDatabase(url), migrateDatabase(url)])
  const db = openDatabase(url, { max: 1 })
  onTestFinished(() => db.$client.end())
  const version = await db.execute(sql`select version::int as version from mirror_state`)
  expect(version.rows).toEqual([{ version: 1 }])
  const search = await db.execute(
    sql`select indexname from pg_indexes where indexname like '%\\_search' order by 1`,
  )
  expect(search.rows).toEqual([{ indexname: 'billing_period_search' }, { indexname: 'invoice_search' }])
})

test('a database of the first release, with rows, comes to this one and keeps every row', async () => {
  const url = await emptyDatabase()
  const [first = 0, ...later] = migrationsOfRelease()
  await migrateDatabase(url, { upTo: first })
  const db = openDatabase(url, { max: 1 })
  onTestFinished(() => db.$client.end())
  await putPeriods(db, [
    period('1', { startDate: '2026-01-05', status: 'PAYMENT_COMPLETE', currency: 'NGN', amount: '10.50' }),
    period('2', { contract: 'Ünïcode', fundingSource: 'Heifer', goneAt: '2026-03-01T00:00:00Z' }),
  ])
  await putInvoices(db, [anInvoice('payment-links', 'a', { state: 'paid', raw: { note: 'kept' } })])
  const everything = async () => {
    const found = []
    for (const table of ['billing_period', 'billing_period_day', 'invoice', 'invoice_day', 'mirror_state'])
      found.push((await db.execute(sql`select * from ${sql.raw(table)} order by 1, 2`)).rows)
    return found
  }
  const before = await everything()
  expect(before.map((found) => found.length)).toEqual([2, 1, 1, 1, 1])
  await Promise.all([migrateDatabase(url), migrateDatabase(url)])
  expect(await schemaOf(url)).toBe(Math.max(first, ...later))
  expect(await everything()).toEqual(before)
})

const at = (url: string) => readEnv({ HELLO_TRACTOR_URL: url, HELLO_TRACTOR_API_KEY: 'secret-key' })

test('a changed origin stops the start with both addresses and the fix, and can be adopted', async () => {
  const { db, drop } = await testDatabase()
  onTestFinished(drop)
  await checkOrigins(db, at('https://one.example/api/'))
  await checkOrigins(db, at('https://one.example/api'))
  const refusal = await checkOrigins(db, at('https://two.example')).catch((error: unknown) => error)
  expect(refusal).toMatchObject({ name: 'OriginError' })
  const message = refusal instanceof Error ? refusal.message : ''
  for (const part of [
    'https://one.example/api',
    'https://two.example',
    'DATA_DIR',
    'npm run sync -- --adopt',
  ])
    expect(message).toContain(part)
  expect(message).not.toContain('secret-key')
  await adoptOrigins(db, at('https://two.example'))
  await checkOrigins(db, at('https://two.example'))
})
