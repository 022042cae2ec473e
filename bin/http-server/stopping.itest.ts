import http, { type ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { createStopping } from './stopping.ts'
import { dial, readAnswers, sendRaw, startHttpServer } from './testing.ts'

const get = (path: string, connection = 'keep-alive') =>
  `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: ${connection}\r\n\r\n`

async function start(handle: (path: string, response: ServerResponse) => void) {
  const stopping = createStopping()
  const server = await startHttpServer({
    pause: stopping.pause,
    handle: (request, response) => {
      stopping.keepIfEndless(request.url ?? '', response)
      handle(request.url ?? '', response)
    },
  })
  stopping.watch(server.server)
  const ask = async (path: string) => readAnswers(await sendRaw(server.port, get(path, 'close')))[0]
  return { ...server, stopping, ask }
}

describe('a server that is stopping', () => {
  test('refuses readiness at once, serves until the load balancer has noticed, and finishes requests in progress', async () => {
    let finish = () => {}
    const { port, server, stopping, ask, seen } = await start((path, response) => {
      if (path === '/slow') finish = () => void response.end('slow')
      else response.end('ok')
    })
    expect((await ask('/api/health/ready'))?.status).toBe(200)
    const slow = dial(port)
    slow.socket.write(get('/slow'))
    // Browsers open a connection in advance without sending a request.
    const silent = dial(port)
    await expect.poll(() => seen.length).toBe(2)

    const stopped = stopping.stop(server, { isHurried: false })
    expect((await ask('/'))?.status).toBe(200)
    const answer = await ask('/api/health/ready')
    expect([answer?.status, JSON.parse(answer?.body ?? '{}').code]).toEqual([503, 'ending'])
    expect((await ask('/'))?.headers.connection).toBe('close')
    await expect.poll(() => server.listening, { timeout: 5_000 }).toBe(false)
    expect(slow.text()).toBe('')
    finish()
    await stopped
    expect(readAnswers(slow.text())[0]?.body).toContain('slow')
    await silent.closed
  })

  test('closes its port at once when no balancer watches or a user stops it, and cuts endless responses', async () => {
    for (const isHurried of [true, false]) {
      const { port, server, stopping, ask } = await start((path, response) => {
        if (path === '/api/events') response.write('retry: 1\n\n')
        else response.end('ok')
      })
      if (isHurried) await ask('/api/health/ready')
      const events = dial(port)
      events.socket.write(get('/api/events'))
      await expect.poll(events.text).toContain('retry')
      await stopping.stop(server, { isHurried })
      await events.closed
      expect(server.listening).toBe(false)
    }
  })
})

test('a rolling restart of two servers behind a load balancer fails none of 20,000 requests', async () => {
  const live = new Map<number, Awaited<ReturnType<typeof start>>>()
  const boot = async () => {
    const made = await start((_, response) => void setTimeout(() => response.end('ok'), 2))
    live.set(made.port, made)
    return made
  }
  const agent = new http.Agent({ keepAlive: true, maxSockets: 200 })
  const ask = (port: number, path: string) =>
    new Promise<number>((resolve) => {
      const request = http.get({ port, path, agent, headers: { host: 'localhost' } }, (response) => {
        response.resume().on('end', () => resolve(response.statusCode ?? 0))
      })
      // A client that reuses a connection just as the server closes it retries once, at a server then in rotation, as
      // every load balancer does.
      request.on('error', () => resolve(request.reusedSocket ? -1 : 0))
    })
  const inRotation = new Set<number>()
  const check = async () => {
    for (const port of live.keys()) {
      if ((await ask(port, '/api/health/ready')) === 200) inRotation.add(port)
      else inRotation.delete(port)
    }
  }
  await boot()
  await boot()
  await check()
  const checks = setInterval(() => void check(), 100)

  let done = 0
  const failed: number[] = []
  const nextPort = () => [...inRotation][done % inRotation.size] ?? 0
  const client = async () => {
    while (done < 20_000) {
      done += 1
      let status = await ask(nextPort(), '/')
      if (status === -1) status = await ask(nextPort(), '/')
      if (status !== 200) failed.push(status)
    }
  }
  const clients = Array.from({ length: 40 }, client)
  const restart = async (port: number) => {
    await boot()
    await check()
    const old = live.get(port)
    if (old) await old.stopping.stop(old.server, { isHurried: false })
    live.delete(port)
    inRotation.delete(port)
  }
  for (const port of [...live.keys()]) await restart(port)
  await Promise.all(clients)
  clearInterval(checks)
  console.info(`requests during the restart of both: ${done}, failed: ${failed.length}`)
  expect(failed).toEqual([])
  expect(live.size).toBe(2)
  agent.destroy()
  for (const { close } of live.values()) await close()
})
