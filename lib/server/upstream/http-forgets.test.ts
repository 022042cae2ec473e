import { expect, test, vi } from 'vitest'
import { type Answer, sendJson, startScripted } from '#lib/server/upstream/testing/scripted-server.ts'
import {
  QUICK,
  readAll,
  settingsFor,
  startClients,
  upstreamError,
} from '#lib/server/upstream/testing/settings.ts'
import { PROMPTLY } from '#lib/testing/patience.ts'

// A running timer keeps the request that started it in memory, so a finished call must leave no timer.

const JSON_MS = 543_210
const STREAM_MS = 654_321

/** Counts the deadlines that are started and still running. */
function countLimits() {
  const started = vi.spyOn(globalThis, 'setTimeout')
  const ended = vi.spyOn(globalThis, 'clearTimeout')
  const timers = () =>
    started.mock.results.filter((_, at) => [JSON_MS, STREAM_MS].includes(started.mock.calls[at]?.[1] ?? 0))
  return {
    started: () => timers().length,
    running: () =>
      timers().filter(({ value }) => !ended.mock.calls.some(([timer]) => timer === value)).length,
  }
}

async function startPdf(file: Answer) {
  const server = await startScripted((seen, response) =>
    seen.url.pathname.startsWith('/payg/')
      ? sendJson(response, { id: 'inv-1', pdf_url: `${server.url}/f` })
      : file(seen, response),
  )
  const timeouts = { ...QUICK.timeouts, idleMs: 60_000, jsonTotalMs: JSON_MS, streamTotalMs: STREAM_MS }
  const { helloTractor } = startClients(settingsFor(server.url), { ...QUICK, timeouts })
  return { client: helloTractor, open: () => helloTractor.invoicePdf('inv-1') }
}

const whole: Answer = (_, response) => void response.end('%PDF-1.7\nall of it')
const stalling: Answer = (_, response) => void response.writeHead(200).write('%PDF-1.7\nthe first of it')
const broken: Answer = (_, response) => {
  response.writeHead(200, { 'content-length': 1_000 }).write('%PDF-1.7\nthe first of it')
  setTimeout(() => response.destroy(), 20)
}

test('a read and a download have a deadline until they end', async () => {
  const { client, open } = await startPdf(whole)
  const limits = countLimits()
  await client.invoice('inv-1')
  expect([limits.started(), limits.running()]).toEqual([1, 0])
  const { body } = await open()
  expect(limits.started()).toBe(3)
  await readAll(body)
  await expect.poll(limits.running, PROMPTLY).toBe(0)
})

test('a download that its reader cancels stops its deadline, whether or not it was read', async () => {
  const { open } = await startPdf(stalling)
  const limits = countLimits()
  const unread = await open()
  const { body } = await open()
  const reader = body.getReader()
  await reader.read()
  expect(limits.running()).toBe(2)
  await Promise.all([unread.body.cancel(), reader.cancel()])
  await expect.poll(limits.running, PROMPTLY).toBe(0)
})

test('a download that fails, at once or later, stops its deadline', async () => {
  const refused = await startPdf((_, response) => void response.writeHead(404).end())
  const late = await startPdf(broken)
  const limits = countLimits()
  expect((await upstreamError(refused.open())).code).toBe('not_found')
  expect(limits.running()).toBe(0)
  const { body } = await late.open()
  await upstreamError(readAll(body))
  expect(limits.started()).toBe(4)
  await expect.poll(limits.running, PROMPTLY).toBe(0)
})
