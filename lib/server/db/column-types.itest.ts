import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '#lib/testing/database.ts'
import { rows } from './client.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await testDatabase()
})
afterAll(() => own.drop())

test.each([
  ['text', `'a'::text`, 'a'],
  ['int4', '1::int', 1],
  ['float8', '1.5::float8', 1.5],
  ['bool', 'true', true],
  ['text[]', `array['a', null]`, ['a', null]],
  ['int4[]', 'array[1, null]', [1, null]],
  ['bool[]', 'array[true, null]', [true, null]],
  // These have no exact counterpart in JavaScript, or one with a time zone: they arrive as PostgreSQL's text.
  ['int8', '9007199254740993::int8', '9007199254740993'],
  ['count(*)', 'count(*)', '1'],
  ['numeric', '12.50::numeric', '12.50'],
  ['timestamptz', `'2026-03-01T10:00:00.123456Z'::timestamptz`, '2026-03-01 10:00:00.123456+00'],
  ['timestamp', `'2026-03-01T10:00:00'::timestamp`, '2026-03-01 10:00:00'],
  ['date', `'2026-03-01'::date`, '2026-03-01'],
  ['interval', `interval '90 minutes'`, '01:30:00'],
  ['date[]', `array['2026-03-01'::date]`, '{2026-03-01}'],
  ['numeric[]', 'array[12.50]', '{12.50}'],
  ['int8[]', 'array[1::int8]', ['1']],
  ['jsonb', `'{"a": [1.50]}'::jsonb`, { a: [1.5] }],
  ['json', `'null'::json`, null],
])('delivers a column of type %s in one form', async (_type, expression, value) => {
  expect(await rows(own.db, sql`select ${sql.raw(expression)} as value`)).toEqual([{ value }])
})
