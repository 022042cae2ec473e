import { afterAll, beforeAll, expect, test } from 'vitest'
import { readWhileKilling } from '#lib/testing/agreement/read-while-killing.ts'
import { openTestDatabase } from './ask.ts'
import type { TestDatabase } from './database.ts'

const ENOUGH = { reads: 500, kills: 4, snapshots: 10 }

let own: TestDatabase
beforeAll(async () => {
  own = await openTestDatabase()
})
afterAll(() => own.drop())

test('R6: rows, totals, chart, summaries and export of one snapshot agree while the sync writes and its workers are killed', async () => {
  const found = await readWhileKilling(own.url, { contracts: 20, longestLife: 150, enough: ENOUGH })
  expect(found.examples).toEqual([])
  expect(found.disagreements).toBe(0)
  expect(found.reads).toBeGreaterThanOrEqual(ENOUGH.reads)
  expect(found.pairs).toBeGreaterThan(100)
  expect(found.withinOne).toBeGreaterThan(100)
})
