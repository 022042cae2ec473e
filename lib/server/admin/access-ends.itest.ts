import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import * as exportPeriods from '#app/api/billing-periods/export/route.ts'
import * as events from '#app/api/events/route.ts'
import { newKey } from '#lib/server/auth/secrets.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { ask, financier, openTestDatabase, operator } from '#lib/testing/ask.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { signedInAs } from '#lib/testing/people.ts'
import { period, putPeriods } from '#lib/testing/rows.ts'

/** Access ends within seconds, on every open page. */
const ENDED = { timeout: 15_000 }

const EXPORT = '/api/billing-periods/export?format=csv'
const grace = financier('A', 'B')
const minute = 60_000

let own: TestDatabase
let cookie: string
beforeAll(async () => {
  own = await openTestDatabase()
  const row = (id: number) => period(String(id), { fundingSource: 'A', contract: 'x'.repeat(300) })
  await putPeriods(
    own.db,
    Array.from({ length: 5_000 }, (_, id) => row(id)),
  )
})
beforeEach(async () => {
  cookie = await signedInAs(grace, own.db)
})
afterAll(() => own.drop())

type Stream = { status: number; state: () => 'open' | 'ended' | 'broken' }

/** Requests a stream with these headers and reads it until the test ends. */
async function follow(headers: Record<string, string>): Promise<Stream> {
  const left = new AbortController()
  onTestFinished(() => left.abort())
  const asked = { as: null, signal: left.signal, headers: { 'sec-fetch-site': 'same-origin', ...headers } }
  const response = await ask(events, '/api/events', asked)
  let state: ReturnType<Stream['state']> = 'open'
  const reader = response.body?.getReader()
  const read = async () => {
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read());
  }
  void read().then(
    () => {
      state = 'ended'
    },
    () => {
      state = 'broken'
    },
  )
  return { status: response.status, state: () => state }
}

describe('the events of an open page', () => {
  const ends: [string, ReturnType<typeof sql>][] = [
    ['is disabled', sql`update person set disabled_at = now() where id = ${grace.id}`],
    ['loses a funding source', sql`update person set funding_sources = '{A}' where id = ${grace.id}`],
    ['gets another role', sql`update person set role = 'operator' where id = ${grace.id}`],
    ['is signed out', sql`delete from session where person_id = ${grace.id}`],
    ['was idle for too long', sql`update session set updated_at = now() - interval '31 minutes'`],
    ['reaches the end of the session', sql`update session set expires_at = now()`],
  ]
  test.each(ends)('end when their reader %s, on whichever server that happens', async (_what, change) => {
    const stream = await follow({ cookie })
    expect(stream.status).toBe(200)
    await own.db.execute(change)
    await expect.poll(stream.state, ENDED).toBe('ended')
  })

  test('continue for other viewers, and do not keep an idle session alive', async () => {
    const other = await follow({ cookie: await signedInAs(operator, own.db) })
    const stream = await follow({ cookie })
    const before = await own.db.execute(sql`select max(updated_at) as at from session`)
    await own.db.execute(sql`update person set disabled_at = now() where id = ${grace.id}`)
    await expect.poll(stream.state, ENDED).toBe('ended')
    expect(other.state()).toBe('open')
    const after = await own.db.execute(sql`select max(updated_at) as at from session`)
    expect(after.rows).toEqual(before.rows)
  })

  test('end when the integration’s key is revoked', async () => {
    const { key, hash, prefix } = newKey()
    await own.db.execute(
      sql`insert into integration (id, name, key_prefix, key_hash, role, created_by, created_at, expires_at)
          values ('i', 'Ledger', ${prefix}, ${hash}, 'operator', 'Ada', now(), now() + interval '1 day')`,
    )
    const stream = await follow({ authorization: `Bearer ${key}` })
    expect(stream.status).toBe(200)
    await own.db.execute(sql`update integration set revoked_at = now()`)
    await expect.poll(stream.state, ENDED).toBe('ended')
  })
})

describe('an export', () => {
  const begin = async (as: Viewer) => {
    const response = await ask(exportPeriods, EXPORT, { as })
    onTestFinished(() => response.body?.cancel().catch(() => {}))
    return response
  }

  test('breaks off when its reader is disabled, and never looks complete', async () => {
    const headers = { cookie, 'sec-fetch-site': 'same-origin' }
    const response = await ask(exportPeriods, EXPORT, { as: null, headers })
    const reader = response.body?.getReader()
    await reader?.read()
    const page = await follow({ cookie })
    await own.db.execute(sql`update person set disabled_at = now() where id = ${grace.id}`)
    await expect.poll(page.state, ENDED).toBe('ended')
    const read = async () => {
      for (let part = await reader?.read(); part && !part.done; part = await reader?.read());
    }
    await expect(read()).rejects.toThrow('The access of the reader has ended')
  })

  test('is one of two that a person may run at once; a third is a 429', async () => {
    for (let at = 0; at < 2; at += 1) expect((await begin(grace)).status).toBe(200)
    const refused = await begin(grace)
    expect(refused.status).toBe(429)
    expect(await refused.json()).toMatchObject({ code: 'too_many_exports', retryable: true })
    expect((await begin(operator)).status).toBe(200)
  })

  test('is cut off when its reader takes nothing for a minute, which frees the slot', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    onTestFinished(() => {
      vi.useRealTimers()
    })
    const people = [operator, grace]
    for (const person of people) for (let at = 0; at < 2; at += 1) await begin(person)
    expect((await begin(financier('C'))).status).toBe(503)
    await vi.advanceTimersByTimeAsync(minute + 1)
    await expect.poll(async () => (await begin(financier('C'))).status).toBe(200)
  })
})
