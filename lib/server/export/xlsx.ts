import 'server-only'
import { buffer } from 'node:stream/consumers'
import { RequestError } from '#lib/errors.ts'
import type { Note } from '#lib/provenance.ts'
import type { RowTally } from '#lib/server/audit/audited.ts'
import { fileResponse } from './file-response.ts'
import { XLSX_TYPE } from './format.ts'
import { totalRows } from './people.ts'
import type { Batch, ExportReader } from './reader.ts'
import { type CellKind, provenance, type Report, reportRows } from './report.ts'
import { cellXml, columnLetters, countXml, headingXml } from './xlsx-cell.ts'
import {
  CONTENT_TYPES,
  MAIN,
  ROOT_RELATIONS,
  STYLE_SHEET,
  WORKBOOK_RELATIONS,
  workbookXml,
  XML,
} from './xlsx-parts.ts'
import { type ZipEntry, zipped } from './zip.ts'

/** The rows of a sheet (ECMA-376: 1,048,576) without the headings. */
const MOST_ROWS = 1_048_575

/**
 * Streams a report as an XLSX workbook (ECMA-376): a sheet of its rows, then a sheet that describes them. A
 * truncated file does not open.
 * @param tally counts the rows while they are sent
 * @throws RequestError 400 `too_many_rows` if the rows do not fit a sheet
 */
export function xlsxResponse(report: Report, reader: ExportReader, tally: RowTally): Response {
  const count = report.totals.reduce((sum, total) => sum + total.count, 0)
  if (count + (report.people ? report.totals.length : 0) > MOST_ROWS) throw tooManyRows(count)
  const file = { name: `${report.fileName}.xlsx`, mediaType: XLSX_TYPE }
  const zip = zipped(partsOf(report, reader, tally), { mtime: new Date(report.createdAt), isDeflated: true })
  return fileResponse(zip, reader, file)
}

type RowReader = Pick<ExportReader, 'next' | 'version'>

/** Makes a workbook of rows that are in memory, each a value for every column's field. The same rows give the same bytes. */
export async function xlsxBytes(report: Report, version: string, cells: Batch['rows']): Promise<Buffer> {
  const fields = report.columns.map(({ field }) => field)
  const batches: Batch[] = [{ fields, rows: cells }]
  const next = async () => batches.shift() ?? { fields, rows: [] }
  const parts = partsOf(report, { next, version }, { rows: 0 })
  return buffer(zipped(parts, { mtime: new Date(report.createdAt), isDeflated: true }))
}

async function* partsOf(report: Report, reader: RowReader, tally: RowTally): AsyncGenerator<ZipEntry> {
  yield part('[Content_Types].xml', CONTENT_TYPES)
  yield part('_rels/.rels', ROOT_RELATIONS)
  yield part('xl/_rels/workbook.xml.rels', WORKBOOK_RELATIONS)
  yield part('xl/styles.xml', STYLE_SHEET)
  yield { name: 'xl/worksheets/sheet1.xml', chunks: rowsSheet(report, reader, tally) }
  const about = aboutSheet(report, reader.version, tally.rows)
  yield { name: 'xl/worksheets/sheet2.xml', bytes: about }
  yield part('xl/workbook.xml', workbookXml(report.title, report.columns.length, tally.rows))
}

function part(name: string, xml: string): ZipEntry {
  return { name, bytes: Buffer.from(xml) }
}

function tooManyRows(count: number): RequestError {
  const detail = `a spreadsheet holds ${MOST_ROWS} rows and these are ${count}: narrow the filters, or take format=csv`
  return new RequestError(400, 'too_many_rows', `format: ${detail}`, {
    values: { rows: count, max: MOST_ROWS },
    errors: [{ param: 'format', detail }],
  })
}

const WIDTHS: Record<CellKind, number> = { text: 20, count: 14, money: 18, day: 12, instant: 24 }

const unitsOf = ({ people }: Report): readonly Note[] => [
  {
    label: 'Amounts',
    cells: [
      'in the currency of their row; those of more than 15 digits are text, for a spreadsheet would round them',
    ],
  },
  { label: 'Days', cells: ['calendar days without a time zone'] },
  {
    label: 'Instants',
    cells: [people ? `in ${people.timeZone} in the rows, in UTC on this sheet` : 'in UTC'],
  },
  { label: 'Empty cells', cells: ['unknown, never 0'] },
]

/**
 * Yields the sheet of a report's rows: bold, frozen headings, typed dates and amounts, and a filter on every
 * column.
 */
async function* rowsSheet(report: Report, reader: RowReader, tally: RowTally): AsyncGenerator<Buffer> {
  const ofCurrency = report.columns.findIndex(({ field }) => field === 'currency')
  const columns = report.columns.map(({ name, kind, currency }, at) => {
    return { name, kind, currency, letters: columnLetters(at) }
  })
  const widths = columns.map(
    ({ kind }, at) => `<col min="${at + 1}" max="${at + 1}" width="${WIDTHS[kind]}" customWidth="1"/>`,
  )
  const headings = columns.map(({ name, letters }) => headingXml(`${letters}1`, name))
  yield Buffer.from(`${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView tabSelected="1" workbookViewId="0">\
<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>\
<cols>${widths.join('')}</cols><sheetData><row r="1">${headings.join('')}</row>`)
  let line = 1
  for await (const rows of reportRows(report, reader, tally)) {
    let xml = ''
    for (const row of rows) {
      line += 1
      xml += `<row r="${line}">`
      const ownCurrency = row[ofCurrency] ?? null
      for (const [at, { kind, letters, currency }] of columns.entries()) {
        xml += cellXml(kind, `${letters}${line}`, row[at] ?? null, currency ?? ownCurrency)
      }
      xml += '</row>'
    }
    yield Buffer.from(xml)
  }
  const all = `A1:${columns.at(-1)?.letters}${line}`
  for (const row of totalRows(report)) {
    line += 1
    const cells = columns.map(({ kind, letters }, at) => {
      const value = row[at] ?? null
      const address = `${letters}${line}`
      if (value === null || kind === 'money') return cellXml('money', address, value, row[ofCurrency] ?? null)
      return headingXml(address, value)
    })
    yield Buffer.from(`<row r="${line}">${cells.join('')}</row>`)
  }
  yield Buffer.from(`</sheetData><autoFilter ref="${all}"/>\
<ignoredErrors><ignoredError sqref="${all}" numberStoredAsText="1"/></ignoredErrors></worksheet>`)
}

/**
 * Returns a note's cells: a count is a number with its unit in the next cell, so that a spreadsheet can sum
 * it.
 */
function noteCells({ cells, kind, currency, counts = [] }: Note): ((address: string) => string)[] {
  return cells.flatMap((cell, at) => {
    const counted = counts.find((one) => one.at === at)
    if (!counted) return [(address: string) => cellXml(kind ?? 'text', address, cell, currency)]
    const number = (address: string) => countXml(address, counted.count)
    if (counted.unit === '') return [number]
    return [number, (address: string) => cellXml('text', address, counted.unit)]
  })
}

/** Returns the sheet that describes the rows: filters, totals, age and completeness, snapshot, units. */
function aboutSheet(report: Report, version: string, count: number): Buffer {
  const lines = [...provenance(report, version, count), ...unitsOf(report)].map((note, at) => {
    const { label } = note
    const values = noteCells(note).map((toXml, column) => toXml(`${columnLetters(column + 1)}${at + 1}`))
    return `<row r="${at + 1}">${headingXml(`A${at + 1}`, label)}${values.join('')}</row>`
  })
  return Buffer.from(`${XML}<worksheet xmlns="${MAIN}"><cols><col min="1" max="1" width="44" customWidth="1"/>\
<col min="2" max="6" width="28" customWidth="1"/></cols><sheetData>${lines.join('')}</sheetData></worksheet>`)
}
