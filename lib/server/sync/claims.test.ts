import { expect, test } from 'vitest'
import type { RejectedRow } from '../upstream/contract.ts'
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
  })
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
