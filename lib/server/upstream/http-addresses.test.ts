import { describe, expect, onTestFinished, test } from 'vitest'
import { LIST, startList } from '#lib/server/upstream/testing/list-client.ts'
import { type Answer, sendJson, startScripted } from '#lib/server/upstream/testing/scripted-server.ts'
import { KEY, QUICK, upstreamError } from '#lib/server/upstream/testing/settings.ts'
import { createHttp } from './http.ts'

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
        allow: () => ({ isKeySent: false, addresses }),
        authorization: null,
      })
      if (outcome === 'ok') expect(await call).toEqual(LIST)
      else expect((await upstreamError(call)).code).toBe(outcome)
      expect(server.seen).toHaveLength(outcome === 'ok' ? 1 : 0)
    },
  )
})

describe('redirects', () => {
  const hops =
    (count: number): Answer =>
    ({ url }, response) => {
      const hop = Number(url.searchParams.get('hop') ?? '0')
      if (hop < count) response.writeHead(302, { location: `/moved?hop=${hop + 1}` }).end()
      else sendJson(response, LIST)
    }

  test('F16 two redirects on the same origin are followed with the key', async () => {
    const { server, read } = await startList(hops(2))
    expect((await read()).records).toHaveLength(1)
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual(Array(3).fill(`Bearer ${KEY}`))
  })

  test('a third redirect is refused', async () => {
    const { server, read } = await startList(hops(3))
    expect((await upstreamError(read())).code).toBe('blocked')
    expect(server.seen).toHaveLength(3)
  })

  test.each([301, 302, 303, 307, 308])(
    'a %i to another origin is refused and that origin is not called',
    async (status) => {
      const foreign = await startScripted((_, response) => sendJson(response, LIST))
      const { server, read } = await startList((_, response) => {
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
      const { read } = await startList((_, response) => {
        response.writeHead(302, location === undefined ? {} : { location }).end()
      })
      expect((await upstreamError(read())).code).toBe('blocked')
    },
  )
})
