import pg from 'pg'
import { expect, test } from 'vitest'
import { emptyDatabase } from '#lib/testing/database.ts'
import { liftForeignKeys } from './foreign-keys.ts'

const TABLES = `
  create table "Self" (id int primary key, parent int references "Self" on delete set null);
  create table head (id int primary key, last int);
  create table entry (id int primary key, head int not null references head on delete cascade deferrable);
  alter table head add constraint "head last" foreign key (last) references entry (id);`
const DEFINITIONS = `select conname, pg_get_constraintdef(oid) as definition from pg_constraint
  where contype = 'f' order by conname`

async function connected(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: await emptyDatabase() })
  await client.connect()
  await client.query(TABLES)
  await client.query('begin')
  return client
}

test('accepts rows of tables that reference each other or themselves in any order, and restores every key', async () => {
  const client = await connected()
  const before = (await client.query(DEFINITIONS)).rows
  expect(before).toHaveLength(3)
  const putBack = await liftForeignKeys(client)
  await client.query('insert into entry values (1, 1); insert into "Self" values (1, 2), (2, 1)')
  await client.query('insert into head values (1, 1)')
  await putBack()
  expect((await client.query(DEFINITIONS)).rows).toEqual(before)
  await client.query('commit')
  await expect(client.query('insert into entry values (2, 9)')).rejects.toMatchObject({ code: '23503' })
  await client.end()
})

test('names both tables if a row’s parent is missing', async () => {
  const client = await connected()
  const putBack = await liftForeignKeys(client)
  await client.query('insert into entry values (1, 7)')
  await expect(putBack()).rejects.toThrow(/damaged.*entry.*\(head\)=\(7\).*head/)
  await client.end()
})
