import { sql } from 'drizzle-orm'
import pg from 'pg'
import { expect, inject, onTestFinished, test } from 'vitest'
import { readEnv } from '../env.ts'
import { testDatabase } from '../testing/database.ts'
import { openDatabase } from './client.ts'
import { migrateDatabase } from './migrate.ts'
import { adoptOrigins, checkOrigins } from './origin.ts'

async function emptyDatabase(): Promise<string> {
  const admin = new pg.Client({ connectionString: inject('postgresUrl') })
  await admin.connect()
  const name = `empty_${Date.now()}_${process.pid}`
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
