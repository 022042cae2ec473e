import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { ROLES } from '#lib/people/roles.ts'
import type { Executor } from './client.ts'
import { checkedRows, parsedRows, UnexpectedRowError, wordReader } from './parsed-rows.ts'

const person = z.object({
  email: z.string(),
  role: z.enum(ROLES),
  facts: z.record(z.string(), z.object({ until: z.number() })),
})
const statement = sql`select email, role, facts
  from person where email = ${'ada@example.org'}`

/** An executor whose every statement returns these rows. */
function returning(rows: readonly object[]): Executor {
  return { execute: () => Promise.resolve({ rows }) } as unknown as Executor
}

const refused = async (row: object) => {
  const error: unknown = await parsedRows(returning([row]), statement, person).catch((e: unknown) => e)
  return error instanceof UnexpectedRowError ? error.message : error
}

const row = { email: 'ada@example.org', role: 'admin', facts: { 'Ada Obi': { until: 1 } } }
const place = 'in: select email, role, facts from person where email = $1'

test('returns the rows that fit, with the columns that the schema names', async () => {
  expect(await parsedRows(returning([{ ...row, extra: 1 }, row]), statement, person)).toEqual([row, row])
})

test('refuses a row that does not fit, and names the statement, the column and the kind of the value', async () => {
  expect(await refused({ ...row, role: 'owner of ada@example.org' })).toBe(
    `column "role" is a string, which the code does not expect (invalid_value), ${place}`,
  )
  expect(await refused({ ...row, email: null })).toBe(
    `column "email" is null, which the code does not expect (invalid_type), ${place}`,
  )
  expect(await refused({ role: 'admin', facts: {} })).toBe(
    `column "email" is missing, which the code does not expect (invalid_type), ${place}`,
  )
  expect(await refused({ ...row, facts: ['Ada Obi'] })).toBe(
    `column "facts" is an array, which the code does not expect (invalid_type), ${place}`,
  )
})

test('names neither keys nor values inside JSON, which may be personal data', async () => {
  expect(await refused({ ...row, facts: { 'Ada Obi': { until: 'tomorrow' } } })).toBe(
    `a value inside column "facts" is a string, which the code does not expect (invalid_type), ${place}`,
  )
})

test('cuts a long statement', async () => {
  const long = sql`select ${sql.raw('a'.repeat(500))}`
  const error = await parsedRows(returning([{}]), long, person).catch((e: unknown) => e)
  expect(String(error).length).toBeLessThan(400)
})

type Window = { day: string; state: 'complete' | 'partial' | null }
const readWindows = wordReader<Window>({ state: ['complete', 'partial', null] })
const windows = sql`select day, state from sync_window`

test('returns the rows themselves if their words are known', async () => {
  const found = [
    { day: '2026-11-02', state: 'complete' },
    { day: '2026-11-09', state: null },
  ]
  expect((await checkedRows(returning(found), windows, readWindows))[1]).toBe(found[1])
})

test('refuses an unknown word and a missing column', async () => {
  const read = (row: object) => checkedRows(returning([row]), windows, readWindows)
  await expect(read({ day: '2026-11-02', state: 'odd' })).rejects.toThrow(
    'column "state" is a string, which the code does not expect (invalid_value), in: select day, state',
  )
  await expect(read({ day: '2026-11-02' })).rejects.toThrow('column "state" is missing')
})
