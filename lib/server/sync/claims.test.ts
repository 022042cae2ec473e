import { expect, test } from 'vitest'
import type { RejectedRow } from '../upstream/contract.ts'
import { UpstreamError } from '../upstream/errors.ts'
import type { Slice } from './checked-walk.ts'
import { readClaims } from './claims.ts'
import type { Trust } from './probe.ts'
import type { MirrorRecord } from './row.ts'

const ALPHA = 'Alpha'

function sliceOfRows(ids: readonly string[], rejected: readonly RejectedRow[] = []): Slice<MirrorRecord> {
  const records = ids.map((id) => ({ id })) as unknown as MirrorRecord[]
  return {
    read: async () => ({ records, rejected, count: records.length + rejected.length, next: null }),
    split: () => [],
  }
}

function claimsOfAlpha(wholeSize: number, claimed: readonly string[], fresh: Trust) {
  return readClaims({
    name: 'funding_source',
    values: [ALPHA],
    wholeSize,
    slice: () => sliceOfRows(claimed),
    probe: async (isFresh) => (isFresh ? fresh : { isTrusted: true }),
    onResult: async () => {},
  })
}

const IGNORED: Trust = { isTrusted: false, reason: 'ignored' }

test('an ignored filter is noticed though a row left the window between its whole walk and the walk by the filter', async () => {
  const claims = await claimsOfAlpha(3, ['a', 'b'], IGNORED)
  expect(claims).toEqual({ isComplete: false, reason: null })
})

test('a value that claims a small part of the rows needs no second proof', async () => {
  const claims = await claimsOfAlpha(20, ['a', 'b'], IGNORED)
  expect(claims).toEqual({
    isComplete: true,
    byId: new Map([
      ['a', [ALPHA]],
      ['b', [ALPHA]],
    ]),
    refused: [],
    reason: null,
  })
})

const refusing = (status: number): Slice<MirrorRecord> => ({
  read: async () => {
    throw new UpstreamError('hello-tractor', 'malformed', 'Hello Tractor did not accept the request.', {
      status,
    })
  },
  split: () => [],
})

test.each([
  ['that the source says does not exist is left out, and the others claim', 400, true],
  ['that the source merely does not find leaves nothing to conclude: it may come back', 404, false],
])('a value %s', async (_name, status, isComplete) => {
  const told: (string | null)[] = []
  const claims = await readClaims({
    name: 'funding_source',
    values: [ALPHA, 'Misspelt'],
    wholeSize: 20,
    slice: (value) => (value === ALPHA ? sliceOfRows(['a']) : refusing(status)),
    probe: async () => ({ isTrusted: true }),
    onResult: async ({ error }) => void told.push(error),
  })
  const reason = 'The source does not accept the funding_source "Misspelt": check its spelling.'
  const claimed = { byId: new Map([['a', [ALPHA]]]), refused: ['Misspelt'] }
  expect(claims).toEqual({ isComplete, reason, ...(isComplete ? claimed : {}) })
  expect(told).toEqual([null, 'refused'])
})

test('a walk by a filter with a row whose id cannot be read claims nothing, so no row loses what was known', async () => {
  const claims = await readClaims({
    name: 'funding_source',
    values: [ALPHA],
    wholeSize: 20,
    slice: () => sliceOfRows(['a'], [{ reason: 'no id', raw: {} }]),
    probe: async () => ({ isTrusted: true }),
    onResult: async () => {},
  })
  expect(claims).toEqual({
    isComplete: false,
    reason: 'By funding_source "Alpha": 1 row without a readable id.',
  })
})
