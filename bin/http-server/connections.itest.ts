import { once } from 'node:events'
import type { Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dial, get, post, type RunningServer, readAnswers, sendRaw, startHttpServer } from './testing.ts'

let server: RunningServer
beforeAll(async () => {
  server = await startHttpServer()
})
afterAll(() => server.close())

describe('idle and slow connections', () => {
  test('closes connections whose headers or body drip after ten seconds, and serves others meanwhile', async () => {
    const slow = await startHttpServer({
      handle: (request, response) => void request.resume().on('end', () => response.end('read')),
    })
    const silent = Array.from({ length: 150 }, () => dial(slow.port))
    const dripping = Array.from({ length: 150 }, () => dial(slow.port))
    const bodies = Array.from({ length: 20 }, () => dial(slow.port))
    for (const { socket } of dripping) socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n')
    for (const { socket } of bodies)
      socket.write(post('/api/x', 'a', 'Transfer-Encoding: chunked').replace(/a$/, '1\r\na\r\n'))
    const drip = setInterval(() => {
      for (const { socket } of dripping) if (socket.writable) socket.write('X-A: b\r\n')
      for (const { socket } of bodies) if (socket.writable) socket.write('1\r\na\r\n')
    }, 500)
    expect(readAnswers(await sendRaw(slow.port, get('/')))[0]?.body).toContain('read')
    await Promise.all([...silent, ...dripping, ...bodies].map(({ closed }) => closed))
    clearInterval(drip)
    expect(readAnswers(dripping[0]?.text() ?? '')[0]?.status).toBe(408)
    await slow.close()
  })

  test('above the limit, closes the connection that has waited longest and keeps those being answered', async () => {
    let answerLate = () => {}
    const small = await startHttpServer({
      maxConnections: 20,
      handle: (request, response) => {
        if (request.url === '/late') answerLate = () => void response.end('late')
        else response.end('hello')
      },
    })
    const late = dial(small.port)
    late.socket.write(get('/late'))
    await expect.poll(() => small.seen.length).toBe(1)
    const idle: Socket[] = []
    for (let at = 0; at < 60; at += 1) {
      const { socket } = dial(small.port)
      await once(socket, 'connect')
      idle.push(socket)
    }
    const answers = await Promise.all(Array.from({ length: 5 }, () => sendRaw(small.port, get('/'))))
    expect(answers.map((text) => readAnswers(text)[0]?.status)).toEqual(Array(5).fill(200))
    answerLate()
    await expect.poll(late.text).toContain('late')
    await expect.poll(() => idle.filter((socket) => socket.destroyed).length).toBeGreaterThanOrEqual(40)
    await small.close()
  })
})

test('random bytes never crash the server, and each connection is answered or closed (500 connections)', async () => {
  let seed = 20_261_122
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed % below
  }
  const starts = [
    '',
    'GET / HTTP/1.1\r\n',
    'POST /api/x HTTP/1.1\r\nHost: localhost\r\n',
    'GET /%',
    'PRI * HTTP/2.0\r\n\r\n',
  ]
  for (let round = 0; round < 25; round += 1) {
    const texts = await Promise.all(
      Array.from({ length: 20 }, () => {
        const noise = Uint8Array.from({ length: 1 + random(300) }, () => random(256))
        const start = Buffer.from(starts[random(starts.length)] ?? '')
        return sendRaw(server.port, Buffer.concat([start, noise, Buffer.from('\r\n\r\n')]), {
          silenceMs: 100,
          answerMs: 100,
        })
      }),
    )
    for (const { status } of texts.flatMap(readAnswers))
      expect([200, 400, 405, 413, 414, 421, 431]).toContain(status)
  }
  expect((await server.first(get('/'))).status).toBe(200)
})
