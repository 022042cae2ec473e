import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { becomeUnavailable } from './response.ts'
import { get, missing, post, type RunningServer, readAnswers, sendRaw, startHttpServer } from './testing.ts'

let server: RunningServer
beforeAll(async () => {
  server = await startHttpServer()
})
afterAll(() => server.close())

describe('every kind of response has the fixed headers', () => {
  const kinds: [string, number, string][] = [
    ['a page', 200, get('/')],
    ['a route', 200, get('/api/sources')],
    ['a file', 200, get('/_next/static/a.js')],
    ['a foreign host', 421, get('/').replace('localhost', 'evil.example')],
    ['no host', 400, 'GET / HTTP/1.1\r\n\r\n'],
    ['an unknown method', 405, 'GETT / HTTP/1.1\r\nHost: localhost\r\n\r\n'],
    ['a lower-case method', 405, 'get / HTTP/1.1\r\nHost: localhost\r\n\r\n'],
    ['TRACE', 405, 'TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n'],
    ['CONNECT', 405, 'CONNECT evil.example:443 HTTP/1.1\r\nHost: localhost\r\n\r\n'],
    ['PUT on a page', 405, 'PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n'],
    ['a body on a GET', 400, get('/', 'Content-Length: 3').concat('abc')],
    ['a large body', 413, post('/api/x', '', 'Content-Length: 11534336')],
    ['a long address', 414, get(`/?q=${'a'.repeat(9_000)}`)],
    ['a path that is not UTF-8', 400, get('/api/invoices/%ff/%')],
    ['large headers', 431, get('/', `X-Large: ${'a'.repeat(20_000)}`)],
    ['an expectation', 417, get('/', 'Expect: the unexpected')],
    ['bytes that are not HTTP', 400, '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n'],
  ]
  test.each(kinds)('%s (%i)', async (_name, status, bytes) => {
    const answer = await server.first(bytes)
    expect(answer.status).toBe(status)
    expect(missing(answer)).toEqual([])
    expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(answer.headers['strict-transport-security']).toBeUndefined()
  })

  test('sends HSTS on every response, and only when the public address is https', async () => {
    const secure = await startHttpServer({ appUrl: new URL('https://furrow.example') })
    for (const bytes of [get('/'), get('/').replace('localhost', 'evil.example'), 'nonsense\r\n\r\n']) {
      const [answer] = readAnswers(await sendRaw(secure.port, bytes))
      expect(answer?.headers['strict-transport-security']).toMatch(/^max-age=\d{8}; includeSubDomains$/)
    }
    await secure.close()
  })

  test('no route can remove a fixed header, and a route’s own stricter policy is kept', async () => {
    const own = await startHttpServer({
      handle: (_, response) => {
        response.setHeader('x-content-type-options', 'none')
        response.setHeader('content-security-policy', "sandbox; default-src 'none'")
        response.writeHead(200, { 'x-own': '1' }).end()
      },
    })
    const [answer] = readAnswers(await sendRaw(own.port, get('/api/x')))
    expect(answer?.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'x-own': '1',
    })
    await own.close()
  })
})

describe('the content security policy of a page', () => {
  test('has a new nonce each time, which is passed to Next and which a client cannot choose', async () => {
    const forged = ['Content-Security-Policy-Report-Only', 'Content-Security-Policy'].map(
      (name) => `${name}: script-src 'nonce-forged'`,
    )
    const nonces = []
    for (let round = 0; round < 3; round += 1) {
      const { headers } = await server.first(get('/', ...forged))
      const given = server.seen.at(-1)?.headers ?? {}
      const [, nonce = ''] = /'nonce-([^']+)'/.exec(headers['content-security-policy'] ?? '') ?? []
      expect(Buffer.from(nonce, 'base64')).toHaveLength(16)
      expect(given['content-security-policy']).toContain(`'nonce-${nonce}'`)
      expect(given['content-security-policy-report-only']).toBeUndefined()
      nonces.push(nonce)
    }
    expect(new Set(nonces).size).toBe(3)
  })

  test('allows scripts by nonce only and requires trusted types', async () => {
    const { headers } = await server.first(get('/'))
    const policy = headers['content-security-policy'] ?? ''
    for (const rule of [
      "default-src 'none'",
      "'strict-dynamic'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
    ]) {
      expect(policy).toContain(rule)
    }
    expect(policy.match(/script-src [^;]+/)?.[0]).not.toMatch(/unsafe|https?:|\*/)
  })
})

test('a page that waits for the database is 503 with Retry-After, whatever status it was rendered with', async () => {
  const waiting = await startHttpServer({
    handle: (request, response) => {
      becomeUnavailable(request, 2)
      response.statusCode = request.url === '/drawn' ? 200 : 500
      response.end('away')
    },
  })
  try {
    const texts = [get('/drawn'), get('/failed')].map((bytes) => sendRaw(waiting.port, bytes))
    const answers = (await Promise.all(texts)).flatMap(readAnswers)
    const facts = answers.map(({ status, headers, body }) => [status, headers['retry-after'], body])
    expect(facts).toEqual([
      [503, '2', 'away'],
      [503, '2', 'away'],
    ])
    expect(answers.map(missing)).toEqual([[], []])
  } finally {
    await waiting.close()
  }
})

test('a header that a route sets as a list of one reads as a single value', async () => {
  const told: unknown[] = []
  const own = await startHttpServer({
    handle: (_, response) => {
      response.setHeader('content-type', ['application/json'])
      response.setHeader('set-cookie', ['a=1'])
      told.push(response.getHeader('content-type'), response.getHeader('set-cookie'))
      response.end('{}')
    },
  })
  const [answer] = readAnswers(await sendRaw(own.port, get('/api/x')))
  expect(told).toEqual(['application/json', ['a=1']])
  expect(answer?.headers).toMatchObject({ 'content-type': 'application/json', 'set-cookie': 'a=1' })
  await own.close()
})

test('drops no header, however many there are', async () => {
  await server.first(get('/', ...Array.from({ length: 3_000 }, () => 'a:'), 'Sec-Fetch-Site: cross-site'))
  expect(server.seen.at(-1)?.headers['sec-fetch-site']).toBe('cross-site')
})
