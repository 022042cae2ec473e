import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { POST } from '#app/api/report/handed-out/route.ts'
import type { ReportMark } from '#lib/report/schema.ts'
import { rows } from '#lib/server/db/client.ts'
import { ask, financier, openTestDatabase } from '#lib/testing/ask.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { reportMarkOf } from './reports.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await openTestDatabase()
})
afterAll(() => own.drop())

const viewer = financier('AGRI-1')
const other = financier('AGRI-2')

async function mark(printedAt: string | null = null): Promise<ReportMark> {
  const body = JSON.stringify({ printed_at: printedAt })
  const headers = { 'content-type': 'application/json' }
  const asked = { as: viewer, method: 'POST' as const, body, headers }
  const response = await ask({ POST } as never, '/api/report/handed-out', asked)
  expect(response.status).toBe(200)
  return (await response.json()) as ReportMark
}
/** Moves what is recorded about reports back in time. */
const letPass = (time: string) =>
  own.db.execute(sql`update person set reported_at = reported_at - ${time}::interval,
    previous_report_at = previous_report_at - ${time}::interval where id = ${viewer.id}`)
const daysAgo = (at: string | null, now: string | null) =>
  Math.round((Date.parse(now ?? '') - Date.parse(at ?? '')) / 86_400_000)

test('a report compares with the last one of an earlier day, however often it is marked', async () => {
  const first = await mark()
  expect(first.handedOutAt).not.toBeNull()
  expect(first.previousAt).toBeNull()

  const again = await mark()
  expect(again.previousAt).toBeNull()
  expect(again.handedOutAt).toBe(first.handedOutAt)

  await letPass('7 days')
  expect(await reportMarkOf(viewer)).toMatchObject({ handedOutAt: null })
  const before = (await reportMarkOf(viewer)).previousAt
  const second = await mark()
  expect(second.previousAt).toBe(before)
  expect(daysAgo(second.previousAt, second.handedOutAt)).toBe(7)
  expect((await mark()).previousAt).toBe(before)

  await letPass('3 days')
  const third = await mark()
  expect(daysAgo(third.previousAt, third.handedOutAt)).toBe(3)
})

test('a report counts from its print, of this day at the earliest, and not from the future', async () => {
  await own.db.execute(sql`update person set reported_at = null, previous_report_at = null`)
  const utc = (at: string) => sql.raw(`to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`)
  const zone = `at time zone 'Africa/Lagos'`
  const [clock] = await rows<{ today: string; soon: string }>(
    own.db,
    sql`select ${utc(`(date_trunc('day', now() ${zone}) ${zone})`)} as today,
      ${utc(`(now() + interval '1 minute')`)} as soon`,
  )
  const { today = '', soon = '' } = clock ?? {}
  const { handedOutAt } = await mark('2999-01-01T00:00:00.000Z')
  expect((handedOutAt ?? '') < soon).toBe(true)
  const printed = new Date(Date.parse(handedOutAt ?? '') - 1).toISOString()
  expect((await mark(printed)).handedOutAt).toBe(printed < today ? today : printed)
  expect((await mark('2020-01-01T00:00:00.000Z')).handedOutAt).toBe(today)
})

test('reports are remembered for each person', async () => {
  await mark()
  expect(await reportMarkOf(other)).toEqual({ handedOutAt: null, previousAt: null })
  const integration = { ...viewer, kind: 'integration' as const }
  expect(await reportMarkOf(integration)).toEqual({ handedOutAt: null, previousAt: null })
})
