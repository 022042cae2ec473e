import { expect, test } from 'vitest'
import type { RejectedRow } from '#lib/server/upstream/contract.ts'
import { UpstreamError } from '#lib/server/upstream/errors.ts'
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

function claimsOfAlpha(wholeSize: number, claimed: readonly string[], proof: Trust, known: string[] = []) {
  return readClaims({
    name: 'funding_source',
    values: [ALPHA],
    wholeSize,
    known: new Map(known.map((id) => [id, ALPHA])),
    slice: () => sliceOfRows(claimed),
    probe: async () => ({ isTrusted: true }),
    prove: async () => proof,
    onResult: async () => {},
  })
}

const DOUBT = { code: 'filter_ignored', filter: 'funding_source', value: 'No such' } as const
const IGNORED: Trust = { isTrusted: false, reason: DOUBT }

test('notices an ignored filter although a row left the window between the whole walk and the filter walk', async () => {
  const claims = await claimsOfAlpha(3, ['a', 'b'], IGNORED)
  expect(claims).toEqual({ isComplete: false, reasons: [], doubt: DOUBT })
})

test('needs no second proof for a value that claims a small part of the rows', async () => {
  const claims = await claimsOfAlpha(20, ['a', 'b'], IGNORED)
  expect(claims).toEqual({
    isComplete: true,
    byId: new Map([
      ['a', [ALPHA]],
      ['b', [ALPHA]],
    ]),
    asked: [ALPHA],
    refused: [],
    reasons: [],
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
  ['that does not exist at the source (400) is left out, and the others claim', 400, true],
  ['that the source does not find (404) leaves all claims open, because the value may return', 404, false],
])('a value %s', async (_name, status, isComplete) => {
  const told: (string | null)[] = []
  const claims = await readClaims({
    name: 'funding_source',
    values: [ALPHA, 'Misspelt'],
    wholeSize: 20,
    known: new Map(),
    prove: async () => ({ isTrusted: true }),
    slice: (value) => (value === ALPHA ? sliceOfRows(['a']) : refusing(status)),
    probe: async () => ({ isTrusted: true }),
    onResult: async ({ error }) => void told.push(error),
  })
  const reasons = [{ code: 'refused', filter: 'funding_source', value: 'Misspelt' }]
  const claimed = { byId: new Map([['a', [ALPHA]]]), asked: [ALPHA, 'Misspelt'], refused: ['Misspelt'] }
  expect(claims).toEqual({ isComplete, reasons, ...(isComplete ? claimed : { doubt: null }) })
  expect(told).toEqual([null, 'refused'])
})

test('claims nothing from a filter walk with an unreadable id, so that no row loses a known value', async () => {
  const claims = await readClaims({
    name: 'funding_source',
    values: [ALPHA],
    wholeSize: 20,
    known: new Map(),
    prove: async () => ({ isTrusted: true }),
    slice: () => sliceOfRows(['a'], [{ reason: 'no id', raw: {} }]),
    probe: async () => ({ isTrusted: true }),
    onResult: async () => {},
  })
  expect(claims).toEqual({
    isComplete: false,
    reasons: [{ code: 'part', filter: 'funding_source', value: ALPHA, fault: { code: 'no_id', rows: 1 } }],
    doubt: null,
  })
})

test('accepts claims that change known values only after a later proof of the filter', async () => {
  expect(await claimsOfAlpha(20, ['a'], IGNORED, ['a', 'b'])).toMatchObject({ doubt: DOUBT })
  expect(await claimsOfAlpha(20, ['a', 'b'], IGNORED, ['a', 'b'])).toMatchObject({ isComplete: true })
})

test('treats a filter as ignored when two values each claim nearly every row, whatever a probe says', async () => {
  const claims = await readClaims({
    name: 'funding_source',
    values: [ALPHA, 'Beta', 'Gamma'],
    wholeSize: 4,
    known: new Map(),
    slice: () => sliceOfRows(['a', 'b', 'c', 'd']),
    probe: async () => ({ isTrusted: true }),
    prove: async () => ({ isTrusted: true }),
    onResult: async () => {},
  })
  const doubt = { code: 'contradicted', filter: 'funding_source', values: [ALPHA, 'Beta'] }
  expect(claims).toEqual({ isComplete: false, reasons: [], doubt })
})

test('claims nothing for a doubtful value whose second walk lists as many rows, but different ones', async () => {
  let walks = 0
  /**
   * In the first walk the filter fails for one page and another page omits a row, so the count still matches.
   */
  const changing: Slice<MirrorRecord> = {
    read: async (token) => {
      if (token === null) walks += 1
      const { read } = sliceOfRows(token === null ? ['a'] : [walks === 1 ? 'foreign' : 'b'])
      return { ...(await read(token)), count: 2, next: token === null ? '2' : null }
    },
    split: () => [],
  }
  const read = (slice: Slice<MirrorRecord>) =>
    readClaims({
      name: 'funding_source',
      values: [ALPHA],
      wholeSize: 3,
      known: new Map(),
      slice: () => slice,
      probe: async () => ({ isTrusted: true }),
      prove: async () => ({ isTrusted: true }),
      onResult: async () => {},
    })
  expect(await read(changing)).toEqual({
    isComplete: false,
    reasons: [{ code: 'part', filter: 'funding_source', value: ALPHA, fault: { code: 'unsteady' } }],
    doubt: null,
  })
  // From here on the filter works.
  expect(await read(changing)).toMatchObject({ isComplete: true })
})
