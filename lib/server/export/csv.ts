import 'server-only'
import { stringify } from 'csv-stringify/sync'
import { inertText } from '#lib/csv.ts'
import type { CurrencyTotal, Freshness } from '#lib/schema.ts'
import type { RowTally } from '../people/audited.ts'
import type { ExportReader } from './reader.ts'

export type Cell = string | number | null
export type CsvReport<Row> = {
  title: string
  fileName: string
  filters: URLSearchParams
  columns: readonly string[]
  toCells: (row: Row) => readonly Cell[]
  totals: readonly CurrencyTotal[]
  freshness: readonly Freshness[]
  createdAt: string
}

/**
 * A report as CSV, streamed: byte order mark, header line, one line a row, then a block of lines whose first cell begins
 * with `# `, as wide as the rows. The block says what the report holds; a file without its last line was cut off. `tally`
 * counts the rows on their way.
 */
export function csvResponse<Row>(report: CsvReport<Row>, reader: ExportReader, tally: RowTally): Response {
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>(
    {
      start: (controller) => controller.enqueue(encoder.encode(`\ufeff${csvLines([report.columns])}`)),
      pull: async (controller) => {
        try {
          const rows = await reader.next<Row>()
          tally.rows += rows.length
          if (rows.length > 0) return controller.enqueue(encoder.encode(csvLines(rows.map(report.toCells))))
          controller.enqueue(encoder.encode(csvLines(provenance(report, reader.version, tally.rows))))
          await reader.close()
          controller.close()
        } catch (error) {
          await reader.close()
          throw error
        }
      },
      cancel: () => reader.close(),
    },
    { highWaterMark: 1 },
  )
  return new Response(body, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${report.fileName}"`,
      'cache-control': 'private, no-store',
    },
  })
}

/** Lines of CSV (RFC 4180) in which nothing is a formula. */
export function csvLines(lines: readonly (readonly Cell[])[]): string {
  const inert = lines.map((cells) => cells.map((cell) => (typeof cell === 'string' ? inertText(cell) : cell)))
  // Once a delimiter is given, the library leaves a lone line feed or return unquoted unless told so.
  return stringify(inert, { record_delimiter: '\r\n', quote_record_delimiter: true })
}

function provenance<Row>(report: CsvReport<Row>, version: string, count: number): Cell[][] {
  const filters = [...report.filters].map(([name, value]) => ['# Filter', name, value])
  const totals = report.totals.map((total) => [
    `# Total ${total.currency ?? 'without a currency'}`,
    total.amount,
    `${total.count} ${total.count === 1 ? 'row' : 'rows'}`,
    `${total.unknownAmounts} of unknown amount`,
  ])
  const ages = report.freshness.flatMap((list) => [
    [`# ${list.source} ${list.resource}, recent weeks as of`, list.recentAsOf ?? 'not completely read yet'],
    [`# ${list.source} ${list.resource}, history as of`, list.historyAsOf ?? 'not completely read yet'],
    ...(list.pausedSince ? [[`# ${list.source}, paused since`, list.pausedSince]] : []),
    ...list.missing.map((range) => ['# Partial', range.from ?? '…', range.to ?? '…', range.detail]),
  ])
  const isComplete = report.freshness.every((list) => list.complete)
  const lines: Cell[][] = [
    ['# Report', report.title],
    ...(filters.length > 0 ? filters : [['# Filter', 'none']]),
    ['# Rows', count],
    ...totals,
    ...ages,
    ['# Complete', isComplete ? 'yes' : 'no: some days are not completely mirrored'],
    ['# Snapshot', version],
    ['# Created at', report.createdAt],
    ['# End of report'],
  ]
  const width = report.columns.length
  return lines.map((cells) => [...cells, ...Array<Cell>(Math.max(0, width - cells.length)).fill(null)])
}

/** A file name such as `billing-periods-2026-03-01.csv`. */
export function csvFileName(name: string, createdAt: string): string {
  return `${name}-${createdAt.slice(0, 10)}.csv`
}
