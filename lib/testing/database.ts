import 'server-only'
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { type Database, openDatabase } from '#lib/server/db/client.ts'

export type TestDatabase = { db: Database; url: string; drop: () => Promise<void> }

/** Creates a migrated database for one test file; call `drop` when done. */
export async function testDatabase(): Promise<TestDatabase> {
  const admin = inject('postgresUrl')
  const name = `test_${randomBytes(6).toString('hex')}`
  await runOnce(admin, `create database ${name} template furrow_template`)
  const url = admin.replace(/\/postgres(?=\?|$)/, `/${name}`)
  const db = openDatabase(url)
  const drop = async () => {
    await db.$client.end()
    await runOnce(admin, `drop database ${name} with (force)`)
  }
  return { db, url, drop }
}

async function runOnce(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
