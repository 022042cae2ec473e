import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import * as events from '#app/api/events/route.ts'
import { rows } from '#lib/server/db/client.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import type { MirrorChange } from '#lib/sources/schema.ts'
import { ask, financier, openTestDatabase } from '#lib/testing/ask.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { changeStream, MAX_STREAMS_OF_VIEWER } from './change-stream.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await openTestDatabase()
})
afterAll(() => own.drop())

type Reader = { response: Response; heard: MirrorChange[]; leave: () => void; ended: Promise<void> }

/** Opens /api/events as one reader, until the test ends. */
async function follow(viewer?: Viewer): Promise<Reader> {
  const left = new AbortController()
  const response = viewer
    ? changeStream(viewer, left.signal)
    : await ask(events, '/api/events', { signal: left.signal })
  const heard: MirrorChange[] = []
  const read = async () => {
    let text = ''
    const chunks = response.body?.pipeThrough(new TextDecoderStream()) ?? []
    for await (const chunk of chunks) {
      text += chunk
      const blocks = text.split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) {
        const data = /^data: (.*)$/m.exec(block)?.[1]
        if (data) heard.push(JSON.parse(data))
      }
    }
  }
  const ended = read()
  onTestFinished(() => left.abort())
  return { response, heard, leave: () => left.abort(), ended }
}

/** Ends a transaction as the sync does after a change, and returns the new version. */
async function change(name: string): Promise<string> {
  return own.db.transaction(async (tx) => {
    const [state] = await rows<{ version: string }>(
      tx,
      sql`update mirror_state set version = version + 1 returning version::text as version`,
    )
    await tx.execute(sql`select pg_notify('furrow_changed', ${`${name}:${state?.version}`})`)
    return state?.version ?? ''
  })
}

async function listeners(): Promise<number> {
  const [found] = await rows<{ count: number }>(
    own.db,
    sql`select count(*)::int as count from pg_stat_activity
      where datname = current_database() and application_name = 'furrow events'`,
  )
  return found?.count ?? -1
}

test('tells every reader the current version, then the changed lists, over one connection for all readers', async () => {
  const [first, second] = [await follow(), await follow()]
  expect(first.response.headers.get('content-type')).toMatch(/^text\/event-stream/)
  expect(first.response.headers.get('cache-control')).toContain('no-transform')
  await expect.poll(() => [first.heard.length, second.heard.length]).toEqual([1, 1])
  expect(first.heard[0]?.lists).toEqual([])
  const snapshot = await change('hello-tractor:billing-periods')
  const told = { snapshot, lists: [{ source: 'hello-tractor', resource: 'billing-periods' }] }
  await expect.poll(() => first.heard.at(-1)).toEqual(told)
  await expect.poll(() => second.heard.at(-1)).toEqual(told)
  expect(await listeners()).toBe(1)
})

test('tells a financier only of lists that can hold rows of the scope', async () => {
  const [all, scoped] = [await follow(), await follow(financier('AGRI-1'))]
  await expect.poll(() => [all.heard.length, scoped.heard.length]).toEqual([1, 1])
  await change('client-invoices:invoices')
  await expect.poll(() => all.heard.length).toBe(2)
  await change('client-invoices:invoices')
  const snapshot = await change('hello-tractor:invoices')
  const told = { snapshot, lists: [{ source: 'hello-tractor', resource: 'invoices' }] }
  await expect.poll(() => scoped.heard.at(-1)).toEqual(told)
  expect(scoped.heard).toHaveLength(2)
})

test('merges many changes at once into few events without losing any', async () => {
  const { heard } = await follow()
  await expect.poll(() => heard.length).toBe(1)
  let last = ''
  for (let at = 0; at < 50; at += 1)
    last = await change(at % 2 ? 'payment-links:invoices' : 'client-invoices:invoices')
  await expect.poll(() => heard.at(-1)?.snapshot).toBe(last)
  expect(heard.length).toBeLessThan(20)
  expect(new Set(heard.flatMap(({ lists }) => lists.map(({ source }) => source)))).toEqual(
    new Set(['payment-links', 'client-invoices']),
  )
})

test('reconnects after PostgreSQL ends the listening connection, and treats missed lists as changed', async () => {
  const { heard } = await follow()
  await expect.poll(() => heard.length).toBe(1)
  // The same statement ends the listener, so no reader is notified of this version.
  const [missed] = await rows<{ version: string }>(
    own.db,
    sql`with ended as (
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name = 'furrow events'
      ) update mirror_state set version = version + 1 where (select count(*) from ended) = 1
      returning version::text as version`,
  )
  await expect.poll(() => heard.at(-1)?.snapshot).toBe(missed?.version)
  expect(heard.at(-1)?.lists).toHaveLength(4)
  const snapshot = await change('payment-links:invoices')
  await expect.poll(() => heard.at(-1)?.snapshot).toBe(snapshot)
})

test('forgets a reader who leaves, and closes the connection after the last one', async () => {
  const { heard, leave, ended } = await follow()
  await expect.poll(() => heard.length).toBe(1)
  leave()
  await ended
  await expect.poll(listeners).toBe(0)
  const again = await follow()
  await expect.poll(() => again.heard.length).toBe(1)
})

test('refuses readers beyond the limit with a 503 until one leaves', async () => {
  const readers = []
  for (let at = 0; at < MAX_STREAMS_OF_VIEWER; at += 1) readers.push(await follow())
  const refused = await ask(events, '/api/events')
  expect(refused.status).toBe(503)
  expect(refused.headers.get('retry-after')).not.toBeNull()
  readers[0]?.leave()
  await readers[0]?.ended
  expect((await follow()).response.status).toBe(200)
})
