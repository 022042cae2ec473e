import 'server-only'
import { addDays, type Day } from '#lib/calendar-date.ts'
import type { Figures } from '#lib/collections/schema.ts'
import type { CurrencyTotal, Freshness } from '#lib/schema.ts'
import { MAX_LIMIT } from '#lib/search-params.ts'
import type { Answers } from '#lib/testing/answers.ts'
import { readReport } from '#lib/testing/csv.ts'
import { figuresOf, figuresOfGroups, figuresOfRows, rowsText, type Told } from './told.ts'

/** One set of rows, as a question to each of the reads. */
export type Asked = {
  /** null: billing periods; otherwise invoices of this source. */
  source: string | null
  /** Filters that all reads accept, under the list's names. */
  filters: readonly (readonly [string, string])[]
  statuses: readonly string[]
  from: Day | null
  to: Day | null
  sort: string
}

/** Two statements of the same response that must be equal. */
export type Inner = { name: string; one: string; other: string }

type Row = { id: string; currency: string | null; amount: string | null; status: string | null }

/** Reads a page of the list, with its rows if they all fit on the page, otherwise only its totals. */
export async function readList(answers: Answers, asked: Asked): Promise<{ told: Told; inner: Inner[] }> {
  const query = listQuery(asked, [
    ['limit', String(MAX_LIMIT)],
    ['sort', asked.sort],
  ])
  const page = asked.source === null ? await answers.billingPeriods(query) : await answers.invoices(query)
  const rows: Row[] = page.rows.map((row) => ({ ...row, status: 'state' in row ? row.state : row.status }))
  const isWhole = page.nextCursor === null
  const figures = figuresOf(page.totals)
  const told = { name: 'list', snapshot: page.snapshot, figures, rows: isWhole ? rowsText(rows) : null }
  const inner = isWhole
    ? [{ name: 'rows and totals of a list', one: figuresOfRows(rows), other: figures }]
    : []
  return { told, inner }
}

/** Reads the whole report: its rows, and the totals and row count at its end. */
export async function readCsv(answers: Answers, asked: Asked): Promise<{ told: Told; inner: Inner[] }> {
  const query = listQuery(asked, [])
  const response = await (asked.source === null
    ? answers.billingPeriodsCsv(query)
    : answers.invoicesCsv(query))
  const { rows, notes } = await readReport(response)
  const own: Row[] = rows.map((row) => ({
    id: row.id ?? '',
    currency: row.currency || null,
    amount: row.amount || null,
    status: row.status || row.state || null,
  }))
  const note = (name: string) => notes.find(([first]) => first === name)?.[1] ?? ''
  const totals = notes.filter(([first]) => first?.startsWith('# Total ')).map(totalOf)
  const told = {
    name: 'export',
    snapshot: note('# Snapshot'),
    figures: figuresOfRows(own),
    rows: rowsText(own),
  }
  return {
    told,
    inner: [
      { name: 'rows and totals of an export', one: told.figures, other: figuresOf(totals) },
      { name: 'rows of an export and their number', one: String(own.length), other: note('# Rows') },
    ],
  }
}

/** Parses a total at the end of a report. Without a currency there is no sum and the cell is empty. */
function totalOf([name = '', ...cells]: string[]): Pick<CurrencyTotal, 'currency' | 'count' | 'amount'> {
  const currency = name === '# Total without a currency' ? null : name.slice('# Total '.length)
  const count = cells.find((cell) => /^\d+ rows?$/.test(cell)) ?? ''
  const amount = cells[0] === count ? null : (cells[0] ?? null)
  return { currency, count: Number.parseInt(count, 10), amount }
}

/** Reads the weekly chart, and compares each figure with the freshness of the response. */
export async function readWeekly(answers: Answers, asked: Asked): Promise<{ told: Told; inner: Inner[] }> {
  const { weeks, snapshot, freshness } = await answers.weekly(figuresQuery(asked, []))
  const figures = figuresOfGroups(weeks, asked.statuses)
  const inner = weeks.map(({ week, ...own }) => {
    const from = asked.from !== null && asked.from > week ? asked.from : week
    const to = asked.to !== null && asked.to < addDays(week, 6) ? asked.to : addDays(week, 6)
    return partiality(own, freshness, from, to)
  })
  return { told: { name: 'weekly chart', snapshot, figures, rows: null }, inner }
}

/** Reads one summary, and compares each figure with the freshness of the response. */
export async function readSummary(
  answers: Answers,
  asked: Asked,
  groupBy: string,
): Promise<{ told: Told; inner: Inner[] }> {
  const { groups, snapshot, freshness } = await answers.summary(figuresQuery(asked, [['group_by', groupBy]]))
  const figures = figuresOfGroups(groups, asked.statuses)
  const inner = groups.map((own) => partiality(own, freshness, asked.from, asked.to))
  return { told: { name: `summary by ${groupBy}`, snapshot, figures, rows: null }, inner }
}

/**
 * Checks that a figure is partial exactly when its response's freshness lacks days, and that it counts the other
 * statuses that it leaves out.
 */
function partiality(own: Figures, freshness: readonly Freshness[], from: Day | null, to: Day | null): Inner {
  const isMissing = freshness
    .flatMap(({ missing }) => missing)
    .some((days) => (days.from ?? '') <= (to ?? '9999') && (days.to ?? '9999') >= (from ?? ''))
  const others = own.byStatus.OTHER?.count ?? 0
  const one = `partial ${own.partial}, counted ${own.leftOut >= others}`
  return { name: 'a figure and its freshness', one, other: `partial ${isMissing}, counted true` }
}

type Pairs = readonly (readonly [string, string])[]

function listQuery({ source, filters, statuses, from, to }: Asked, more: Pairs): string {
  const [days, status] = source === null ? ['start', 'status'] : ['issued', 'state']
  const search = new URLSearchParams([...filters, ...more].map((pair) => [...pair]))
  if (source !== null) search.set('source', source)
  for (const value of statuses) search.append(status, value)
  if (from !== null) search.set(`${days}_from`, from)
  if (to !== null) search.set(`${days}_to`, to)
  return search.toString()
}

function figuresQuery({ filters, from, to }: Asked, more: Pairs): string {
  const search = new URLSearchParams([...filters, ...more].map((pair) => [...pair]))
  if (from !== null) search.set('from', from)
  if (to !== null) search.set('to', to)
  return search.toString()
}
