import 'server-only'
import { createHash } from 'node:crypto'
import { type CsvCell, toCsv } from '#lib/csv.ts'
import type { ZipEntry } from '#lib/server/export/zip.ts'
import { sourceName } from '#lib/server/words/names.ts'
import type { PackContents } from './pack-contents.ts'
import type { InvoiceRow } from './query.ts'

/** The outcome for one invoice of a pack. */
export type PackLine = {
  row: InvoiceRow
  /** The name of the invoice's file, or the name that a missing file would have had. */
  name: string
  bytes: number
  missing: { code: string; reason: string } | null
}

const REGISTER = [
  ...['number', 'id', 'customer', 'title', 'amount', 'currency', 'state', 'issued_on', 'due_on'],
  ...['funding_source', 'file', 'bytes', 'result'],
]
const ERRORS = ['number', 'id', 'file', 'code', 'reason']

/** The SHA-256 of every file of a pack, in the format of `sha256sum -c`. */
export class Manifest {
  readonly #lines: string[] = []

  add(name: string, sha256: string): void {
    this.#lines.push(`${sha256}  ${name}\n`)
  }

  addBytes(name: string, bytes: Uint8Array): void {
    this.add(name, createHash('sha256').update(bytes).digest('hex'))
  }

  toBuffer(): Buffer {
    return Buffer.from(this.#lines.join(''))
  }
}

/**
 * Yields the last files of a pack: the register, the missing files with reasons if there are any, and the
 * manifest of all others.
 */
export function* closingFiles(
  contents: PackContents,
  lines: readonly PackLine[],
  manifest: Manifest,
  createdAt: string,
): Generator<ZipEntry> {
  const missing = lines.filter((line) => line.missing !== null)
  const files: [string, CsvCell[][]][] = [['register.csv', register(contents, lines, createdAt)]]
  if (missing.length > 0) files.push(['_errors.csv', [ERRORS, ...missing.map(toError)]])
  for (const [name, cells] of files) {
    const bytes = Buffer.from(toCsv(cells))
    manifest.addBytes(name, bytes)
    yield { name, bytes }
  }
  yield { name: 'SHA256SUMS', bytes: manifest.toBuffer() }
}

function register(contents: PackContents, lines: readonly PackLine[], createdAt: string): CsvCell[][] {
  const filters = [...contents.search].map(([name, value]) => ['# Filter', name, value])
  const narrowed = filters.length > 0 ? filters : [['# Filter', 'none']]
  const missing = lines.filter((line) => line.missing !== null).length
  const notes: CsvCell[][] = [
    ['# Report', `PDFs of invoices of ${sourceName(contents.source)}`],
    ...(contents.isChosen ? [['# Chosen', 'one by one']] : narrowed),
    ['# Invoices', lines.length],
    ['# Files', lines.length - missing],
    ['# Missing', missing],
    ['# Snapshot', contents.snapshot],
    ['# Created at', createdAt],
    ['# End of report'],
  ]
  const padded = notes.map((cells) => [
    ...cells,
    ...Array<CsvCell>(REGISTER.length - cells.length).fill(null),
  ])
  return [REGISTER, ...lines.map(toRegister), ...padded]
}

function toRegister({ row, name, bytes, missing }: PackLine): CsvCell[] {
  return [
    ...[row.number, row.id, row.customer, row.title, row.amount, row.currency, row.state, row.issuedOn],
    ...[row.dueOn, row.fundingSource],
    ...(missing === null ? [name, bytes, 'in this pack'] : [null, null, 'missing: see _errors.csv']),
  ]
}

function toError({ row, name, missing }: PackLine): CsvCell[] {
  return [row.number, row.id, name, missing?.code ?? null, missing?.reason ?? null]
}
