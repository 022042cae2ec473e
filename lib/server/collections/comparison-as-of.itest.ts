import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays } from '#lib/calendar-date.ts'
import { sourceFact, syncWindow } from '#lib/server/db/schema-sync.ts'
import { billingPeriodVersion } from '#lib/server/db/schema-versions.ts'
import { financier, openTestDatabase, operator } from '#lib/testing/ask.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { type PeriodRow, period, putPeriods } from '#lib/testing/rows.ts'
import { compareCollections } from './comparison.ts'

const LIST = { source: 'hello-tractor', resource: 'billing-periods' } as const
const THEN = new Date('2026-03-29T12:00:00Z')
/** When the amounts that had failed were stored as paid. */
const CHANGED = '2026-03-30T08:00:00.000Z'
const NOW = new Date('2026-03-31T12:00:00Z')
const filters = { currency: 'NGN', funding_source: [], from: '2026-02-02', to: '2026-03-01' }

let own: TestDatabase
beforeAll(async () => {
  own = await openTestDatabase()
  await own.db.insert(sourceFact).values({ ...LIST, fact: 'history', value: {}, at: '2026-01-01T00:00:00Z' })
  await own.db.insert(syncWindow).values({
    ...LIST,
    fromDay: '2020-01-01',
    toDay: null,
    state: 'complete',
    lastCompleteAt: THEN.toISOString(),
    firstCompleteAt: '2026-01-01T00:00:00Z',
    dueAt: THEN.toISOString(),
  })
})
afterAll(() => own.drop())

/** Eight weeks of 60 contracts in two funding sources; three tenths failed in the last four, one tenth before. */
function periods(): PeriodRow[] {
  return Array.from({ length: 480 }, (_, nth) => {
    const [week, contract] = [Math.floor(nth / 60), nth % 60]
    const startDate = addDays('2026-01-05', 7 * week)
    const hasFailed = (contract * 7 + week * 3) % 20 < (week < 4 ? 2 : 6)
    return period(String(nth), {
      startDate,
      endDate: addDays(startDate, 6),
      currency: 'NGN',
      contract: `Contract ${contract}`,
      fundingSource: contract % 2 === 0 ? 'Fund A' : 'Fund B',
      amount: String(100 + (contract % 7)),
      status: hasFailed ? 'PAYMENT_FAILED' : 'PAYMENT_COMPLETE',
    })
  })
}

test('a comparison as of an instant is the one that was given then', async () => {
  const before = periods()
  await putPeriods(own.db, before)
  const viewers = [operator, financier('Fund B')]
  const given = await Promise.all(viewers.map((viewer) => compareCollections(viewer, filters, THEN)))
  expect(given.map(({ previous }) => previous.verdicts.rate.verdict)).toEqual(['down', 'down'])
  const failed = before.filter(({ status }) => status === 'PAYMENT_FAILED')
  await putPeriods(
    own.db,
    before.map((row) =>
      failed.includes(row) ? { ...row, status: 'PAYMENT_COMPLETE', recordedFrom: CHANGED } : row,
    ),
  )
  await own.db.insert(billingPeriodVersion).values(
    failed.map((row) => ({
      ...row,
      raw: {},
      contentHash: 'then',
      recordedTo: CHANGED,
      previousSeenAt: CHANGED,
      seenAt: CHANGED,
    })),
  )
  for (const [nth, viewer] of viewers.entries()) {
    const today = await compareCollections(viewer, filters, NOW)
    expect(today.previous.verdicts.rate.verdict).toBe('no_clear_change')
    const past = await compareCollections(viewer, { ...filters, as_of: THEN.toISOString() }, NOW)
    expect(past.asOf).toEqual({ at: THEN.toISOString(), left: 0 })
    expect(past.freshness).toEqual([])
    const { now, previous, lastYear } = given[nth] ?? expect.unreachable()
    expect(past).toMatchObject({ now, previous, lastYear })
  }
})
