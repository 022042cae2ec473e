import { dayInZone } from '#lib/calendar-date.ts'
import { type Database, rows } from '#lib/server/db/client.ts'
import { type Position, readPage } from '#lib/server/lists/keyset.ts'
import type { BenchEnvironment } from './environment.ts'
import { billingPeriodCases, deepPosition, invoiceCases, type ListCase } from './list-cases.ts'
import { atMost, type Finding, median, ms, quantile, spread, times } from './report.ts'
import { interleaved, ratios, timed } from './rounds.ts'

const PAGE = 50
/** A case that takes longer than this in its first round is reported from that round alone. */
const LONG_MS = 500
/** Few rounds suffice: there are well over a thousand pages, and no page is reported by itself. */
const ROUNDS_OF_A_CASE = 3
const PAGE_MS = 3
const SEARCH_MS = 40

type PageTimes = { name: string; isSearch: boolean; matching: number; firstMs: number; deepMs: number | null }

/** The plain keyset page that the lists are compared with: the newest rows with all columns. */
const RAW =
  'select * from billing_period where gone_at is null order by start_date desc nulls last, id collate "C" desc limit 51'

/**
 * P4: measures one page of every sort order under every set of filters, at the start and deep in the list.
 */
export async function measureLists(environment: BenchEnvironment): Promise<Finding[]> {
  const { db } = await environment.million()
  const cases = allCases()
  environment.note(`P4: ${cases.length} combinations of filters and orders …`)
  const measured: PageTimes[] = []
  for (const listCase of cases) measured.push(await measureCase(db, listCase))
  const raw = await interleaved({ raw: () => timed(() => db.$client.query(RAW)) }, 30)
  const plain = measured.filter(({ isSearch }) => !isSearch)
  const searched = measured.filter(({ isSearch }) => isSearch)
  for (const { name, firstMs, deepMs, matching } of slowest(plain)) {
    environment.note(
      `P4: ${ms(firstMs)} first, ${deepMs === null ? '-' : ms(deepMs)} deep, of ${matching}: ${name}`,
    )
  }
  const anchor = median(raw.raw)
  return [
    finding('page, p99 of all combinations', plain, PAGE_MS, anchor),
    finding('page with text search, p99', searched, SEARCH_MS, anchor),
    await deepFinding(db),
  ]
}

export function allCases(): ListCase[] {
  const today = dayInZone(new Date(), 'UTC')
  return [...billingPeriodCases(today), ...invoiceCases(today)]
}

async function measureCase(db: Database, listCase: ListCase): Promise<PageTimes> {
  const { name, isSearch, page } = listCase
  const matching = (await listCase.totals(db)).reduce((sum, total) => sum + total.count, 0)
  const read = (after: Position | null) =>
    timed(() => readPage(db, { ...page, after, limit: PAGE, matching }))
  const firstMs = await repeated(() => read(null))
  const [deep] = matching > 2 * PAGE ? await rows<Position>(db, deepPosition(listCase, matching)) : []
  return { name, isSearch, matching, firstMs, deepMs: deep ? await repeated(() => read(deep)) : null }
}

async function repeated(act: () => Promise<number>): Promise<number> {
  const first = await act()
  if (first > LONG_MS) return first
  const figures: number[] = []
  for (let round = 0; round < ROUNDS_OF_A_CASE; round += 1) figures.push(await act())
  return median(figures)
}

const timesOf = (measured: readonly PageTimes[]) =>
  measured.flatMap(({ firstMs, deepMs }) => (deepMs === null ? [firstMs] : [firstMs, deepMs]))

function slowest(measured: readonly PageTimes[]): PageTimes[] {
  const worst = ({ firstMs, deepMs }: PageTimes) => Math.max(firstMs, deepMs ?? 0)
  return measured.toSorted((a, b) => worst(b) - worst(a)).slice(0, 10)
}

function finding(name: string, measured: readonly PageTimes[], limitMs: number, anchorMs: number): Finding {
  const figures = timesOf(measured)
  const p99 = quantile(figures, 0.99)
  const over = figures.filter((figure) => figure > limitMs).length
  const told = `${name} (${over} of ${figures.length} pages over ${limitMs} ms, median ${ms(median(figures))}, slowest ${ms(Math.max(...figures))})`
  return atMost(told, p99, limitMs, ms, {
    anchor: `raw keyset page ${ms(anchorMs)}`,
    ratio: times(p99 / anchorMs),
  })
}

/** Compares the last tenth of the whole list in its default order with its first page. */
async function deepFinding(db: Database): Promise<Finding> {
  const usual = allCases().find(({ name }) => name === 'billing-periods?&sort=-start_date')
  if (!usual) throw new Error('The usual list is not among the cases')
  const matching = (await usual.totals(db)).reduce((sum, total) => sum + total.count, 0)
  const [deep] = await rows<Position>(db, deepPosition(usual, matching))
  if (!deep) throw new Error('The list ends before its last tenth')
  const read = (after: Position | null) =>
    timed(() => readPage(db, { ...usual.page, after, limit: PAGE, matching }))
  const { first, last } = await interleaved({ first: () => read(null), last: () => read(deep) }, 30)
  const ratio = median(ratios(last, first))
  return {
    name: 'page 18,000 of all rows against the first',
    figure: spread(last, ms),
    anchor: `first page ${ms(median(first))}`,
    ratio: times(ratio),
    target: '0.5-1.5x',
    isMet: ratio >= 0.5 && ratio <= 1.5,
  }
}
