import 'server-only'
import type { Provenance } from '#lib/export-format.ts'
import { ageNotes, type Cells, completeNote, filterNotes, type Note, pastNotes } from '#lib/provenance.ts'
import type { AsOf, CurrencyTotal, Freshness } from '#lib/schema.ts'
import type { RowTally } from '#lib/server/audit/audited.ts'
import type { Words } from '#lib/words/words.ts'
import type { Batch, ExportReader } from './reader.ts'

const MOST_REMEMBERED = 10_000

/** A value's type, because spreadsheets store money and days differently from text. */
export type CellKind = 'text' | 'count' | 'money' | 'day' | 'instant'

export type ReportColumn<Field extends string = string> = {
  name: string
  kind: CellKind
  /** The statement's column with the value. */
  field: Field
  /** The column to print where the value of `field` is unknown. */
  otherwise?: Field
  /** Computes the printed value from the column's value; without it the value is printed unchanged. */
  derive?: (value: string) => string
  /** The currency of amounts; defaults to the row's column `currency`. */
  currency?: string
  /** Printed where the value is unknown; by default nothing. */
  unknown?: string
}

/** Builds plain columns of one kind, each named as its field in snake case. */
export function columnsOf<Field extends string>(
  kind: CellKind,
  ...fields: readonly Field[]
): ReportColumn<Field>[] {
  return fields.map((field) => {
    return { name: field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), field, kind }
  })
}

/** A report on one snapshot; its rows come from the reader. */
export type Report = {
  title: string
  /** The file name without its extension. */
  fileName: string
  filters: URLSearchParams
  columns: readonly ReportColumn[]
  totals: readonly CurrencyTotal[]
  /** Empty as of an earlier instant. */
  freshness: readonly Freshness[]
  /** Of a report as of an earlier instant. */
  asOf?: AsOf
  createdAt: string
  /** Further lines about the report. */
  notes?: readonly Note[]
  /** Why rows or figures may be missing although every day was read. */
  unsettled?: string | null
  /** Where a CSV describes its rows; by default behind them. */
  provenance?: Provenance
  /** A file for people ends its rows with a line for each currency. */
  people?: PeopleStyle
}

export type PeopleStyle = { t: Words<'files'>; timeZone: string }

/**
 * Yields the rows of a report in batches.
 * @param tally counts the rows while they are sent
 * @throws Error if the statement lacks a column
 */
export async function* reportRows(
  report: Report,
  reader: Pick<ExportReader, 'next'>,
  tally: RowTally,
): AsyncGenerator<Cells[]> {
  let toCells: ((row: Cells) => Cells) | null = null
  for (;;) {
    const { fields, rows } = await reader.next()
    if (rows.length === 0) return
    toCells ??= cellsOf(report.columns, fields)
    tally.rows += rows.length
    yield rows.map(toCells)
  }
}

function cellsOf(columns: readonly ReportColumn[], fields: Batch['fields']): (row: Cells) => Cells {
  const placeOf = (field: string) => {
    const at = fields.indexOf(field)
    if (at === -1) throw new Error(`The statement of the report has no column ${field}`)
    return at
  }
  const readers = columns.map(({ field, otherwise = field, derive, unknown = null }) => {
    const [at, instead] = [placeOf(field), placeOf(otherwise)]
    return { at, instead, unknown, derive: derive && remembering(derive) }
  })
  return (row) =>
    readers.map(({ at, instead, derive, unknown }) => {
      const value = row[at] ?? row[instead] ?? null
      if (value === null) return unknown
      return derive ? derive(value) : value
    })
}

/** Caches derived values, because a million rows have only a few thousand distinct days. */
function remembering(derive: (value: string) => string): (value: string) => string {
  const known = new Map<string, string>()
  return (value) => {
    const found = known.get(value)
    if (found !== undefined) return found
    if (known.size >= MOST_REMEMBERED) known.clear()
    const derived = derive(value)
    known.set(value, derived)
    return derived
  }
}

/** Returns the lines that describe a report: its filters, totals, age and completeness. */
export function provenance(report: Report, version: string, count: number): Note[] {
  const totals = report.totals.map((total): Note => {
    const counts = [
      { at: 1, count: total.count, unit: total.count === 1 ? 'row' : 'rows' },
      { at: 2, count: total.unknownAmounts, unit: 'of unknown amount' },
    ]
    const cells = [total.amount, ...counts.map(({ count, unit }) => `${count} ${unit}`)]
    return {
      label: `Total ${total.currency ?? 'without a currency'}`,
      cells,
      kind: 'money',
      currency: total.currency,
      counts,
    }
  })
  return [
    { label: 'Report', cells: [report.title] },
    ...filterNotes(report.filters),
    { label: 'Rows', cells: [String(count)], counts: [{ at: 0, count, unit: '' }] },
    ...totals,
    ...report.freshness.flatMap(ageNotes),
    ...(report.asOf ? pastNotes(report.asOf) : []),
    ...(report.notes ?? []),
    completeNote(report.freshness, report),
    { label: 'Snapshot', cells: [version] },
    { label: 'Created at', cells: [report.createdAt], kind: 'instant' },
  ]
}
