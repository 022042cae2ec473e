import 'server-only'
import type { Answers } from '#lib/testing/answers.ts'
import { csvLines, readReport } from '#lib/testing/csv.ts'
import { readWorkbook, type WorkbookCell } from '#lib/testing/workbook.ts'
import { figuresOf, figuresOfRows, rowsText } from './told.ts'

/** What a file says: its rows as text, and the sums that stand in it or follow from its rows. */
export type FileTold = { name: string; rows: string; figures: string; totals: string | null }
type Line = { id: string; currency: string | null; amount: string | null; status: string | null }

const PEOPLE = 'audience=people&columns=id,status,amount'
const NAMES = ['ID', 'Status', 'Currency', 'Amount']

/** Reads billing periods in each kind of file, apart from the CSV that describes itself. */
export async function readFiles(answers: Answers, query: string): Promise<FileTold[]> {
  const ask = (style: string) => answers.billingPeriodsCsv(`${query}&${style}`)
  return [
    ofPeople('CSV for people', (await readReport(await ask(PEOPLE))).rows.map(valuesOf)),
    ofPeople('workbook for people', await ofWorkbook(await ask(`${PEOPLE}&format=xlsx`), NAMES)),
    ofData('workbook', await ofWorkbook(await ask('format=xlsx'), ['id', 'status', 'currency', 'amount'])),
    ofData('CSV alone', await ofBareCsv(await ask('provenance=none'))),
  ]
}

const valuesOf = (row: Record<string, string>) => NAMES.map((name) => row[name] ?? '')

async function ofBareCsv(response: Response): Promise<string[][]> {
  const text = await response.text()
  if (text.startsWith('\ufeff')) throw new Error('A program would read the mark as part of the first name')
  const [header = [], ...lines] = await Array.fromAsync(csvLines(new Response(`\ufeff${text}`)))
  return lines.map((line) =>
    ['id', 'status', 'currency', 'amount'].map((name) => line[header.indexOf(name)] ?? ''),
  )
}

async function ofWorkbook(response: Response, names: readonly string[]): Promise<string[][]> {
  const [sheet = []] = readWorkbook(Buffer.from(await response.arrayBuffer())).sheets.values()
  const [header = {}, ...lines] = sheet
  const letters = new Map(Object.entries(header).map(([letter, cell]) => [textOf(cell), letter]))
  return lines.map((line) => names.map((name) => textOf(line[letters.get(name) ?? ''])))
}

function textOf(cell: WorkbookCell | undefined): string {
  if (!cell) return ''
  return 'text' in cell ? cell.text : cell.number
}

const lineOf = ([id = '', status = '', currency = '', amount = '']: readonly string[]): Line => ({
  id,
  currency: currency || null,
  amount: amount || null,
  status: status || null,
})

function ofData(name: string, lines: readonly string[][]): FileTold {
  const rows = lines.map(lineOf)
  return { name, rows: rowsText(rows), figures: figuresOfRows(rows), totals: null }
}

/** Reads a file for people, whose last lines are the totals; statuses are words there, and left out. */
function ofPeople(name: string, lines: readonly string[][]): FileTold {
  const isTotal = ([id = '']: readonly string[]) => id.startsWith('Total')
  const rows = lines.filter((line) => !isTotal(line)).map((line) => ({ ...lineOf(line), status: null }))
  const totals = lines.filter(isTotal).map((line) => {
    const { id, currency, amount } = lineOf(line)
    return {
      currency,
      amount,
      count: Number.parseInt(/: (\d+(?:,\d{3})*) row/.exec(id)?.[1]?.replace(',', '') ?? '', 10),
    }
  })
  return { name, rows: rowsText(rows), figures: figuresOfRows(rows), totals: figuresOf(totals) }
}
