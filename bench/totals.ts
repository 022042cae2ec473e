import { sql } from 'drizzle-orm'
import type { Database } from '#lib/server/db/client.ts'
import { filterOptions } from '#lib/server/lists/filter-options.ts'
import { type BenchEnvironment, readFrom } from './environment.ts'
import { type ListCase, OPERATOR } from './list-cases.ts'
import { allCases } from './lists.ts'
import { atMost, type Finding, median, ms, quantile, times } from './report.ts'
import { interleaved, ratios, timed } from './rounds.ts'

const AGGREGATED_MS = 5
const RATIO_TO_COUNT = 1.2
const SLOW_SHOWN = 5
/** Customer, site and type. */
const FILTERS_OF_CLIENT_INVOICES = 3

type TotalTimes = { name: string; totalsMs: number; countMs: number; ratio: number }

/**
 * P6: measures the totals of every set of filters against `count(*)` of the same rows, and the filter
 * options.
 */
export async function measureTotals(environment: BenchEnvironment): Promise<Finding[]> {
  const million = await environment.million()
  const cases = onePerFilterSet()
  environment.note(`P6: ${cases.length} sets of filters …`)
  const fromAggregates: TotalTimes[] = []
  const fromRows: TotalTimes[] = []
  for (const listCase of cases) {
    const measured = await measureCase(million.db, listCase)
    if (listCase.isFromAggregates) fromAggregates.push(measured)
    else fromRows.push(measured)
  }
  for (const { name, totalsMs, ratio } of fromRows
    .toSorted((a, b) => b.ratio - a.ratio)
    .slice(0, SLOW_SHOWN)) {
    environment.note(`P6: ${ms(totalsMs)}, ${times(ratio)} of its count: ${name}`)
  }
  readFrom(million)
  return [aggregated(fromAggregates), counted(fromRows), ...(await facets(million.db))]
}

/** Keeps the first case of each set of filters, because totals do not depend on the order. */
function onePerFilterSet(): ListCase[] {
  const filtersOf = ({ name }: ListCase) => name.replace(/&sort=.*/, '')
  return [...Map.groupBy(allCases(), filtersOf).values()].flatMap((group) => group.slice(0, 1))
}

async function measureCase(db: Database, { name, page, totals }: ListCase): Promise<TotalTimes> {
  const count = sql`select count(*) from ${page.table} where ${page.where}`
  const figures = await interleaved({
    totals: () => timed(() => totals(db)),
    count: () => timed(() => db.execute(count)),
  })
  return {
    name: name.replace(/&sort=.*/, ''),
    totalsMs: median(figures.totals),
    countMs: median(figures.count),
    ratio: median(ratios(figures.totals, figures.count)),
  }
}

function aggregated(measured: readonly TotalTimes[]): Finding {
  const all = measured.map(({ totalsMs }) => totalsMs)
  const slowest = quantile(all, 0.99)
  const count = Math.max(...measured.map(({ countMs }) => countMs))
  const name = `totals from aggregates, slowest of ${measured.length} (median ${ms(median(all))})`
  const compared = { anchor: `count(*) of all ${ms(count)}`, ratio: times(slowest / count) }
  return atMost(name, slowest, AGGREGATED_MS, ms, compared)
}

function counted(measured: readonly TotalTimes[]): Finding {
  const all = measured.map(({ ratio }) => ratio)
  const over = all.filter((ratio) => ratio > RATIO_TO_COUNT).length
  const ratio = median(all)
  return {
    name: `totals from rows, ${measured.length} sets (${over} above ${RATIO_TO_COUNT}x, worst ${times(Math.max(...all))})`,
    figure: ms(median(measured.map(({ totalsMs }) => totalsMs))),
    anchor: `count(*) of the same ${ms(median(measured.map(({ countMs }) => countMs)))}`,
    ratio: times(ratio),
    target: `<= ${RATIO_TO_COUNT}x`,
    isMet: over === 0,
  }
}

/**
 * Measures the filter options of every list. Those of client invoices are in no aggregate and are compared
 * with counting the rows.
 */
async function facets(db: Database): Promise<Finding[]> {
  const aggregated = [
    { list: 'billing-periods', source: 'hello-tractor' } as const,
    ...(['hello-tractor', 'payment-links'] as const).map((source) => ({ list: 'invoices', source }) as const),
  ]
  const medians: number[] = []
  for (const asked of aggregated) {
    const { read } = await interleaved({ read: () => timed(() => filterOptions(OPERATOR, asked)) })
    medians.push(median(read))
  }
  const ofRows = { list: 'invoices', source: 'client-invoices' } as const
  const count = sql`select count(*) from invoice where source = ${ofRows.source} and gone_at is null`
  const figures = await interleaved({
    read: () => timed(() => filterOptions(OPERATOR, ofRows)),
    count: () => timed(() => db.execute(count)),
  })
  const ratio = median(ratios(figures.read, figures.count)) / FILTERS_OF_CLIENT_INVOICES
  return [
    atMost(
      `choices of all filters of a list, from aggregates: ${medians.map(ms).join(', ')}`,
      Math.max(...medians),
      AGGREGATED_MS,
      ms,
    ),
    {
      name: `choices of the ${FILTERS_OF_CLIENT_INVOICES} filters of client invoices, from 100,000 rows`,
      figure: ms(median(figures.read)),
      anchor: `count(*) of them ${ms(median(figures.count))}`,
      ratio: `${times(ratio)} a filter`,
      target: `<= ${RATIO_TO_COUNT}x`,
      isMet: ratio <= RATIO_TO_COUNT,
    },
  ]
}
