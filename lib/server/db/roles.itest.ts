import { sql } from 'drizzle-orm'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { financier, openTestDatabase } from '#lib/testing/ask.ts'
import { type TestDatabase, testDatabase } from '#lib/testing/database.ts'
import { putScopedRows } from '#lib/testing/scope-rows.ts'
import { readSnapshot, rows } from './client.ts'
import { ROLE_NAMES, SCOPED_TABLES, TABLE_RIGHTS } from './grants.ts'
import { paymentLinkSighting } from './schema.ts'
import { sourceFact } from './schema-sync.ts'
import { invoiceVersion } from './schema-versions.ts'

let own: TestDatabase
let client: pg.Client
beforeAll(async () => {
  own = await openTestDatabase()
  await putScopedRows(own.db)
  await own.db.insert(paymentLinkSighting).values({ queryDay: '2026-03-02', id: '1' })
  const at = '2026-03-02T00:00:00Z'
  const version = { id: '1', fundingSource: 'AGRI-1', recordedTo: at, previousSeenAt: at, seenAt: at }
  await own.db.insert(invoiceVersion).values({ ...version, source: 'hello-tractor' })
  for (const fact of ['partition:funding_source:Heifer', 'rejected_rows:2026-03-02'])
    await own.db
      .insert(sourceFact)
      .values({ source: 'hello-tractor', resource: 'all', fact, value: {}, at: '2026-03-02T00:00:00Z' })
  client = new pg.Client({ connectionString: own.url })
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await own.drop()
})

/**
 * Runs a statement in a transaction that is rolled back, as a role and with or without a scope.
 * @returns the rows, or the SQLSTATE when PostgreSQL refuses
 */
async function as(role: string, statement: string, scope?: string): Promise<unknown> {
  await client.query('begin')
  try {
    await client.query(`set local role ${role}`)
    if (scope !== undefined) await client.query("select set_config('furrow.scope', $1, true)", [scope])
    return (await client.query(statement)).rows
  } catch (error) {
    return error instanceof pg.DatabaseError ? error.code : error
  } finally {
    await client.query('rollback')
  }
}

const DENIED = '42501'
const countOf = (table: string) => `select count(*)::int as count from ${table}`

describe('without a scope no row is visible', () => {
  test.each(SCOPED_TABLES)('in %s, to the web server', async (table) => {
    const nothing = table === 'payment_link_sighting' ? DENIED : [{ count: 0 }]
    for (const scope of [undefined, '', 'ALL'])
      expect(await as(ROLE_NAMES.web, countOf(table), scope)).toEqual(nothing)
    const [all] = await rows<{ count: number }>(own.db, sql.raw(countOf(table)))
    expect(all?.count).toBeGreaterThan(0)
    if (nothing !== DENIED) expect(await as(ROLE_NAMES.web, countOf(table), 'all')).toEqual([all])
    // What admins set is of no use to the worker.
    const isForSync = TABLE_RIGHTS[table]?.sync !== undefined
    expect(await as(ROLE_NAMES.sync, countOf(table))).toEqual(isForSync ? [all] : DENIED)
  })

  test('after the transaction that had a scope', async () => {
    await readSnapshot(financier('AGRI-1'), async ({ tx }) => {
      expect(await rows(tx, sql`select distinct funding_source as name from billing_period`)).toEqual([
        { name: 'AGRI-1' },
      ])
    })
    expect(await as(ROLE_NAMES.web, countOf('billing_period'))).toEqual([{ count: 0 }])
  })
})

test('facts about funding sources or rows are visible only without a narrowed scope', async () => {
  const facts = 'select distinct fact from source_fact order by 1'
  const harmless = ['contracts', 'history', 'paused'].map((fact) => ({ fact }))
  expect(await as(ROLE_NAMES.web, facts, '{AGRI-1}')).toEqual(harmless)
  expect(await as(ROLE_NAMES.web, facts, 'all')).toHaveLength(harmless.length + 2)
})

test('text search within a scope finds nothing outside the scope, whatever the search text', async () => {
  const search =
    "select id from billing_period where id in (select furrow_search_billing_periods('')) order by id"
  const direct = "select furrow_search_billing_periods('') as id order by id"
  const ids = await rows(
    own.db,
    sql`select id from billing_period where funding_source = 'AGRI-2' and gone_at is null order by id`,
  )
  for (const statement of [search, direct]) {
    expect(await as(ROLE_NAMES.web, statement, '{AGRI-2}')).toEqual(ids)
    expect(await as(ROLE_NAMES.web, statement)).toEqual([])
  }
  expect(
    await as(
      ROLE_NAMES.web,
      "select furrow_search_invoices('payment-links', '') as id order by id",
      '{AGRI-2}',
    ),
  ).toEqual(ids)
})

describe('each role may run the statements that its process needs, and no others', () => {
  test.each([
    [ROLE_NAMES.web, "insert into billing_period (id) values ('x')"],
    [ROLE_NAMES.web, 'delete from invoice'],
    [ROLE_NAMES.web, "update sync_window set state = 'complete'"],
    [ROLE_NAMES.web, 'update audit_event set action = null'],
    [ROLE_NAMES.web, 'delete from audit_event'],
    [ROLE_NAMES.web, 'truncate audit_event'],
    [ROLE_NAMES.web, 'create table mine (id text)'],
    [ROLE_NAMES.web, 'alter table invoice disable row level security'],
    [ROLE_NAMES.web, 'drop policy scope on invoice'],
    [ROLE_NAMES.readAll, "update source_fact set value = '{}'"],
    [ROLE_NAMES.readAll, 'select * from person'],
    [ROLE_NAMES.sync, 'select * from person'],
    [ROLE_NAMES.sync, 'select * from session'],
    [ROLE_NAMES.sync, 'select * from audit_event'],
  ])('%s may not %s', async (role, statement) => {
    expect(await as(role, statement, 'all')).toBe(DENIED)
  })

  test('none of the roles can log in, create roles or bypass row-level security', async () => {
    const found = await rows(
      own.db,
      sql`select rolname from pg_roles where rolname like 'furrow\\_%'
        and (rolcanlogin or rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)`,
    )
    expect(found).toEqual([])
  })

  test('every table has an entry in TABLE_RIGHTS', async () => {
    const found = await rows<{ name: string }>(
      own.db,
      sql`select tablename as name from pg_tables where schemaname = 'public' order by 1`,
    )
    expect(found.map(({ name }) => name)).toEqual(Object.keys(TABLE_RIGHTS).sort())
  })
})

/** Tables with a funding source, or listed as scoped, without forced row-level security and a policy. */
async function unprotected(db: TestDatabase['db']): Promise<string[]> {
  const found = await rows<{ name: string }>(
    db,
    sql`select relname as name from pg_class as own
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'm', 'v')
        and (relname = any(${sql.param([...SCOPED_TABLES])}::text[]) or exists (
          select 1 from pg_attribute where attrelid = own.oid and attname = 'funding_source'))
        and not (relrowsecurity and relforcerowsecurity and exists (select 1 from pg_policy where polrelid = own.oid))
      order by 1`,
  )
  return found.map(({ name }) => name)
}

test('every table with a funding source is under row-level security, even for its owner', async () => {
  expect(await unprotected(own.db)).toEqual([])
  const { db, drop } = await testDatabase()
  try {
    await db.execute('create table new_list (id text, funding_source text)')
    await db.execute('alter table invoice no force row level security')
    expect(await unprotected(db)).toEqual(['invoice', 'new_list'])
  } finally {
    await drop()
  }
})
