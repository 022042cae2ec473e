import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import * as pack from '#app/api/invoices/pdf-pack/route.ts'
import * as pauseRoute from '#app/api/sources/[source]/pause/route.ts'
import * as resumeRoute from '#app/api/sources/[source]/resume/route.ts'
import {
  ids,
  openPacks,
  problem,
  putMany,
  readPack,
  sendPdf,
  startPdfs,
  toldEvents,
} from '#lib/server/invoices/testing/packs.ts'
import { ask, financier } from '#lib/testing/ask.ts'
import { PROMPTLY } from '#lib/testing/patience.ts'

const { own, postPack } = await openPacks(pack)

describe('one pack at a time', () => {
  beforeAll(() => putMany(own, 'client-invoices', 8))
  const body = { source: 'client-invoices', ids: ids(8) }
  /** A source that holds every response until `letGo`. */
  const held = async () => {
    const waiting: (() => void)[] = []
    let isOpen = false
    const server = await startPdfs((id, response) => {
      if (isOpen) sendPdf(id, response)
      else waiting.push(() => sendPdf(id, response))
    })
    const letGo = () => {
      isOpen = true
      for (const answer of waiting) answer()
    }
    return { server, letGo }
  }

  test('makes one of ten packs requested at once, gives the others a retry time, and then makes the next', async () => {
    const { letGo } = await held()
    const responses = await Promise.all(Array.from({ length: 10 }, () => postPack(body)))
    const made = responses.filter(({ status }) => status === 200)
    const refused = responses.filter(({ status }) => status === 429)
    expect([made.length, refused.length]).toEqual([1, 9])
    for (const response of refused) {
      const seconds = Number(response.headers.get('retry-after'))
      expect(seconds).toBeGreaterThanOrEqual(1)
      expect(seconds).toBeLessThanOrEqual(60)
      expect((await problem(response)).code).toBe('one_at_a_time')
    }
    // Another viewer has a lock of their own.
    const other = await postPack(body, financier('AGRI-1'))
    expect(other.status).toBe(200)
    letGo()
    for (const response of [...made, other]) expect((await readPack(response)).comment).toBe('8 of 8 files')
    expect((await readPack(await postPack(body))).comment).toBe('8 of 8 files')
  })

  test("makes four packs per server, and refuses a fifth viewer without keeping that viewer's lock", async () => {
    const { letGo } = await held()
    const people = ['A', 'B', 'C', 'D', 'E'].map((own) => financier('AGRI-1', own))
    const made = await Promise.all(people.slice(0, 4).map((one) => postPack(body, one)))
    expect(made.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    const fifth = () => postPack(body, people[4])
    expect(await problem(await fifth())).toMatchObject({ status: 503, code: 'busy' })
    letGo()
    for (const response of made) await readPack(response)
    expect((await readPack(await fifth())).comment).toBe('8 of 8 files')
  })

  test('F45: releases the source within a second when a pack is cancelled, records it and frees the lock', async () => {
    const { server, letGo } = await held()
    const response = await postPack(body)
    const reader = response.body?.getReader()
    const reading = reader?.read().catch(() => null)
    await expect.poll(() => server.seen.length).toBe(4)
    await reader?.cancel()
    await reading
    await expect.poll(() => server.openSockets(), PROMPTLY).toBe(0)
    expect(server.seen).toHaveLength(4)
    await expect
      .poll(async () => (await toldEvents(own)).at(-1))
      .toMatchObject({
        action: 'invoice_pdf.pack',
        outcome: 'aborted',
        details: { bytes: 0, files: 0, invoices: 8 },
      })
    letGo()
    await expect.poll(async () => (await postPack(body)).status).toBe(200)
  })

  test('records a pack cancelled before its response, and frees the lock at once', async () => {
    const { letGo } = await held()
    const leaving = new AbortController()
    const answered = postPack(body, undefined, undefined, leaving.signal)
    leaving.abort()
    // Nobody reads the response of an aborted request.
    expect((await answered).status).toBe(200)
    await expect
      .poll(async () => (await toldEvents(own)).at(-1))
      .toMatchObject({ action: 'invoice_pdf.pack', outcome: 'aborted' })
    letGo()
    await expect.poll(async () => (await postPack(body)).status).toBe(200)
  })

  test('F45: records the bytes sent before a pack is cancelled', async () => {
    await startPdfs((id, response) => sendPdf(id, response, 1, 200_000))
    const reader = (await postPack(body)).body?.getReader()
    let bytes = 0
    for (let part = 0; part < 3; part += 1) bytes += (await reader?.read())?.value?.byteLength ?? 0
    await reader?.cancel()
    expect(bytes).toBeGreaterThan(200_000)
    await expect
      .poll(async () => (await toldEvents(own)).at(-1))
      .toMatchObject({ outcome: 'aborted', details: { bytes } })
  })

  test('F36: refuses a pack that cannot be recorded before calling its source, and holds no lock', async () => {
    const server = await startPdfs(sendPdf)
    await own.db.execute(sql`alter table audit_event rename to audit_event_away`)
    try {
      expect(await problem(await postPack(body))).toMatchObject({ status: 503, code: 'audit_unavailable' })
    } finally {
      await own.db.execute(sql`alter table audit_event_away rename to audit_event`)
    }
    expect(server.seen).toEqual([])
    expect((await readPack(await postPack(body))).comment).toBe('8 of 8 files')
  })

  test('is a 409 for a paused source before anything else happens', async () => {
    const server = await startPdfs(sendPdf)
    const act = (route: typeof pauseRoute, what: string) =>
      ask(route, `/api/sources/client-invoices/${what}`, { method: 'POST' })
    await act(pauseRoute, 'pause')
    expect(await problem(await postPack(body))).toMatchObject({ status: 409, code: 'source_paused' })
    await act(resumeRoute, 'resume')
    expect(server.seen).toEqual([])
  })
})
