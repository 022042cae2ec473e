import { expect, test } from 'vitest'
import { DATABASE_FAULTS, readDigest, toDigest } from './database-fault.ts'

const failed = (digest: unknown) => Object.assign(new Error('hidden in production'), { digest })

test('carries the database fault and the logged request id through an error digest', () => {
  const requestId = crypto.randomUUID()
  for (const fault of DATABASE_FAULTS) {
    expect(readDigest(failed(toDigest({ fault, requestId })))).toEqual({ fault, requestId })
  }
})

test('reads no database fault from any other digest', () => {
  const others = [
    '2985406473',
    'NEXT_REDIRECT;replace;/sign-in;307;',
    'furrow',
    'furrow lost id',
    7,
    undefined,
  ]
  expect(others.map((digest) => readDigest(failed(digest)))).toEqual(others.map(() => null))
  expect([
    readDigest(new Error('plain')),
    readDigest({ digest: 'furrow busy id' }),
    readDigest(null),
  ]).toEqual([...[null, null, null]])
})
