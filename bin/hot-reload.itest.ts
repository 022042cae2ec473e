import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type RawAnswer, readAnswers, sendRaw, startHttpServer } from '#bin/http-server/testing.ts'

async function freePort(): Promise<number> {
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

/**
 * Starts a development web server and sends it one request: Next accepts websockets only after its first
 * request.
 */
async function startDevelopment(): Promise<number> {
  const port = await freePort()
  const child = fork(path.join(import.meta.dirname, 'web.ts'), {
    execArgv: [],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      PORT: String(port),
      SANDBOX: '1',
      ...{ APP_URL: `http://localhost:${port}`, LISTEN_HOST: '127.0.0.1', FURROW_DEV: '1' },
      NODE_ENV: 'development',
      NEXT_TELEMETRY_DISABLED: '1',
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  onTestFinished(async () => {
    child.kill('SIGINT')
    if (child.exitCode === null) await once(child, 'exit')
  })
  await Promise.race([once(child, 'message'), once(child, 'exit')])
  // The test does not wait for the response, because that needs a compilation.
  const leave = new AbortController()
  void fetch(`http://127.0.0.1:${port}/api/health/live`, { signal: leave.signal }).catch(() => {})
  onTestFinished(() => leave.abort())
  return port
}

async function upgrade(port: number, path: string, host: string, origin: string): Promise<RawAnswer> {
  const lines = [
    `GET ${path} HTTP/1.1`,
    `Host: ${host}`,
    `Origin: ${origin}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  ]
  const [answer] = readAnswers(await sendRaw(port, `${lines.join('\r\n')}\r\n\r\n`))
  if (!answer) throw new Error(`nothing was answered to the upgrade of ${path}`)
  return answer
}

test('the development server accepts the hot-reload websocket only from its own pages', async () => {
  const port = await startDevelopment()
  const own = `localhost:${port}`
  const statusOf = async (...asked: [string, string, string]) => (await upgrade(port, ...asked)).status
  await expect.poll(() => statusOf('/_next/hmr?id=one', own, `http://${own}`)).toBe(101)
  const byAddress = () => statusOf('/_next/hmr?id=two', `127.0.0.1:${port}`, `http://127.0.0.1:${port}`)
  await expect.poll(byAddress).toBe(101)
  expect(await statusOf('/_next/hmr?id=three', own, 'https://evil.example')).toBe(403)
  expect(await statusOf('/_next/hmr?id=four', 'evil.example', 'http://evil.example')).toBe(421)
  expect(await statusOf('/api/events', own, `http://${own}`)).toBe(404)
})

test('a production server ignores the upgrade and handles the request like any other', async () => {
  const server = await startHttpServer()
  try {
    const answer = await upgrade(server.port, '/_next/hmr?id=one', 'localhost', 'http://localhost')
    expect([answer.status, answer.headers.upgrade]).toEqual([200, undefined])
    expect(server.seen.map(({ url }) => url)).toEqual(['/_next/hmr?id=one'])
  } finally {
    await server.close()
  }
})
