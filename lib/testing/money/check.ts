import 'server-only'
import { addDays } from '#lib/calendar-date.ts'
import { MAX_LIMIT } from '#lib/search-params.ts'
import type { Answers } from '#lib/testing/answers.ts'
import { csvLines } from '#lib/testing/csv.ts'
import type { MoneyDataset, MoneyList } from './dataset.ts'
import { checkFigures } from './figures.ts'
import { type MoneySums, moneySums, type Sum, unitsOf } from './sums.ts'
import { createTally, type Tally } from './tally.ts'

export type MoneyFindings = { listed: Tally; exported: Tally; sums: Tally }
type Total = { currency: string | null; count: number; amount: string | null; unknownAmounts: number }

/** The amounts of one row in a response or a report. */
type Told = { id: string; amount: string | null; second: string | null }

/** `all` is a filter that every row matches and that no aggregate supports. */
const LISTS = {
  periods: { source: '', days: ['start_from', 'start_to'], second: null, all: 'end_from=2000-01-01' },
  invoices: {
    source: 'hello-tractor',
    days: ['issued_from', 'issued_to'],
    second: 'usd_amount',
    all: 'search=INV-',
  },
  links: {
    source: 'payment-links',
    days: ['issued_from', 'issued_to'],
    second: 'paid_amount',
    all: 'processed_from=2000-01-01',
  },
} as const satisfies Record<MoneyList, object>

/**
 * Reads everything that shows money of a mirrored dataset and compares each amount and each sum with the truth.
 */
export async function checkMoney(dataset: MoneyDataset, answers: Answers): Promise<MoneyFindings> {
  const sums = moneySums(dataset)
  const findings = { listed: createTally(), exported: createTally(), sums: createTally() }
  for (const list of ['periods', 'invoices', 'links'] as const) {
    await checkList(dataset, list, answers, sums, findings)
    await checkReport(dataset, list, answers, sums, findings)
  }
  await checkFigures(dataset, answers, sums, findings.sums)
  return findings
}

/** Checks every row of a list, week by week and page by page, and the totals of each week. */
async function checkList(
  dataset: MoneyDataset,
  list: MoneyList,
  answers: Answers,
  sums: MoneySums,
  findings: MoneyFindings,
): Promise<void> {
  const rows = rowCheck(dataset, list, findings.listed)
  const [from, to] = LISTS[list].days
  for (const week of dataset.weeks) {
    const query = `source=${LISTS[list].source}&${from}=${week}&${to}=${addDays(week, 6)}`
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await readPage(list, answers, `${query}&limit=${MAX_LIMIT}&cursor=${cursor}`)
      for (const row of page.rows) rows.check(row)
      if (cursor === '') compareTotals(list, page.totals, (own) => sums.of(list, { ...own, week }), findings)
      cursor = page.nextCursor
    }
  }
  rows.end()
  // Once from aggregates, once summed from the rows.
  for (const query of ['', LISTS[list].all]) {
    const page = await readPage(list, answers, `source=${LISTS[list].source}&limit=1&${query}`)
    compareTotals(list, page.totals, (own) => sums.of(list, own), findings)
  }
}

async function readPage(list: MoneyList, answers: Answers, query: string) {
  const search = new URLSearchParams(query)
  for (const [name, value] of [...search]) if (value === '') search.delete(name)
  if (list === 'periods') {
    const { rows, totals, nextCursor } = await answers.billingPeriods(search.toString())
    return { rows: rows.map((row): Told => ({ ...row, second: null })), totals, nextCursor }
  }
  const { rows, totals, nextCursor } = await answers.invoices(search.toString())
  const second = list === 'invoices' ? 'usdAmount' : 'paidAmount'
  return { rows: rows.map((row): Told => ({ ...row, second: row[second] })), totals, nextCursor }
}

/** Checks every line of a report, and the totals at its end. */
async function checkReport(
  dataset: MoneyDataset,
  list: MoneyList,
  answers: Answers,
  sums: MoneySums,
  findings: MoneyFindings,
): Promise<void> {
  const rows = rowCheck(dataset, list, findings.exported)
  const { source, second } = LISTS[list]
  const read = list === 'periods' ? answers.billingPeriodsCsv('') : answers.invoicesCsv(`source=${source}`)
  let header: string[] | undefined
  const totals: Total[] = []
  for await (const line of csvLines(await read)) {
    const cell = (name: string | null) => (name === null ? '' : line[header?.indexOf(name) ?? -1]) || null
    if (!header) header = line
    else if (line[0]?.startsWith('# Total ')) totals.push(totalOf(line))
    else if (!line[0]?.startsWith('# '))
      rows.check({ id: cell('id') ?? '', amount: cell('amount'), second: cell(second) })
  }
  rows.end()
  compareTotals(list, totals, (own) => sums.of(list, own), findings)
}

function totalOf([name = '', amount = '', rows = '', unknown = '']: string[]): Total {
  const currency = name.slice('# Total '.length)
  return { currency, amount, count: Number.parseInt(rows, 10), unknownAmounts: Number.parseInt(unknown, 10) }
}

/**
 * Compares the amounts of each row as text, digit for digit, and checks that each row appears exactly once.
 */
function rowCheck(dataset: MoneyDataset, list: MoneyList, tally: Tally) {
  const seen = new Uint8Array(dataset.scale[list])
  return {
    check({ id, amount, second }: Told): void {
      const truth = dataset.row(list, Number(id))
      if (seen[truth.index] !== 0) tally.fail(`${list} ${id} comes again, or is none of the source's`)
      seen[truth.index] = 1
      tally.compare(`${list} ${id} (${truth.amount.json})`, amount, truth.amount.exact)
      if (truth.second) tally.compare(`${list} ${id} (${truth.second.json})`, second, truth.second.exact)
    },
    end(): void {
      seen.forEach((isSeen, index) => {
        if (isSeen === 0) tally.fail(`${list} ${index} is missing`)
      })
    },
  }
}

/**
 * Compares totals per currency: the digits and row counts must equal the truth, and no row may be missing.
 */
function compareTotals(
  list: MoneyList,
  totals: readonly Total[],
  truthOf: (own: { currency?: string }) => Sum,
  { sums }: MoneyFindings,
): void {
  for (const { currency, count, amount, unknownAmounts } of totals) {
    const truth = truthOf({ currency: currency ?? '' })
    sums.compare(`total of ${list} in ${currency}`, unitsOf(amount), truth.units)
    sums.compare(`rows of ${list} in ${currency}`, count, truth.count)
    sums.compare(`unknown amounts of ${list} in ${currency}`, unknownAmounts, truth.unknown)
  }
  const told = totals.reduce((sum, total) => sum + total.count, 0)
  sums.compare(`rows of ${list} under all totals`, told, truthOf({}).count)
}
