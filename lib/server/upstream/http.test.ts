import { describe, expect, test } from 'vitest'
import { LIST, startList, startSocketList } from '#lib/server/upstream/testing/list-client.ts'
import { sendJson, startRaw } from '#lib/server/upstream/testing/scripted-server.ts'
import { KEY, settingsFor, startClients, upstreamError } from '#lib/server/upstream/testing/settings.ts'

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
    const { server, read, calls } = await startList((_, response) => {
      response.writeHead(status, { 'content-type': 'text/html' }).end()
    })
    const error = await upstreamError(read())
    expect([error.code, error.status]).toEqual([code, status])
    expect(server.seen).toHaveLength(attempts)
    expect(calls).toMatchObject([{ route: '/payg/lms/payment-requests', status, attempts, outcome: code }])
  })

  test('a transient error is retried and the call succeeds', async () => {
    const { server, read, calls } = await startList((_, response) =>
      sendJson(response, LIST, server.seen.length < 3 ? 503 : 200),
    )
    expect((await read()).records).toHaveLength(1)
    expect(calls).toMatchObject([{ attempts: 3, outcome: 'ok', status: 200 }])
  })
})

describe('error texts', () => {
  test('an error and its causes contain neither the key, the host nor the upstream’s text', async () => {
    const secretText = 'upstream-secret-text'
    const { server, read } = await startList((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(`{"${secretText}": ${KEY}}`)
    })
    const closed = await startSocketList((socket) => socket.destroy())
    const { helloTractor: refused } = startClients(settingsFor('http://127.0.0.1:1'))
    for (const call of [read, closed.read, () => refused.billingPeriod('1')]) {
      const error = await upstreamError(call())
      const texts = []
      for (let each: unknown = error; each instanceof Error; each = each.cause) {
        texts.push(String(each), each.stack, JSON.stringify(Object.entries(each)))
      }
      const text = texts.join('\n')
      for (const canary of [KEY, secretText, '127.0.0.1', new URL(server.url).port]) {
        expect(text).not.toContain(canary)
      }
      expect(error.message).toMatch(/^Hello Tractor [a-z ]+\.$/)
    }
  })
})

test.each([
  ['windows-1252', 'iso-8859-1'],
  ['utf-16le', 'utf-16le'],
  ['utf-8', '"utf-8"'],
  ['utf-8', 'no-such-set'],
])('text in %s is read as Content-Type names it (%s)', async (_, charset) => {
  const text = JSON.stringify({ results: [{ id: 1, loanName: 'Société é' }] })
  const bytes = Buffer.from(
    text,
    charset === 'iso-8859-1' ? 'latin1' : charset === 'utf-16le' ? charset : 'utf8',
  )
  const { read } = await startList((_request, response) => {
    response.writeHead(200, { 'content-type': `application/json; charset=${charset}` }).end(bytes)
  })
  expect((await read()).records).toMatchObject([{ contract: 'Société é' }])
})

test('a list may be sent under any media type, and JSON is preferred', async () => {
  const { server, read } = await startList((_, response) => sendJson(response, LIST))
  await read()
  expect(server.seen[0]?.headers.accept).toBe('application/json, */*;q=0.5')
})

describe('malformed responses', () => {
  test.each([
    ['an HTML page', 'text/html', '<html>maintenance</html>'],
    ['HTML that claims to be JSON', 'application/json', '<html>'],
    ['truncated JSON', 'application/json', '{"results":[{"id":1}'],
    ['an error instead of a list', 'application/json', '{"error":"no"}'],
    ['nothing', 'application/json', ''],
    ['JSON nested too deep', 'application/json', `{"results":${'['.repeat(70)}${']'.repeat(70)}}`],
  ])('%s is malformed', async (_, type, body) => {
    const { read } = await startList((_seen, response) => {
      response.writeHead(200, { 'content-type': type }).end(body)
    })
    expect((await upstreamError(read())).code).toBe('malformed')
  })

  test('JSON without a content type is read', async () => {
    const { read } = await startList((_, response) => void response.end(JSON.stringify(LIST)))
    expect((await read()).records).toHaveLength(1)
  })

  test('a body shorter than its Content-Length is malformed and retried once', async () => {
    const { server, read } = await startSocketList((socket) => {
      socket.end(
        'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 90\r\n\r\n{"results":[]}',
      )
    })
    expect((await upstreamError(read())).code).toBe('malformed')
    expect(server.connections()).toBe(2)
  })

  test('a truncated chunked body is malformed', async () => {
    const { read } = await startSocketList((socket) => {
      socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\ne\r\n{"results":[]}\r\n')
    })
    expect((await upstreamError(read())).code).toBe('malformed')
  })

  test('oversized headers are an error and the next call works', async () => {
    const { read } = await startSocketList((socket, connection) => {
      const flood = connection === 1 ? `x-flood: ${'a'.repeat(1_000_000)}\r\n` : ''
      socket.end(`HTTP/1.1 200 OK\r\n${flood}content-length: 14\r\n\r\n{"results":[]}`)
    })
    expect((await upstreamError(read())).code).toBe('malformed')
    expect((await read()).records).toEqual([])
  })

  test('a response that is not HTTP is malformed', async () => {
    const { read } = await startSocketList((socket) => socket.end('220 mail.example ESMTP\r\n'))
    expect((await upstreamError(read())).code).toBe('malformed')
  })
})

describe('connections', () => {
  test('a refused connection is unavailable', async () => {
    const server = await startRaw(() => {})
    const port = Number(new URL(server.url).port)
    const { helloTractor } = startClients(settingsFor(`http://127.0.0.1:${port === 1 ? 2 : 1}`))
    expect((await upstreamError(helloTractor.billingPeriod('1'))).code).toBe('unavailable')
  })

  test('a host name that does not resolve is unavailable', async () => {
    const { helloTractor } = startClients(settingsFor('https://nobody.invalid'))
    expect((await upstreamError(helloTractor.billingPeriod('1'))).code).toBe('unavailable')
  })

  test('a connection reset before the response is retried', async () => {
    const { server, read } = await startSocketList((socket, connection) => {
      if (connection < 3) socket.resetAndDestroy()
      else socket.end('HTTP/1.1 200 OK\r\ncontent-length: 14\r\n\r\n{"results":[]}')
    })
    expect((await read()).records).toEqual([])
    expect(server.connections()).toBe(3)
  })

  test('a plain HTTP server where TLS is expected is blocked without a retry', async () => {
    const server = await startRaw((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'))
    const { helloTractor } = startClients(settingsFor(server.url.replace('http:', 'https:')))
    expect((await upstreamError(helloTractor.billingPeriod('1'))).code).toBe('blocked')
    expect(server.connections()).toBe(1)
  })
})
