import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { GET } from '#app/api/billing-periods/changes/route.ts'
import type { PeriodChanges } from '#lib/billing-periods/changes-schema.ts'
import { ask, financier, openTestDatabase } from '#lib/testing/ask.ts'
import type { TestDatabase } from '#lib/testing/database.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await openTestDatabase()
})
afterAll(() => own.drop())

const viewer = financier('AGRI-1')
async function previousVisit(): Promise<string | null> {
  const response = await ask({ GET } as never, '/api/billing-periods/changes', { as: viewer })
  expect(response.status).toBe(200)
  return ((await response.json()) as PeriodChanges).previousVisitAt
}
/** Moves all that is recorded about the viewer's use back in time. */
const letPass = (time: string) =>
  own.db.execute(sql`with moved as (
      update session set updated_at = updated_at - ${time}::interval where person_id = ${viewer.id})
    update person set visited_at = visited_at - ${time}::interval,
      previous_visit_at = previous_visit_at - ${time}::interval where id = ${viewer.id}`)
/** Opens the session that idled too long anew, as signing in does. */
const signIn = () => own.db.execute(sql`update session set updated_at = now() where person_id = ${viewer.id}`)
const minutesAgo = (at: string | null) => Math.round((Date.now() - Date.parse(at ?? '')) / 60_000)

test('the previous visit ended with its last request, however often the present one asks', async () => {
  expect(await previousVisit()).toBeNull()
  await letPass('10 minutes')
  expect(await previousVisit()).toBeNull()
  await letPass('25 hours')
  await signIn()
  const [clock] = (
    await own.db.execute<{ ahead: number }>(
      sql`select extract(epoch from now()) * 1000 - ${Date.now()}::float8 as ahead`,
    )
  ).rows
  const ahead = Math.round((clock?.ahead ?? 0) / 60_000)
  expect(minutesAgo(await previousVisit()) + ahead).toBe(25 * 60)
  await letPass('5 minutes')
  expect(minutesAgo(await previousVisit()) + ahead).toBe(25 * 60 + 5)
  await letPass('20 minutes')
  expect(minutesAgo(await previousVisit()) + ahead).toBe(25 * 60 + 25)
})
