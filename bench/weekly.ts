import { weeklyCollections, weeklySums } from '#lib/server/collections/weekly.ts'
import { type BenchEnvironment, readFrom } from './environment.ts'
import { OPERATOR } from './list-cases.ts'
import { atMost, type Finding, kib, median, ms, spread, times } from './report.ts'
import { interleaved, ratios, timed } from './rounds.ts'
import { sizeOf, startWebServer } from './web-server.ts'

const SQL_MS = 5
const BYTES = 6 * 1024
const RATIO_TO_RAW = 100

/** The query that the aggregates replace, on the rows. */
const RAW = `select date_trunc('week', start_date::timestamp)::date as week, currency, status, count(*), sum(amount),
    count(*) filter (where amount is null)
  from billing_period where gone_at is null and start_date is not null group by 1, 2, 3 order by 1, 2, 3`

/** P7: measures weekly collections over the whole history of a million billing periods. */
export async function measureWeekly(environment: BenchEnvironment): Promise<Finding[]> {
  const million = await environment.million()
  readFrom(million)
  const everything = { currency: [], funding_source: [], from: null, to: null }
  const { weekly, raw } = await interleaved({
    weekly: () => timed(() => weeklySums(million.db, OPERATOR, everything)),
    raw: () => timed(() => million.db.$client.query(RAW)),
  })
  const ratio = median(ratios(raw, weekly))
  const answer = await weeklyCollections(OPERATOR, everything)
  const { bytes, ofAll } = await measureAnswers(environment)
  const weeks = new Set(answer.weeks.map(({ week }) => week)).size
  return [
    {
      name: `weekly collections, ${weeks} weeks, SQL`,
      figure: spread(weekly, ms),
      anchor: `group-by of the rows ${ms(median(raw))}`,
      ratio: `1/${times(ratio)}`,
      target: `<= ${SQL_MS} ms, >= ${RATIO_TO_RAW}x faster`,
      isMet: median(weekly) <= SQL_MS && ratio >= RATIO_TO_RAW,
    },
    atMost(`the answer for one currency on the wire (all currencies: ${kib(ofAll)})`, bytes, BYTES, kib),
  ]
}

/** Measures the responses of a production server, in bytes on the socket. */
async function measureAnswers(environment: BenchEnvironment): Promise<{ bytes: number; ofAll: number }> {
  const server = await startWebServer(environment)
  try {
    const path = '/api/collections/weekly'
    return { bytes: sizeOf(await server.get(`${path}?currency=NGN`)), ofAll: sizeOf(await server.get(path)) }
  } finally {
    await server.stop()
  }
}
