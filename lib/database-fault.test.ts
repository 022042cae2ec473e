import { expect, test } from 'vitest'
import { DATABASE_FAULTS, readDigest, toDigest } from './database-fault.ts'

const failed = (digest: unknown) => Object.assign(new Error('hidden in production'), { digest })

test('a digest tells which fault kept a page from being drawn, and under which request id it was logged', () => {
  const requestId = crypto.randomUUID()
  for (const fault of DATABASE_FAULTS) {
    expect(readDigest(failed(toDigest({ fault, requestId })))).toEqual({ fault, requestId })
  }
})

test('a digest of anything else is no fault of the database', () => {
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
