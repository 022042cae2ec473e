import { describe, expect, test } from 'vitest'
import { get, post, readAnswers, sendRaw, startHttpServer } from './testing.ts'

describe('logging of requests refused before a route sees them', () => {
  const kinds: [string, number, string, string | null, string][] = [
    ['foreign_host', 421, 'GET', 'GET', get('/').replace('localhost', 'evil.example')],
    [
      'method_not_allowed',
      405,
      'PUT',
      'PUT',
      'PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n',
    ],
    ['body_too_large', 413, 'POST', 'POST', post('/api/x', '', 'Content-Length: 11534336')],
    ['address_too_long', 414, 'GET', 'GET', get(`/?q=${'a'.repeat(9_000)}`)],
    ['headers_too_large', 431, 'bytes', null, get('/', `X-Large: ${'a'.repeat(20_000)}`)],
    [
      'method_not_allowed',
      405,
      'CONNECT',
      'CONNECT',
      'CONNECT evil.example:443 HTTP/1.1\r\nHost: localhost\r\n\r\n',
    ],
    ['bad_request', 400, 'bytes', null, 'secret-token nonsense\r\n\r\n'],
    ['expectation_failed', 417, 'GET', 'GET', get('/', 'Expect: the unexpected')],
  ]
  test.each(kinds)('%s (%i, %s)', async (code, status, _what, method, bytes) => {
    const own = await startHttpServer()
    const [answer] = readAnswers(await sendRaw(own.port, bytes))
    expect(own.lines).toEqual([
      { requestId: answer?.headers['x-request-id'], method, route: null, code, status },
    ])
    // The line holds nothing that was sent except the method, which is from Node's closed list. The request
    // id is random and may hold any short run of letters, so it is left out.
    const [line] = own.lines
    expect(JSON.stringify({ ...line, requestId: null })).not.toMatch(/evil|secret|aaa/)
    await own.close()
  })

  test('logs a flood as two lines per code: the first at once, the count of the others at the end of the minute', async () => {
    const own = await startHttpServer()
    const foreign = get('/').replace('localhost', 'evil.example')
    for (let at = 0; at < 50; at += 1) await sendRaw(own.port, foreign)
    await sendRaw(own.port, 'nonsense\r\n\r\n')
    expect(own.lines.map(({ code, count }) => [code, count])).toEqual([
      ['foreign_host', undefined],
      ['bad_request', undefined],
    ])
    // Closing the server writes the pending counts, as the end of the minute does.
    await own.close()
    expect(own.lines.map(({ code, count }) => [code, count]).slice(2)).toEqual([['foreign_host', 49]])
  })

  test('starts counting again after each minute', async () => {
    const own = await startHttpServer({ noteWindowMs: 1 })
    const foreign = get('/').replace('localhost', 'evil.example')
    await sendRaw(own.port, foreign)
    await new Promise((resolve) => setTimeout(resolve, 50))
    await sendRaw(own.port, foreign)
    expect(own.lines.map(({ code, count }) => [code, count])).toEqual([
      ['foreign_host', undefined],
      ['foreign_host', undefined],
    ])
    await own.close()
  })

  test('does not log responses of routes, which have a line of their own', async () => {
    const own = await startHttpServer()
    await sendRaw(own.port, get('/api/sources'))
    await own.close()
    expect(own.lines).toEqual([])
  })
})
