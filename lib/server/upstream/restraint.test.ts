import { Writable } from 'node:stream'
import pino from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { createUpstreams } from '#lib/server/upstream/sources/upstreams.ts'
import { LIST } from '#lib/server/upstream/testing/list-client.ts'
import { type Answer, sendJson, startScripted } from '#lib/server/upstream/testing/scripted-server.ts'
import { KEY, QUICK, settingsFor, upstreamError } from '#lib/server/upstream/testing/settings.ts'
import { createCallWarnings, createCircuitLog } from './call-warnings.ts'
import type { CallRecord } from './calls.ts'

async function start(answer: Answer) {
  const server = await startScripted(answer)
  const clients = createUpstreams(settingsFor(server.url), QUICK)
  onTestFinished(clients.close)
  const { helloTractor, paymentLinks, restraint } = clients
  if (!helloTractor || !paymentLinks) throw new Error('a source is off')
  const read = () => helloTractor.billingPeriodPage({}, null)
  return { server, read, helloTractor, paymentLinks, restraint }
}

test('F10 reports every pause that a source asks for, however short', async () => {
  const { read, restraint, server } = await start((_, response) =>
    server.seen.length < 2 ? sendJson(response, {}, 503, { 'retry-after': '1' }) : sendJson(response, LIST),
  )
  const asked: [string, number][] = []
  const forget = restraint.onAsked((source, seconds) => asked.push([source, seconds]))
  await read()
  forget()
  expect(asked).toEqual([['hello-tractor', 1]])
})

test('F10 a pause that another process was asked for stops calls to that source only', async () => {
  const { read, restraint, server, paymentLinks } = await start((_, response) => sendJson(response, LIST))
  restraint.hold('hello-tractor', 120_000)
  const error = await upstreamError(read())
  expect([error.code, error.retryAfterSeconds]).toEqual(['rate_limited', 120])
  expect(server.seen).toHaveLength(0)
  await paymentLinks
    .report('2026-01-01', '2026-01-02')
    [Symbol.asyncIterator]()
    .next()
    .catch(() => null)
  expect(server.seen).toHaveLength(1)
})

test('a manual retry closes an open circuit but keeps a pause that the source asked for', async () => {
  let isDown = true
  const { read, restraint, server } = await start((_, response) =>
    sendJson(response, LIST, isDown ? 503 : 200),
  )
  for (let call = 0; call < 6; call += 1) await upstreamError(read())
  const calls = server.seen.length
  isDown = false
  expect((await upstreamError(read())).code).toBe('unavailable')
  expect(server.seen).toHaveLength(calls)
  restraint.tryAgain()
  expect((await read()).records).toHaveLength(1)
  restraint.hold('hello-tractor', 60_000)
  restraint.tryAgain()
  expect((await upstreamError(read())).code).toBe('rate_limited')
})

test('F12 a refused key is not sent again by itself, and at once when a person asks for a retry', async () => {
  let isRevoked = true
  const { read, restraint, server, helloTractor } = await start((_, response) =>
    sendJson(response, LIST, isRevoked ? 401 : 200),
  )
  for (let call = 0; call < 5; call += 1) expect((await upstreamError(read())).code).toBe('unauthorized')
  expect((await upstreamError(helloTractor.invoice('1'))).code).toBe('unauthorized')
  expect(server.seen).toHaveLength(1)
  isRevoked = false
  restraint.tryAgain()
  expect((await read()).records).toHaveLength(1)
})

/** A logger, and the lines written to it. */
function gatherLines(): { log: pino.Logger; lines: Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = []
  const into = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(JSON.parse(String(chunk)))
      done()
    },
  })
  const log = pino({ base: null, timestamp: false, formatters: { level: (level) => ({ level }) } }, into)
  return { log, lines }
}

/** The log lines that these calls produce. */
function linesOf(calls: readonly CallRecord[]): Record<string, unknown>[] {
  const { log, lines } = gatherLines()
  const warn = createCallWarnings(() => log)
  for (const call of calls) warn(call)
  return lines
}

test.each([
  [
    'F12 a refused key is an error in the log',
    (url: string) => url,
    401,
    { level: 'error', code: 'unauthorized', reason: 'Hello Tractor refused the credentials.' },
  ],
  [
    'F03 a failed security check is a warning in the log',
    (url: string) => url.replace('http:', 'https:'),
    200,
    {
      level: 'warn',
      code: 'blocked',
      reason: expect.stringMatching(/^Hello Tractor failed a security check\. \(Error E/),
    },
  ],
  [
    'F17 a redirect elsewhere is a warning in the log',
    (url: string) => url,
    302,
    { level: 'warn', code: 'blocked', reason: 'Hello Tractor named an address that must not be called.' },
  ],
])('%s, once while it lasts, without a host or a key', async (_name, address, status, told) => {
  const server = await startScripted((_, response) =>
    sendJson(response, LIST, status, { location: 'https://other.example/' }),
  )
  const calls: CallRecord[] = []
  const clients = createUpstreams(settingsFor(address(server.url)), {
    ...QUICK,
    onCall: (call) => calls.push(call),
  })
  onTestFinished(clients.close)
  for (let call = 0; call < 3; call += 1) {
    await upstreamError(clients.helloTractor?.billingPeriodPage({}, null) ?? Promise.resolve())
  }
  const lines = linesOf(calls)
  expect(lines).toEqual([expect.objectContaining({ source: 'hello-tractor', ...told })])
  expect(JSON.stringify(lines)).not.toMatch(new RegExp(`127\\.0\\.0\\.1|other\\.example|${KEY}`))
})

test('logs once when a refused key is accepted again', async () => {
  let status = 401
  const server = await startScripted((_, response) => sendJson(response, LIST, status))
  const calls: CallRecord[] = []
  const clients = createUpstreams(settingsFor(server.url), { ...QUICK, onCall: (call) => calls.push(call) })
  onTestFinished(clients.close)
  await upstreamError(clients.helloTractor?.billingPeriodPage({}, null) ?? Promise.resolve())
  status = 200
  clients.restraint.tryAgain()
  for (let call = 0; call < 2; call += 1) await clients.helloTractor?.billingPeriodPage({}, null)
  expect(linesOf(calls).map(({ level, msg }) => `${level} ${msg}`)).toEqual([
    'error the source rejected the key',
    'info the source answers again after a rejected key or a blocked call',
  ])
})

test.each([
  ['the circuit was open long enough', async () => new Promise((resolve) => setTimeout(resolve, 60))],
  ['a person asks for a retry', async (restraint: { tryAgain(): void }) => restraint.tryAgain()],
])(
  'logs that a source is not called after several errors, and that calls resume once %s',
  async (_, wait) => {
    let status = 500
    const server = await startScripted((_, response) => sendJson(response, LIST, status))
    const { log, lines } = gatherLines()
    const clients = createUpstreams(settingsFor(server.url), {
      ...QUICK,
      gate: { failuresInRow: 2, openMs: 50 },
      onCircuit: createCircuitLog(() => log),
    })
    onTestFinished(clients.close)
    const read = () => clients.helloTractor?.billingPeriodPage({}, null) ?? Promise.resolve()
    for (let call = 0; call < 3; call += 1) await upstreamError(read())
    status = 200
    await wait(clients.restraint)
    await read()
    expect(lines).toMatchObject([
      {
        level: 'warn',
        msg: 'Hello Tractor failed several times and is not called until the time in "until"',
        source: 'hello-tractor',
        part: 'lists',
        until: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      },
      { level: 'info', msg: 'Hello Tractor is called again', source: 'hello-tractor', part: 'lists' },
    ])
  },
)
