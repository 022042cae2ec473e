import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Problem } from '#lib/errors.ts'
import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
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

describe('a body', () => {
  test('is read if valid, whatever follows its media type', async () => {
    expect(await readBody(schema, post('{"name":"a"}', 'application/json; charset=utf-8'))).toEqual({
      name: 'a',
    })
  })

  test.each([
    ['of another media type', post('name=a', 'application/x-www-form-urlencoded'), 415],
    ['that only looks like JSON’s type', post('{"name":"a"}', 'text/plain;application/json'), 415],
    ['in UTF-16', post(Buffer.from('{"name":"a"}', 'utf16le')), 400],
    ['that is not UTF-8', post(Buffer.from([0x22, 0xff, 0x22])), 400],
    ['that ends too early', post('{"name":'), 400],
    ['30,000 levels deep', post('['.repeat(30_000) + ']'.repeat(30_000)), 400],
    ['of 100,000 keys', post(`{${Array.from({ length: 100_000 }, (_, at) => `"k${at}":1`).join(',')}}`), 413],
    ['of 11 MB', post('x'.repeat(11 * 1024 * 1024)), 413],
    ['with an unknown field', post('{"name":"a","role":"admin"}'), 400],
    ['with a __proto__ key', post('{"name":"a","__proto__":{"role":"admin"}}'), 400],
    ['that is not an object', post('"a"'), 400],
    ['that is empty', post(''), 400],
  ])('%s is refused', async (_name, request, status) => {
    expect(await refusal(request)).toBe(status)
  })

  test('without an end is read no further than the limit, and one that stalls is abandoned', async () => {
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

/** Returns the error for each field of a refused body. */
async function faultsOf(body: unknown, wanted: z.ZodType): Promise<Record<string, string>> {
  const error = await readBody(wanted, post(JSON.stringify(body))).catch((thrown: unknown) => thrown)
  const { errors } = error as { errors: NonNullable<Problem['errors']> }
  return Object.fromEntries(errors.map(({ param, detail }) => [param, detail]))
}

describe('the errors of a body', () => {
  const wanted = z.strictObject({
    name: z.string().max(5),
    role: z.enum(['admin', 'operator'], 'must be one of admin, operator'),
    email: z.email('must be an e-mail address'),
    days: z.int().min(1).max(9),
    names: z.array(z.string()),
    inner: z.strictObject({ flag: z.boolean(), kind: z.enum(['a', 'b']) }),
    note: z.string().nullable(),
  })

  test('call a missing field required', async () => {
    expect(await faultsOf({ inner: {} }, wanted)).toEqual({
      name: 'is required',
      role: 'is required and must be one of admin, operator',
      email: 'is required',
      days: 'is required',
      names: 'is required',
      'inner.flag': 'is required',
      'inner.kind': 'is required and must be one of a, b',
      note: 'is required',
    })
  })

  test('describe the expected value in words', async () => {
    const body = {
      name: 'too long',
      role: 'x',
      email: 'x',
      days: 'one',
      names: {},
      note: 1,
      more: 1,
      __x: 1,
      inner: { flag: 1, kind: 'c', other: 1 },
    }
    expect(await faultsOf(body, wanted)).toEqual({
      name: 'may have 5 characters at most',
      role: 'must be one of admin, operator',
      email: 'must be an e-mail address',
      days: 'must be a number',
      names: 'must be a list',
      'inner.flag': 'must be true or false',
      'inner.kind': 'must be one of a, b',
      inner: 'takes no field named other',
      note: 'must be text',
      body: 'takes no field named more, __x',
    })
    expect(await faultsOf({ ...body, name: 1, days: 10, names: [2] }, wanted)).toMatchObject({
      name: 'must be text',
      days: 'may be 9 at most',
      'names.0': 'must be text',
    })
    expect(await faultsOf([], wanted)).toEqual({ body: 'must be an object' })
  })

  const bodies = Object.entries(ENDPOINTS).flatMap(([name, { body }]) =>
    body ? [[name, body] as const] : [],
  )
  test.each(bodies)('describe missing fields in words for %s', async (_name, body) => {
    const result = await faultsOf({ unheardOf: 1 }, body)
    for (const [field, detail] of Object.entries(result)) {
      expect(detail, field).not.toMatch(/^(Invalid|Too|Unrecognized)|undefined/)
      if (field !== 'body' && !/^give/.test(detail)) expect(detail, field).toMatch(/^is required/)
    }
  })
})
