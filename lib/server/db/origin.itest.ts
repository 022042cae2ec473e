import { sql } from 'drizzle-orm'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { readEnv } from '#lib/server/config/env.ts'
import { startMirror, WEEK } from '#lib/server/sync/testing/mirror.ts'
import { runWorker } from '#lib/server/sync/worker.ts'
import { type TestDatabase, testDatabase } from '#lib/testing/database.ts'
import { rows } from './client.ts'
import { adoptOrigins, checkOrigins } from './origin.ts'
import { transact } from './transact.ts'

const ONE = 'https://one.example/api'
const TWO = 'https://two.example'
const at = (url: string) => readEnv({ HELLO_TRACTOR_URL: url, HELLO_TRACTOR_API_KEY: 'secret-key' })

let own: TestDatabase
let notes: string[]
beforeEach(async () => {
  own = await testDatabase()
  notes = []
  return () => own.drop()
})

const check = (url: string) => checkOrigins(own.db, at(url), (line) => notes.push(line))
const refusalOf = (url: string) =>
  check(url).then(
    () => null,
    (error: Error) => error,
  )

async function originOf(database: TestDatabase): Promise<string | undefined> {
  const statement = sql`select value ->> 'origin' as origin from source_fact where fact = 'origin'
    and source = 'hello-tractor'`
  return (await rows<{ origin: string }>(database.db, statement))[0]?.origin
}

const addRow = sql`insert into invoice (source, id, content_hash, raw, first_seen_at, changed_at)
  values ('hello-tractor', 'a', 'x', '{}', now(), now())`
const addWindow = (state: string) => sql`
  insert into sync_window (source, resource, from_day, due_at, state, last_run_at, last_complete_at)
  values ('hello-tractor', 'invoices', ${WEEK}, now(), ${state}, now(), case when ${state} = 'complete' then now() end)`

test('a changed origin of stored rows stops the start with both addresses and the fix, and can be adopted', async () => {
  await check(`${ONE}/`)
  await own.db.execute(addRow)
  await check(ONE)
  const refusal = await refusalOf(TWO)
  expect(refusal?.name).toBe('OriginError')
  for (const part of [ONE, TWO, 'DATA_DIR', 'npm run sync -- --adopt'])
    expect(refusal?.message).toContain(part)
  expect(refusal?.message).not.toContain('secret-key')
  await adoptOrigins(own.db, at(TWO))
  await check(TWO)
  expect(notes).toEqual([])
})

test('adopting one source leaves the changed address of another one refused', async () => {
  await check(ONE)
  await own.db.execute(addRow)
  expect(await adoptOrigins(own.db, at(TWO), 'payment-links')).toEqual([])
  expect((await refusalOf(TWO))?.name).toBe('OriginError')
  expect(await adoptOrigins(own.db, at(TWO), 'hello-tractor')).toHaveLength(1)
  expect(await refusalOf(TWO)).toBeNull()
})

test('a source whose only window is complete and empty has an origin too', async () => {
  await check(ONE)
  await own.db.execute(addWindow('complete'))
  expect((await refusalOf(TWO))?.name).toBe('OriginError')
  expect(await originOf(own)).toBe(ONE)
})

test('an address from which nothing was read is replaced by the corrected one', async () => {
  await check(ONE)
  await own.db.execute(addWindow('partial'))
  await check(TWO)
  expect(await originOf(own)).toBe(TWO)
  expect(notes).toEqual([expect.stringMatching(/Hello Tractor.*two\.example.*one\.example/)])
  await check(TWO)
  expect(notes).toHaveLength(1)
})

test('facts and faults of a wrong address are deleted with it, and an operator’s pause is kept', async () => {
  await check(ONE)
  await own.db.execute(sql`insert into source_fact (source, resource, fact, value, at)
    select source, 'all', fact, '{}', now() from unnest(array['rest', 'asked_pause', 'paused']) as fact,
      unnest(array['hello-tractor', 'payment-links']) as source`)
  await own.db.execute(sql`
    insert into sync_window (source, resource, from_day, due_at, state, reasons, failures, error_code, error_detail, failed_at)
    values ('hello-tractor', 'invoices', ${WEEK}, now() + interval '1 hour', 'failed', '[{"code": "reconfigured"}]', 9, 'unreachable', 'no', now())`)
  await check(TWO)
  const facts = await rows<{ source: string; fact: string }>(
    own.db,
    sql`select source, fact from source_fact where fact <> 'origin' order by source, fact`,
  )
  expect(facts.map(({ source, fact }) => `${source} ${fact}`)).toEqual([
    'hello-tractor paused',
    ...['asked_pause', 'paused', 'rest'].map((fact) => `payment-links ${fact}`),
  ])
  const windows = await rows(
    own.db,
    sql`select state, reasons, failures, error_code, due_at <= now() as "isDue" from sync_window`,
  )
  expect(windows).toEqual([
    { state: 'never_read', reasons: null, failures: 0, error_code: null, isDue: true },
  ])
})

test('a start waits while another process writes the first rows, and is then refused', async () => {
  await check(ONE)
  let starting: Promise<unknown> = Promise.resolve()
  await transact(own.db, async (tx) => {
    await tx.execute(sql`select from source_fact where fact = 'origin' for share`)
    starting = refusalOf(TWO)
    await new Promise((resolve) => setTimeout(resolve, 300))
    await tx.execute(addRow)
  })
  expect(await starting).toMatchObject({ name: 'OriginError' })
  expect(await originOf(own)).toBe(ONE)
})

test('the first of two processes to store rows decides the address, and the other stores nothing', async () => {
  const mirror = await startMirror({ database: { ...own, drop: async () => {} } })
  const first = mirror.settings.origins['hello-tractor'] ?? ''
  await check(TWO)
  await mirror.passWeek()
  expect(await originOf(own)).toBe(first)
  const before = await mirror.select(sql`select to_jsonb(t) - 'token' as row from invoice t order by id`)
  expect(before.length).toBeGreaterThan(0)
  const settings = { ...mirror.settings, origins: { ...mirror.settings.origins, 'hello-tractor': TWO } }
  Object.assign(mirror.settings, settings)
  mirror.sandbox.rows.change({ resource: 'invoices', id: await anInvoice(), fields: { total: '1.23' } })
  await expect(mirror.passWeek()).rejects.toMatchObject({ name: 'OriginError' })
  expect(await mirror.select(sql`select to_jsonb(t) - 'token' as row from invoice t order by id`)).toEqual(
    before,
  )
  const stop = new AbortController()
  onTestFinished(() => stop.abort())
  const { url, upstreams } = mirror
  const worker = runWorker({ url, upstreams, settings, signal: stop.signal })
  await expect(worker).rejects.toMatchObject({ name: 'OriginError' })

  async function anInvoice(): Promise<string> {
    const found = await mirror.select<{ id: string }>(
      sql`select id from invoice where source = 'hello-tractor' order by id limit 1`,
    )
    return found[0]?.id ?? ''
  }
})
