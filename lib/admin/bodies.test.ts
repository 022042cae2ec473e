import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import {
  accessRequestBody,
  changeAccessBody,
  createIntegrationBody,
  inviteBody,
  rotateIntegrationBody,
} from './bodies.ts'

const request = {
  name: 'Ada',
  email: 'Ada@Example.com',
  organisation: 'AgriFund',
  fundingSources: 'AGRI-1',
  reason: 'Weekly reports\nfor the board',
}
const faults = (schema: z.ZodType, body: unknown) => {
  const parsed = schema.safeParse(body)
  return parsed.success ? [] : parsed.error.issues.map((issue) => issue.path.join('.'))
}

describe('an access request', () => {
  test('lowercases the address and trims the texts', () => {
    expect(accessRequestBody.parse({ ...request, name: '  Ada ' })).toEqual({
      ...request,
      email: 'ada@example.com',
    })
  })
  test.each(Object.keys(request))('names %s when it is missing, of another type or too long', (key) => {
    for (const value of [undefined, null, 7, {}, [], '', ' ', 'x'.repeat(10_000)])
      expect(faults(accessRequestBody, { ...request, [key]: value })).toContain(key)
  })
  test.each(['role', 'id', 'decision', 'constructor'])('refuses the field %s', (key) => {
    expect(accessRequestBody.safeParse({ ...request, [key]: 'admin' }).success).toBe(false)
  })
})

describe('granting access', () => {
  const change = (body: unknown) => faults(changeAccessBody, body)
  test('requires a funding source for a financier and none for other roles', () => {
    expect(change({ role: 'financier', fundingSources: [], version: 'v' })).toEqual(['fundingSources'])
    expect(change({ role: 'operator', fundingSources: ['*'], version: 'v' })).toEqual(['fundingSources'])
    expect(change({ role: 'admin', fundingSources: ['A'], version: 'v' })).toEqual(['fundingSources'])
    expect(change({ role: 'financier', fundingSources: ['A'], version: 'v' })).toEqual([])
    expect(change({ role: 'admin', fundingSources: [], version: 'v' })).toEqual([])
  })
  test('accepts a funding source as a source writes it: long, with control characters, with surrounding blanks', () => {
    for (const name of ['x'.repeat(400), 'A\tB', 'A\u202eB', ' A ', '資金 🌾', '\u0007'])
      expect(
        changeAccessBody.parse({ role: 'financier', fundingSources: [name], version: 'v' }),
      ).toMatchObject({
        fundingSources: [name],
      })
  })
  test.each([
    ['', 'must be filled in'],
    ['\n', 'must be filled in'],
    ['x'.repeat(501), 'must have at most 500 characters'],
    ['A\u0000', 'holds a NUL character, which no funding source has'],
    ['A\ud800', 'holds half a character: type it again'],
  ])('refuses an impossible funding source (%j) with the reason', (name, reason) => {
    const body = { role: 'financier', fundingSources: ['A', name], version: 'v' }
    const issues = changeAccessBody.safeParse(body).error?.issues
    expect(issues?.map(({ path, message }) => [path.join('.'), message])).toEqual([
      ['fundingSources.1', reason],
    ])
  })
  test('refuses an unknown role, a repeated name and a name with a NUL', () => {
    expect(change({ role: 'owner', fundingSources: [], version: 'v' })).toEqual(['role'])
    expect(change({ role: 'financier', fundingSources: ['A', 'A'], version: 'v' })).toEqual([
      'fundingSources',
    ])
    expect(change({ role: 'financier', fundingSources: ['A\u0000'], version: 'v' })).toEqual([
      'fundingSources.0',
    ])
  })
  test('ignores fields smuggled in through the prototype', () => {
    const body: unknown = JSON.parse(
      '{"role":"operator","fundingSources":["*"],"version":"v","__proto__":{"role":"admin"}}',
    )
    expect(changeAccessBody.safeParse(body).success).toBe(false)
    const clean: unknown = JSON.parse(
      '{"role":"operator","fundingSources":[],"version":"v","__proto__":{"x":1}}',
    )
    const parsed = changeAccessBody.safeParse(clean)
    expect(parsed.success ? Object.getPrototypeOf(parsed.data) : Object.prototype).toBe(Object.prototype)
  })
  test('never throws for any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        for (const schema of [accessRequestBody, inviteBody, changeAccessBody]) schema.safeParse(body)
      }),
    )
  })
})

describe('an integration', () => {
  const wanted = { name: 'Ledger', role: 'financier', fundingSources: ['A'], expiresInDays: 90 }
  test('is never an admin and lasts 1-365 days', () => {
    expect(faults(createIntegrationBody, wanted)).toEqual([])
    expect(faults(createIntegrationBody, { ...wanted, role: 'admin', fundingSources: [] })).toEqual(['role'])
    for (const expiresInDays of [0, 366, 1.5, '90', -1, null])
      expect(faults(createIntegrationBody, { ...wanted, expiresInDays })).toEqual(['expiresInDays'])
  })
  test('keeps the old key valid for at most seven days', () => {
    for (const [graceDays, expected] of [
      [0, []],
      [7, []],
      [8, ['graceDays']],
      [-1, ['graceDays']],
    ] as const)
      expect(faults(rotateIntegrationBody, { version: 'v', graceDays, expiresInDays: 1 })).toEqual(expected)
  })
})
