import { sql } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { contradictions, differences } from '#lib/server/sync/testing/equality.ts'
import { killAgainAndAgain, startChanging } from '#lib/server/sync/testing/kill-workers.ts'
import { FIRST_DAY, startMirror } from '#lib/server/sync/testing/mirror.ts'
import { acceptDisappearances } from './row-facts.ts'

const KILLS = 20
const WORKERS = 2
/** In upstream calls; a window takes about eight. */
const LONGEST_LIFE = 60
const CHANGE_EVERY_MS = 15

test('F40 matches the upstream field for field after workers were killed twenty times while the upstream changed', async () => {
  const mirror = await startMirror()
  const runsSince = Date.now()
  const target = { ...mirror, firstDay: FIRST_DAY, now: mirror.clock.now }
  const { change, removed } = startChanging(target)
  const changing = setInterval(change, CHANGE_EVERY_MS)
  onTestFinished(() => clearInterval(changing))
  const counted = await Promise.all(
    Array.from({ length: WORKERS }, () =>
      killAgainAndAgain(target, { runsSince, longestLife: LONGEST_LIFE }, (kills) => kills < KILLS / WORKERS),
    ),
  )
  clearInterval(changing)
  expect(removed.size).toBeGreaterThan(0)
  expect(counted.reduce((sum, { held }) => sum + held, 0)).toBeGreaterThan(KILLS / 2)
  const [former] = await mirror.select<{ version: number }>(sql`select version::int from mirror_state`)
  expect(former?.version).toBeGreaterThan(KILLS)

  mirror.clock.now = new Date(mirror.clock.now.getTime() + Date.now() - runsSince)
  // A row disappears, or loses its funding source, only after two complete runs in a row.
  for (let times = 0; times < 3; times += 1) await mirror.pass()
  // Disappearances of more than a fiftieth of a list wait for a confirmation. Nothing else may differ.
  const held = await mirror.select<{ rows: number }>(
    sql`select (value ->> 'rows')::int as rows from source_fact where fact like 'held\\_back:%'`,
  )
  expect(await differences(mirror)).toHaveLength(held.reduce((sum, { rows }) => sum + rows, 0))
  await acceptDisappearances(mirror.db, { source: null, from: null, to: null })
  await mirror.pass()
  expect(await differences(mirror)).toEqual([])
  expect(await contradictions(mirror)).toEqual([])
})
