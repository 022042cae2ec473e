import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { get, missing, type RunningServer, readAnswers, sendRaw, startHttpServer } from './testing.ts'

let server: RunningServer
beforeAll(async () => {
  server = await startHttpServer()
})
afterAll(() => server.close())

describe('the Host of a request', () => {
  const statusOf = async (head: string) => (await server.first(`${head}\r\nConnection: close\r\n\r\n`)).status
  test.each(['localhost', 'LOCALHOST:3000', '127.0.0.1:8080', '[::1]:3000'])(
    'accepts %s when the server listens on loopback only',
    async (host) => {
      expect(await statusOf(`GET / HTTP/1.1\r\nHost: ${host}`)).toBe(200)
    },
  )

  test.each([
    ...[
      'evil@localhost',
      'evil:x@localhost:3000',
      'localhost@evil.example',
      'localhost.',
      'localhost:',
      'localhost:0',
    ],
    ...[
      'localhost:65536',
      'localhost:3000:1',
      'local host',
      'localhost/a',
      'localhost?a',
      'localhost#a',
      'localhost\\a',
    ],
    ...[
      '%6cocalhost',
      '127.1',
      '2130706433',
      '0x7f.0.0.1',
      '[::1',
      '[::ffff:127.0.0.1]',
      'localhost,evil.example',
      '',
    ],
  ])('refuses %j, which only resembles an accepted host', async (host) => {
    const status = await statusOf(`GET / HTTP/1.1\r\nHost: ${host}`)
    expect([400, 421]).toContain(status)
    expect(await statusOf(`GET /api/sources HTTP/1.1\r\nHost: ${host}`)).toBe(status)
  })

  test('accepts the public host with and without the default port of its scheme', async () => {
    const secure = await startHttpServer({ appUrl: new URL('https://furrow.example'), isLocal: false })
    const asked = async (host: string) =>
      readAnswers(await sendRaw(secure.port, get('/').replace('localhost', host)))[0]?.status
    expect(await asked('furrow.example')).toBe(200)
    expect(await asked('furrow.example:443')).toBe(200)
    for (const other of ['furrow.example:80', 'furrow.example:8443', 'localhost', 'a.furrow.example'])
      expect(await asked(other)).toBe(421)
    await secure.close()
  })

  test.each([
    ['no Host', 'GET / HTTP/1.1'],
    ['no Host in HTTP/1.0', 'GET / HTTP/1.0'],
    ['two Hosts', 'GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost'],
    ['two Hosts, one foreign', 'GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example'],
    ['two Hosts for a health check', 'GET /api/health/live HTTP/1.1\r\nHost: a\r\nHost: b'],
    ['two keys', 'GET / HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b'],
    ['two content types', 'GET / HTTP/1.1\r\nHost: localhost\r\nContent-Type: a/b\r\nContent-Type: c/d'],
  ])('%s is answered with problem JSON and the fixed headers', async (_name, head) => {
    const answer = await server.first(`${head}\r\n\r\n`)
    expect([answer.status, answer.headers['content-type']]).toEqual([400, 'application/problem+json'])
    expect(JSON.parse(answer.body)).toMatchObject({ status: 400, code: 'bad_request' })
    expect(missing(answer)).toEqual([])
  })
})

describe('health checks', () => {
  const probe = (path: string, host: string | null, version = '1.1') =>
    server.first(
      `GET ${path} HTTP/${version}\r\n${host === null ? '' : `Host: ${host}\r\n`}Connection: close\r\n\r\n`,
    )

  test('are answered under any Host, and the routes see the public one', async () => {
    for (const path of ['/api/health/live', '/api/health/ready', '/api/health/ready?from=balancer']) {
      for (const host of ['10.0.0.5:3000', 'furrow-0.furrow.svc', 'evil@localhost', 'a b']) {
        expect((await probe(path, host)).status).toBe(200)
        expect(server.seen.at(-1)?.headers.host).toBe('localhost:3000')
      }
      expect((await probe(path, null, '1.0')).status).toBe(200)
    }
  })

  test.each([
    ...['/api/health', '/api/health/', '/api/health/live/', '/api/health/live/x', '/api/health/other'],
    ...['/api/health/live/../../sources', '/api/health/../sources', '/api/health/live%2f..%2fsources'],
    ...['//api/health/live', '/api/health/live;x', '/API/health/live', '/api/openapi.json'],
  ])('do not include %s', async (path) => {
    expect((await probe(path, '10.0.0.5:3000')).status).toBe(421)
  })

  test('accept reading methods only', async () => {
    const answer = await server.first(
      'POST /api/health/live HTTP/1.1\r\nHost: 10.0.0.5\r\nContent-Length: 0\r\n\r\n',
    )
    expect(answer.status).toBe(421)
  })
})

test('overwrites a request id and an address sent by the client', async () => {
  const { headers } = await server.first(get('/', 'X-Request-Id: forged', 'X-Furrow-Address: 10.0.0.1'))
  const given = server.seen.at(-1)?.headers
  expect(given?.['x-request-id']).toBe(headers['x-request-id'])
  expect(headers['x-request-id']).toMatch(/^[\da-f-]{36}$/)
  expect(given?.['x-furrow-address']).toBe('127.0.0.1')
})

test('passes the query to the routes with every parameter sent, and overwrites a forged x-furrow-query', async () => {
  const queries: [string, string][] = [
    ['?__proto__=1', '__proto__=1'],
    ['?a=1&%5F_proto__&nxtPid=2&a=3', 'a=1&__proto__=&nxtPid=2&a=3'],
    ['?q=%E2%82%AC+%2B?', 'q=%E2%82%AC+%2B%3F'],
    ['?q=%ff', 'q=%EF%BF%BD'],
    ['?', ''],
    ['', ''],
  ]
  for (const [sent, told] of queries) {
    await server.first(get(`/api/sources${sent}`, 'X-Furrow-Query: limit=1'))
    expect(server.seen.at(-1)?.headers['x-furrow-query']).toBe(told)
  }
})
