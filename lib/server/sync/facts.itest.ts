import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { UnexpectedRowError } from '#lib/server/db/parsed-rows.ts'
import { type TestDatabase, testDatabase } from '#lib/testing/database.ts'
import { readDoubts } from './doubts.ts'
import { readHeldBack } from './row-facts.ts'

const WEEK = { source: 'hello-tractor', resource: 'billing-periods', fromDay: '2026-11-02' } as const

let own: TestDatabase
beforeAll(async () => {
  own = await testDatabase()
})
afterAll(() => own.drop())

async function store(name: string, value: object): Promise<void> {
  await own.db.execute(sql`
    insert into source_fact (source, resource, fact, value, at)
    values (${WEEK.source}, ${WEEK.resource}, ${`${name}:${WEEK.fromDay}`}, ${JSON.stringify(value)}::jsonb, now())`)
}

test('reads the rows on hold that an older release stored, which named neither them nor a time', async () => {
  await store('held_back', { rows: 3, of: 9 })
  expect(await readHeldBack(own.db, WEEK)).toEqual({ rows: 3, of: 9 })
})

test('refuses a fact of another shape, and names its column but nothing in it', async () => {
  await store('attribution', { awaited: { 'Ada Obi': { currency: 7 } }, doubled: [] })
  const error: unknown = await readDoubts(own.db, WEEK).catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(UnexpectedRowError)
  expect(String(error)).toMatch(/a value inside column "value" is a number, .* from source_fact/)
  expect(String(error)).not.toMatch(/Ada|Obi|2026/)
})
