import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { readBody } from './body.ts'

const schema = z.strictObject({ name: z.string() })
const post = (body: BodyInit, type = 'application/json') =>
  new Request('http://localhost/api/x', {
    method: 'POST',
    body,
    headers: { 'content-type': type },
    duplex: 'half',
  } as RequestInit)
const refusal = (request: Request) =>
  readBody(schema, request).then(
    () => 'read',
    (error: { status?: number }) => error.status,
  )

describe('H34 a body', () => {
  test('that is what was asked for is read, whatever the rest of its media type says', async () => {
    expect(await readBody(schema, post('{"name":"a"}', 'application/json; charset=utf-8'))).toEqual({
      name: 'a',
    })
  })

  test.each([
    ['of another media type', post('name=a', 'application/x-www-form-urlencoded'), 415],
    ['that only looks like JSON’s type', post('{"name":"a"}', 'text/plain;application/json'), 415],
    ['in UTF-16', post(Buffer.from('{"name":"a"}', 'utf16le')), 400],
    ['that is no UTF-8', post(Buffer.from([0x22, 0xff, 0x22])), 400],
    ['that ends too early', post('{"name":'), 400],
    ['30,000 levels deep', post('['.repeat(30_000) + ']'.repeat(30_000)), 400],
    [
      'of a million keys',
      post(`{${Array.from({ length: 100_000 }, (_, at) => `"k${at}":1`).join(',')}}`),
      413,
    ],
    ['of 11 MB', post('x'.repeat(11 * 1024 * 1024)), 413],
    ['with a field that nobody asked for', post('{"name":"a","role":"admin"}'), 400],
    ['with a prototype', post('{"name":"a","__proto__":{"role":"admin"}}'), 400],
    ['that is no object', post('"a"'), 400],
    ['that is empty', post(''), 400],
  ])('%s is refused', async (_name, request, status) => {
    expect(await refusal(request)).toBe(status)
  })

  test('without an end is read no further than its limit, and one that stalls is given up', async () => {
    let sent = 0
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 16_384
        controller.enqueue(new Uint8Array(16_384).fill(32))
      },
    })
    expect(await refusal(post(endless))).toBe(413)
    expect(sent).toBeLessThanOrEqual(8 * 16_384)
    expect(await refusal(post(new ReadableStream({ pull: () => new Promise(() => {}) })))).toBe(408)
  })
})
