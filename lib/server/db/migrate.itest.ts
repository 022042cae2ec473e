import { sql } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { LEVELS } from '#lib/server/lists/aggregates.ts'
import { refreshAggregates } from '#lib/server/sync/aggregates.ts'
import { tableOf } from '#lib/server/sync/tables.ts'
import { SOURCES } from '#lib/sources.ts'
import { emptyDatabase } from '#lib/testing/database.ts'
import { type Database, openDatabase } from './client.ts'
import { migrateDatabase, migrationsOfRelease, schemaOf } from './migrate.ts'

test('instances that start at once migrate an empty database one after the other, the later ones without a change', async () => {
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

test('an upgrade keeps the newest open invitation of an address and revokes the others', async () => {
  const url = await emptyDatabase()
  await migrateDatabase(url, { upTo: migrationsOfRelease()[10] ?? 0 })
  const db = openDatabase(url, { max: 1 })
  onTestFinished(() => db.$client.end())
  await db.execute(sql`insert into invitation
      (id, token_hash, email, name, role, created_by, created_at, expires_at, used_at, revoked_at)
    values ('revived', 'a', 'ada@example.com', 'Ada', 'admin', 'Eve', '2026-01-01', '2027-01-01', null, null),
      ('newest', 'b', 'ada@example.com', 'Ada', 'financier', 'Eve', '2026-02-01', '2026-02-08', null, null),
      ('used', 'c', 'ada@example.com', 'Ada', 'admin', 'Eve', '2026-03-01', '2026-03-08', '2026-03-02', null),
      ('other', 'd', 'ben@example.com', 'Ben', 'operator', 'Eve', '2026-01-01', '2026-01-08', null, null)`)
  await migrateDatabase(url)
  const waiting = await db.execute(
    sql`select id from invitation where used_at is null and revoked_at is null order by id`,
  )
  expect(waiting.rows).toEqual([{ id: 'newest' }, { id: 'other' }])
})

test('a database of the first release migrates to this release and keeps every row', async () => {
  const url = await emptyDatabase()
  const [first = 0, ...later] = migrationsOfRelease()
  await migrateDatabase(url, { upTo: first })
  const db = openDatabase(url, { max: 1 })
  onTestFinished(() => db.$client.end())
  await db.execute(sql`insert into billing_period
      (id, contract, start_date, status, currency, amount, funding_source, gone_at, content_hash, raw, first_seen_at, changed_at)
    values ('1', null, '2026-01-05', 'PAYMENT_COMPLETE', 'NGN', 10.50, null, null, 'h', '{}', now(), now()),
      ('2', 'Ünïcode', null, null, null, null, 'Heifer', '2026-03-01', 'h', '{}', now(), now()),
      ('3', null, '2025-12-28', 'DISPUTED', 'NGN', null, 'Heifer', null, 'h', '{}', now(), now()),
      ('4', null, '2025-12-29', 'DISPUTED', 'NGN', 3, 'Heifer', null, 'h', '{}', now(), now()),
      ('5', null, null, 'PENDING', null, 7, null, null, 'h', '{}', now(), now()),
      ('6', null, '2025-12-20', 'DISPUTED', 'NGN', 2, 'Heifer', null, 'h', '{}', now(), now())`)
  await db.execute(sql`insert into billing_period_day (day, currency, funding_source, status, count, amount, unknown_amounts)
    values ('2026-01-05', 'NGN', null, 'PAYMENT_COMPLETE', 1, 10.50, 0), ('2025-12-28', 'NGN', 'Heifer', 'OTHER', 1, 0, 1),
      ('2025-12-29', 'NGN', 'Heifer', 'OTHER', 1, 3, 0), ('2025-12-20', 'NGN', 'Heifer', 'OTHER', 1, 2, 0), (null, null, null, 'PENDING', 1, 7, 0)`)
  await db.execute(sql`insert into invoice
      (source, id, state, funnel_state, issued_on, amount, gone_at, content_hash, raw, first_seen_at, changed_at)
    values ('payment-links', 'a', 'paid', 'paid', '2026-01-04', 5, null, 'h', '{"note": "kept"}', now(), now()),
      ('payment-links', 'b', 'paid', 'bounced', '2026-01-04', 5, null, 'h', '{}', now(), now()),
      ('payment-links', 'c', 'disputed', null, null, null, null, 'h', '{"created": "10/11/2026"}', now(), now()),
      ('hello-tractor', 'd', null, null, '2026-01-04', 8, null, 'h', '{}', now(), now()),
      ('hello-tractor', 'e', null, null, '2026-01-04', 8, '2026-03-01', 'h', '{}', now(), now())`)
  await db.execute(sql`insert into invoice_day (source, day, currency, funding_source, state, count, amount, unknown_amounts)
    values ('payment-links', '2026-01-04', null, null, 'paid', 2, 10, 0), ('payment-links', null, null, null, 'other', 1, 0, 1),
      ('hello-tractor', '2026-01-04', null, null, 'unknown', 1, 8, 0)`)
  const everything = async () => {
    const found = []
    for (const table of ['billing_period', 'billing_period_day', 'invoice', 'mirror_state'])
      found.push(
        (
          await db.execute(
            sql`select to_jsonb(t) - '{unreadable_fields,recorded_from,last_listed_at,search_text}'::text[] as row from ${sql.raw(table)} t order by 1`,
          )
        ).rows,
      )
    return found
  }
  const before = await everything()
  expect(before.map((found) => found.length)).toEqual([6, 5, 5, 1])
  await Promise.all([migrateDatabase(url), migrateDatabase(url)])
  const found = await db.execute(
    sql`select id from billing_period where search_text like furrow_pattern('ÜNICODE')`,
  )
  expect(found.rows).toEqual([{ id: '2' }])
  expect(await schemaOf(url)).toBe(Math.max(first, ...later))
  expect(await everything()).toEqual(before)
  const unread = await db.execute(
    sql`select id, unreadable_fields from invoice where unreadable_fields is not null`,
  )
  expect(unread.rows).toEqual([{ id: 'c', unreadable_fields: 'created' }])
  // Aggregates that the first release did not have must equal those that a run would derive from the same
  // rows.
  const filled = await aggregatesOf(db)
  expect(filled.map((found) => found.length)).toEqual([5, 5, 4, 4, 4, 4, 4, 1])
  await db.execute(
    sql`truncate billing_period_week, billing_period_year, collection_week, unpaid_day, invoice_day, invoice_week, invoice_year`,
  )
  const days = new Set([null, '2025-12-20', '2025-12-28', '2025-12-29', '2026-01-04', '2026-01-05'])
  await refreshAggregates(db, tableOf('billing-periods'), 'hello-tractor', days)
  for (const source of SOURCES) await refreshAggregates(db, tableOf('invoices'), source, days)
  expect(await aggregatesOf(db)).toEqual(filled)
})

async function aggregatesOf(db: Database): Promise<unknown[][]> {
  const found: unknown[][] = []
  for (const list of ['billing_period', 'invoice'])
    for (const level of LEVELS)
      found.push(
        (await db.execute(sql`select to_jsonb(t) from ${sql.raw(`${list}_${level}`)} t order by 1`)).rows,
      )
  found.push((await db.execute(sql`select * from collection_week order by day`)).rows)
  found.push((await db.execute(sql`select to_jsonb(t) from unpaid_day t order by 1`)).rows)
  return found
}
