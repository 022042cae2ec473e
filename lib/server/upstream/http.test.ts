import { once } from 'node:events'
import { brotliCompressSync, createGzip, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { CallRecord, HttpOptions } from './calls.ts'
import { createHttp } from './http.ts'
import { type Answer, sendJson, startRaw, startScripted } from './testing/scripted-server.ts'
import { KEY, QUICK, settingsFor, startClients, upstreamError } from './testing/settings.ts'

const LIST = { results: [{ id: 1 }] }

async function start(answer: Answer, options: HttpOptions = {}) {
  const calls: CallRecord[] = []
  const server = await startScripted(answer)
  const { helloTractor } = startClients(settingsFor(server.url), {
    ...QUICK,
    ...options,
    onCall: (call) => calls.push(call),
  })
  const read = (signal?: AbortSignal) => helloTractor.billingPeriodPage({}, null, signal ? { signal } : {})
  return { server, client: helloTractor, read, calls }
}

async function startSocket(answer: Parameters<typeof startRaw>[0], options: HttpOptions = {}) {
  const server = await startRaw(answer)
  const { helloTractor } = startClients(settingsFor(server.url), { ...QUICK, ...options })
  return { server, client: helloTractor, read: () => helloTractor.billingPeriodPage({}, null) }
}

describe('statuses', () => {
  test.each([
    [400, 'malformed', 1],
    [401, 'unauthorized', 1],
    [403, 'forbidden', 1],
    [404, 'not_found', 1],
    [410, 'not_found', 1],
    [429, 'rate_limited', 3],
    [500, 'unavailable', 2],
    [502, 'unavailable', 3],
    [503, 'unavailable', 3],
    [504, 'timeout', 3],
    [304, 'malformed', 1],
    [204, 'malformed', 1],
  ])('%i is %s after %i attempts', async (status, code, attempts) => {
    const { server, read, calls } = await start((_, response) => {
      response.writeHead(status, { 'content-type': 'text/html' }).end()
    })
    const error = await upstreamError(read())
    expect([error.code, error.status]).toEqual([code, status])
    expect(server.seen).toHaveLength(attempts)
    expect(calls).toMatchObject([{ route: '/payg/lms/payment-requests', status, attempts, outcome: code }])
  })

  test('a transient error is retried and then answers as if nothing had been', async () => {
    const { server, read, calls } = await start((_, response) =>
      sendJson(response, LIST, server.seen.length < 3 ? 503 : 200),
    )
    expect((await read()).records).toHaveLength(1)
    expect(calls).toMatchObject([{ attempts: 3, outcome: 'ok', status: 200 }])
  })
})

describe('what an error says', () => {
  test('neither the key nor the host nor the upstream text is in it, nor in its causes', async () => {
    const secretText = 'upstream-secret-text'
    const { server, read } = await start((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(`{"${secretText}": ${KEY}}`)
    })
    const closed = await startSocket((socket) => socket.destroy())
    for (const error of [await upstreamError(read()), await upstreamError(closed.read())]) {
      const texts = []
      for (let each: unknown = error; each instanceof Error; each = each.cause) {
        texts.push(String(each), each.stack, JSON.stringify(Object.entries(each)))
      }
      const text = texts.join('\n')
      for (const canary of [KEY, secretText, '127.0.0.1:', new URL(server.url).port]) {
        expect(text).not.toContain(canary)
      }
      expect(error.message).toMatch(/^Hello Tractor [a-z ]+\.$/)
    }
  })
})

describe('broken answers', () => {
  test.each([
    ['an HTML page', 'text/html', '<html>maintenance</html>'],
    ['HTML that claims to be JSON', 'application/json', '<html>'],
    ['truncated JSON', 'application/json', '{"results":[{"id":1}'],
    ['an error in the place of a list', 'application/json', '{"error":"no"}'],
    ['nothing', 'application/json', ''],
    ['JSON nested too deep', 'application/json', `{"results":${'['.repeat(70)}${']'.repeat(70)}}`],
  ])('%s is malformed', async (_, type, body) => {
    const { read } = await start((_seen, response) => {
      response.writeHead(200, { 'content-type': type }).end(body)
    })
    expect((await upstreamError(read())).code).toBe('malformed')
  })

  test('JSON without a content type is read', async () => {
    const { read } = await start((_, response) => void response.end(JSON.stringify(LIST)))
    expect((await read()).records).toHaveLength(1)
  })

  test('a body shorter than its Content-Length is malformed, and asked for twice', async () => {
    const { server, read } = await startSocket((socket) => {
      socket.end(
        'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 90\r\n\r\n{"results":[]}',
      )
    })
    expect((await upstreamError(read())).code).toBe('malformed')
    expect(server.connections()).toBe(2)
  })

  test('a chunked body that is cut off is malformed', async () => {
    const { read } = await startSocket((socket) => {
      socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\ne\r\n{"results":[]}\r\n')
    })
    expect((await upstreamError(read())).code).toBe('malformed')
  })

  test('a flood of headers is an error and the next call works', async () => {
    const { read } = await startSocket((socket, connection) => {
      const flood = connection === 1 ? `x-flood: ${'a'.repeat(1_000_000)}\r\n` : ''
      socket.end(`HTTP/1.1 200 OK\r\n${flood}content-length: 14\r\n\r\n{"results":[]}`)
    })
    expect((await upstreamError(read())).code).toBe('malformed')
    expect((await read()).records).toEqual([])
  })

  test('something else than HTTP is malformed', async () => {
    const { read } = await startSocket((socket) => socket.end('220 mail.example ESMTP\r\n'))
    expect((await upstreamError(read())).code).toBe('malformed')
  })
})

describe('connections', () => {
  test('refused is unavailable', async () => {
    const server = await startRaw(() => {})
    const port = Number(new URL(server.url).port)
    const { helloTractor } = startClients(settingsFor(`http://127.0.0.1:${port === 1 ? 2 : 1}`))
    expect((await upstreamError(helloTractor.billingPeriod('1'))).code).toBe('unavailable')
  })

  test('a name that does not resolve is unavailable', async () => {
    const { helloTractor } = startClients(settingsFor('https://nobody.invalid'))
    expect((await upstreamError(helloTractor.billingPeriod('1'))).code).toBe('unavailable')
  })

  test('a reset before the answer is retried', async () => {
    const { server, read } = await startSocket((socket, connection) => {
      if (connection < 3) socket.resetAndDestroy()
      else socket.end('HTTP/1.1 200 OK\r\ncontent-length: 14\r\n\r\n{"results":[]}')
    })
    expect((await read()).records).toEqual([])
    expect(server.connections()).toBe(3)
  })

  test('a plain server where TLS is expected is blocked, once', async () => {
    const server = await startRaw((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'))
    const { helloTractor } = startClients(settingsFor(server.url.replace('http:', 'https:')))
    expect((await upstreamError(helloTractor.billingPeriod('1'))).code).toBe('blocked')
    expect(server.connections()).toBe(1)
  })
})

describe('addresses', () => {
  test.each([
    ['public', 'blocked'],
    ['any', 'ok'],
  ] as const)(
    'a name that resolves to this machine, where %s addresses are allowed: %s',
    async (addresses, outcome) => {
      const server = await startScripted((_, response) => sendJson(response, LIST))
      const http = createHttp(QUICK)
      onTestFinished(http.close)
      const call = http.source('hello-tractor').json({
        route: 'test',
        url: new URL(server.url.replace('127.0.0.1', 'localhost')),
        allow: () => ({ sendsKey: false, addresses }),
        authorization: null,
      })
      if (outcome === 'ok') expect(await call).toEqual(LIST)
      else expect((await upstreamError(call)).code).toBe(outcome)
      expect(server.seen).toHaveLength(outcome === 'ok' ? 1 : 0)
    },
  )
})

describe('deadlines', () => {
  const never: Answer = () => {}
  const stalling: Answer = (_, response) => void response.writeHead(200).write('{"results":')

  test('no answer is a timeout; a list is asked for twice, a detail once', async () => {
    const { server, read, client } = await start(never)
    expect((await upstreamError(read())).code).toBe('timeout')
    expect(server.seen).toHaveLength(2)
    expect((await upstreamError(client.invoice('1'))).code).toBe('timeout')
    expect(server.seen).toHaveLength(3)
  })

  test('a body that stalls is a timeout', async () => {
    const { client } = await start(stalling)
    expect((await upstreamError(client.invoice('1'))).code).toBe('timeout')
  })

  test('a body that drips for ever ends at the total deadline', async () => {
    const { client } = await start(
      (_, response) => {
        response.writeHead(200)
        const drip = setInterval(() => response.write(' '), 50)
        response.on('close', () => clearInterval(drip))
      },
      { timeouts: { ...QUICK.timeouts, jsonTotalMs: 600 } },
    )
    expect((await upstreamError(client.invoice('1'))).code).toBe('timeout')
  })

  test.each([
    ['before the answer', never],
    ['in its body', stalling],
  ])('an abort %s reaches the caller as it is and frees the connection', async (_, answer) => {
    const { server, read, calls } = await start(answer, { timeouts: {} })
    const controller = new AbortController()
    const reason = new Error('gone away')
    const call = read(controller.signal)
    await expect.poll(() => server.seen.length).toBe(1)
    controller.abort(reason)
    await expect(call).rejects.toBe(reason)
    await expect.poll(server.openSockets).toBe(0)
    expect(calls).toMatchObject([{ outcome: 'aborted' }])
  })

  test('a call that is already given up is not made', async () => {
    const { server, read } = await start(never)
    await expect(read(AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone')
    expect(server.seen).toEqual([])
  })
})

describe('redirects', () => {
  const hops =
    (count: number): Answer =>
    ({ url }, response) => {
      const hop = Number(url.searchParams.get('hop') ?? '0')
      if (hop < count) response.writeHead(302, { location: `/moved?hop=${hop + 1}` }).end()
      else sendJson(response, LIST)
    }

  test('two on the same origin are followed, with the key', async () => {
    const { server, read } = await start(hops(2))
    expect((await read()).records).toHaveLength(1)
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual(Array(3).fill(`Bearer ${KEY}`))
  })

  test('a third is refused', async () => {
    const { server, read } = await start(hops(3))
    expect((await upstreamError(read())).code).toBe('blocked')
    expect(server.seen).toHaveLength(3)
  })

  test.each([301, 302, 303, 307, 308])(
    'a %i to another origin is refused and nothing goes there',
    async (status) => {
      const foreign = await startScripted((_, response) => sendJson(response, LIST))
      const { server, read } = await start((_, response) => {
        response.writeHead(status, { location: `${foreign.url}/payg` }).end()
      })
      expect((await upstreamError(read())).code).toBe('blocked')
      expect(server.seen).toHaveLength(1)
      expect(foreign.seen).toEqual([])
    },
  )

  test.each(['file:///etc/passwd', '//evil.example/', 'http://', undefined])(
    'a Location of %j is refused',
    async (location) => {
      const { read } = await start((_, response) => {
        response.writeHead(302, location === undefined ? {} : { location }).end()
      })
      expect((await upstreamError(read())).code).toBe('blocked')
    },
  )
})

describe('size', () => {
  const body = JSON.stringify({ results: [{ id: 1, note: 'é'.repeat(5000) }] })

  test.each([
    ['gzip', gzipSync(body)],
    ['br', brotliCompressSync(body)],
    ['deflate', deflateSync(body)],
    ['deflate', deflateRawSync(body)],
    ['identity', Buffer.from(body)],
  ])('a body in %s is decoded', async (encoding, bytes) => {
    const { read } = await start((_, response) => {
      response.writeHead(200, { 'content-encoding': encoding }).end(bytes)
    })
    expect((await read()).records[0]?.raw.note).toBe('é'.repeat(5000))
  })

  test.each([
    ['zstd', Buffer.from(body)],
    ['gzip, br', Buffer.from(body)],
    ['br', Buffer.from('garbage')],
    ['gzip', gzipSync(body).subarray(0, 40)],
  ])('a body that is not what %s says is malformed', async (encoding, bytes) => {
    const { read } = await start((_, response) => {
      response.writeHead(200, { 'content-encoding': encoding }).end(bytes)
    })
    expect((await upstreamError(read())).code).toBe('malformed')
  })

  test('a body longer than the cap is refused by its length, before it is read', async () => {
    const { read } = await start((_, response) => {
      response.writeHead(200, { 'content-length': String(17 * 1024 * 1024) }).write('{')
    })
    expect((await upstreamError(read())).code).toBe('too_large')
  })

  test('a gzip bomb is cut off at the cap, while most of it is still unsent', async () => {
    let sentBytes = 0
    const { server, read } = await start(async (_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' })
      const bomb = createGzip().setMaxListeners(0)
      bomb.on('data', (chunk: Buffer) => {
        sentBytes += chunk.length
      })
      bomb.pipe(response)
      let isOpen = true
      response.on('close', () => {
        isOpen = false
        bomb.destroy()
      })
      const zeros = Buffer.alloc(1024 * 1024, ' ')
      for (let megabytes = 0; megabytes < 4096 && isOpen; megabytes++) {
        if (!bomb.write(zeros)) await Promise.race([once(bomb, 'drain'), once(bomb, 'close')])
      }
    })
    expect((await upstreamError(read())).code).toBe('too_large')
    await expect.poll(server.openSockets).toBe(0)
    expect(sentBytes).toBeLessThan(2 * 1024 * 1024)
  })
})

describe('restraint', () => {
  test('a Retry-After within a call’s patience is waited for', async () => {
    const { server, read, calls } = await start((_, response) =>
      server.seen.length < 2 ? sendJson(response, {}, 429, { 'retry-after': '1' }) : sendJson(response, LIST),
    )
    expect((await read()).records).toHaveLength(1)
    expect(calls).toMatchObject([{ attempts: 2, outcome: 'ok' }])
  })

  test('a longer one is an error with the hint, and no call goes out before', async () => {
    const { server, read, client } = await start((_, response) =>
      sendJson(response, {}, 503, { 'retry-after': new Date(Date.now() + 121_000).toUTCString() }),
    )
    const error = await upstreamError(read())
    expect(error.code).toBe('unavailable')
    expect(error.retryAfterSeconds).toBeGreaterThan(115)
    expect((await upstreamError(client.invoice('1'))).code).toBe('rate_limited')
    expect(server.seen).toHaveLength(1)
  })

  test('while everything fails, few more calls arrive than were made, and soon none', async () => {
    const { server, read } = await start((_, response) => sendJson(response, {}, 503))
    for (let call = 0; call < 50; call++) await upstreamError(read())
    expect(server.seen).toHaveLength(5)
  })

  test('without the circuit breaker repeats still stay within a tenth', async () => {
    const { server, read } = await start((_, response) => sendJson(response, {}, 503), {
      gate: { failuresInRow: 1e9, minimumCalls: 1e9 },
    })
    for (let call = 0; call < 60; call++) await upstreamError(read())
    expect(server.seen.length).toBeLessThanOrEqual(66)
  })

  test('after the pause one call tries, and its success lets all through', async () => {
    let isDown = true
    const { server, read } = await start((_, response) => sendJson(response, LIST, isDown ? 503 : 200), {
      gate: { openMs: 150 },
    })
    for (let call = 0; call < 5; call++) await upstreamError(read())
    expect((await upstreamError(read())).retryAfterSeconds).toBe(1)
    const before = server.seen.length
    isDown = false
    await new Promise((resolve) => setTimeout(resolve, 200))
    const outcomes = await Promise.allSettled([read(), read(), read()])
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(server.seen.length).toBe(before + 1)
    expect((await read()).records).toHaveLength(1)
  })

  test('refused keys and missing rows do not open the circuit', async () => {
    const { server, read } = await start((_, response) =>
      sendJson(response, {}, server.seen.length % 2 ? 401 : 404),
    )
    for (let call = 0; call < 20; call++) await upstreamError(read())
    expect(server.seen).toHaveLength(20)
  })

  test('only so many calls are under way at a time', async () => {
    let underWay = 0
    let most = 0
    const { read } = await start(
      async (_, response) => {
        underWay += 1
        most = Math.max(most, underWay)
        await new Promise((resolve) => setTimeout(resolve, 20))
        underWay -= 1
        sendJson(response, LIST)
      },
      { gate: { concurrency: 3 } },
    )
    await Promise.all(Array.from({ length: 12 }, () => read()))
    expect(most).toBe(3)
  })

  test('a queued call that is given up ends at once and is never made', async () => {
    const { server, read } = await start(() => {}, { gate: { concurrency: 1 }, timeouts: {} })
    const first = new AbortController()
    const second = new AbortController()
    const calls = [read(first.signal), read(second.signal)].map((call) => call.catch(String))
    await expect.poll(() => server.seen.length).toBe(1)
    second.abort(new Error('second'))
    expect(await calls[1]).toBe('Error: second')
    first.abort(new Error('first'))
    expect(await calls[0]).toBe('Error: first')
    expect(server.seen).toHaveLength(1)
  })
})
