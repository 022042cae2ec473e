import { addDays, type Day, dayInZone } from '#lib/calendar-date.ts'
import { targetWeeks } from '#lib/collections/target.ts'
import { readKindSums } from '#lib/server/collections/bridge-sums.ts'
import { agedChanges } from '#lib/server/collections/collected-by-age.ts'
import { whereOf } from '#lib/server/collections/compared-range.ts'
import { periodsAt } from '#lib/server/collections/sums.ts'
import { targetFreshFailures, targetSums } from '#lib/server/collections/targets.ts'
import { unpaidSums } from '#lib/server/collections/unpaid-by-age.ts'
import { weeklySums } from '#lib/server/collections/weekly.ts'
import type { Database } from '#lib/server/db/client.ts'
import { weekEnd } from '#lib/week.ts'
import type { BenchEnvironment } from './environment.ts'
import { OPERATOR } from './list-cases.ts'
import { atMost, type Finding, median, ms } from './report.ts'
import { timed } from './rounds.ts'

const SQL_MS = 20
const ROUNDS = 15
const WEEKS = 52
const BRIDGE_WEEKS = 4

/** P7: measures the figures by age over the range that the collections page shows first. */
export async function measureAges(environment: BenchEnvironment): Promise<Finding[]> {
  const { db } = await environment.million()
  const today = dayInZone(new Date(), 'UTC')
  const to = weekEnd(today)
  const filters = { currency: [], funding_source: [], from: addDays(to, 1 - 7 * WEEKS), to }
  const unpaid: number[] = []
  for (let round = 0; round < ROUNDS; round += 1)
    unpaid.push(await timed(() => unpaidSums(db, OPERATOR, filters, { at: null, today })))
  const collected: number[] = []
  for (let round = 0; round < ROUNDS; round += 1)
    collected.push(
      await timed(async () => {
        await weeklySums(db, OPERATOR, filters)
        await agedChanges(db, OPERATOR, filters)
      }),
    )
  const weeks = targetWeeks(today)
  const trailing = { ...filters, from: weeks.at(-1) ?? today, to: addDays(weeks[0] ?? today, 6) }
  const targets: number[] = []
  for (let round = 0; round < ROUNDS; round += 1)
    targets.push(
      await timed(async () => {
        await targetSums(db, OPERATOR, trailing)
        await targetFreshFailures(db, OPERATOR, trailing, today)
      }),
    )
  const bridges: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) bridges.push(await timed(() => bridge(db, today)))
  return [
    atMost(`parts of a change of ${BRIDGE_WEEKS} weeks, SQL`, median(bridges), SQL_MS, ms),
    atMost(`trailing rates of ${weeks.length} weeks by funding source, SQL`, median(targets), SQL_MS, ms),
    atMost(`unpaid by age, ${WEEKS} weeks, SQL`, median(unpaid), SQL_MS, ms),
    atMost(`collected by age, ${WEEKS} weeks, SQL`, median(collected), SQL_MS, ms),
  ]
}

/** Reads the parts of the change of the latest weeks that have ended, against those before at equal age. */
export function bridge(db: Database, today: Day) {
  const end = addDays(weekEnd(today), -7)
  const before = { from: addDays(end, 1 - 14 * BRIDGE_WEEKS), to: addDays(end, -7 * BRIDGE_WEEKS) }
  const days = { from: addDays(before.to, 1), to: end }
  const filters = { currency: ['NGN'], funding_source: [], from: before.from, to: days.to }
  const asOf = `${addDays(today, -7 * BRIDGE_WEEKS)}T12:00:00Z`
  const where = whereOf({ viewer: OPERATOR, filters })
  return readKindSums(db, { from: periodsAt(OPERATOR, null), where, days, before, asOf })
}
