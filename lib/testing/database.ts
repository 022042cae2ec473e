import 'server-only'
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { inject, onTestFinished } from 'vitest'
import { type Database, openDatabase } from '#lib/server/db/client.ts'

export type TestDatabase = { db: Database; url: string; drop: () => Promise<void> }

/**
 * Creates a migrated database for one test file; call `drop` when done.
 * @param template a database of `templateOf`; by default one without rows
 */
export async function testDatabase(template = 'furrow_template'): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  // Copying the template's files takes a third of the work of copying its pages through the write-ahead log.
  const copy = `create database ${name} template ${template} strategy file_copy`
  await asAdmin((client) => client.query(copy))
  const url = urlOf(name)
  const db = openDatabase(url)
  const drop = async () => {
    await db.$client.end()
    await asAdmin((client) => dropDatabase(client, name))
  }
  return { db, url, drop }
}

/**
 * Fills a migrated database that test files can copy, unless a test of this run has done so. Returns its name.
 * @param fill must be the same for every call with this name
 */
export async function templateOf(
  name: string,
  fill: (database: Pick<TestDatabase, 'db' | 'url'>) => Promise<void>,
): Promise<string> {
  const client = await connectAdmin(inject('postgresUrl'))
  try {
    // Released with the connection.
    await client.query('select pg_advisory_lock(hashtext($1))', [name])
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
    if (rowCount !== 0) return name
    const made = await testDatabase()
    await fill(made)
    await made.db.$client.end()
    const own = new URL(made.url).pathname.slice(1)
    await untilNobodyIsConnected(client, own)
    await client.query(`alter database ${own} rename to ${name}`)
    return name
  } finally {
    await client.end()
  }
}

const urlOf = (name: string) => inject('postgresUrl').replace(/\/postgres(?=\?|$)/, `/${name}`)

/** Creates an empty database on the test server, dropped when the test ends, and returns its URL. */
export async function emptyDatabase(): Promise<string> {
  const name = `empty_${randomBytes(6).toString('hex')}`
  await asAdmin((client) => client.query(`create database ${name}`))
  onTestFinished(() => asAdmin((client) => dropDatabase(client, name)))
  return urlOf(name)
}

/**
 * Drops a database, and ends what is still connected to it after a second.
 *
 * A pool that has ended says so before PostgreSQL has closed its connections. Ending one of these with force
 * would raise an error in the pool's client that nothing handles.
 */
export async function dropDatabase(admin: pg.Client, name: string): Promise<void> {
  await untilNobodyIsConnected(admin, name)
  await admin.query(`drop database ${name} with (force)`)
}

/** Waits, at most a second, until nobody is connected to a database. */
async function untilNobodyIsConnected(admin: pg.Client, name: string): Promise<void> {
  const connected = 'select 1 from pg_stat_activity where datname = $1 limit 1'
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await admin.query(connected, [name])).rowCount === 0) break
    await sleep(10)
  }
}

/** This process's connections to test servers as their superuser, by address. */
const admins = new Map<string, Promise<pg.Client>>()

/**
 * Runs `use` with a connection to the test server as its superuser. This process keeps the connection, because making one
 * takes half as long as copying a database: leave no lock or setting of the session behind.
 */
export async function asAdmin(use: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const url = inject('postgresUrl')
  const opening = admins.get(url) ?? connectAdmin(url)
  admins.set(url, opening)
  await use(await opening)
}

async function connectAdmin(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString })
  client.on('error', () => {})
  await client.connect()
  return client
}
