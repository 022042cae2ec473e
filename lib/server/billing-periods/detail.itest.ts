import { afterAll, beforeAll, expect, test } from 'vitest'
import { financier, openTestDatabase, operator } from '#lib/testing/ask.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { period, putPeriods } from '#lib/testing/rows.ts'
import { billingPeriodDetail } from './detail.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await openTestDatabase()
})
afterAll(() => own.drop())

test('lists the newest periods of the contract, and the total', async () => {
  await putPeriods(
    own.db,
    Array.from({ length: 30 }, (_, at) =>
      period(`p${at}`, {
        contract: 'C',
        fundingSource: at % 2 ? 'A' : 'B',
        startDate: `2026-03-${String(at + 1).padStart(2, '0')}`,
      }),
    ),
  )
  const { sameContract, sameContractTotal } = await billingPeriodDetail(operator, 'p0')
  expect(sameContract.map(({ id }) => id)).toEqual(Array.from({ length: 12 }, (_, at) => `p${29 - at}`))
  expect(sameContractTotal).toBe(29)
  expect((await billingPeriodDetail(financier('A'), 'p1')).sameContractTotal).toBe(14)
})
