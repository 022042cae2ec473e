import { addDays, dayInZone } from '#lib/calendar-date.ts'
import { targetWeeks } from '#lib/collections/target.ts'
import { agedChanges } from '#lib/server/collections/collected-by-age.ts'
import { targetFreshFailures, targetSums } from '#lib/server/collections/targets.ts'
import { unpaidSums } from '#lib/server/collections/unpaid-by-age.ts'
import { weeklySums } from '#lib/server/collections/weekly.ts'
import { weekEnd } from '#lib/week.ts'
import type { BenchEnvironment } from './environment.ts'
import { OPERATOR } from './list-cases.ts'
import { atMost, type Finding, median, ms } from './report.ts'
import { timed } from './rounds.ts'

const SQL_MS = 20
const ROUNDS = 15
const WEEKS = 52

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
  return [
    atMost(`trailing rates of ${weeks.length} weeks by funding source, SQL`, median(targets), SQL_MS, ms),
    atMost(`unpaid by age, ${WEEKS} weeks, SQL`, median(unpaid), SQL_MS, ms),
    atMost(`collected by age, ${WEEKS} weeks, SQL`, median(collected), SQL_MS, ms),
  ]
}
