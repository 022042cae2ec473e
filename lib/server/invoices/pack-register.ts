import 'server-only'
import { columnsOf, type Report } from '#lib/server/export/report.ts'
import { xlsxBytes } from '#lib/server/export/xlsx.ts'
import { sourceName } from '#lib/server/words/names.ts'
import type { StoredPack } from './pack-state.ts'
import type { InvoiceRow } from './query.ts'

/** The outcome for one invoice of a part. */
export type PartLine = {
  invoiceId: string
  row: InvoiceRow | null
  /** The path of the file within the ZIP, or the one that a missing file would have had. */
  name: string | null
  bytes: number
  missing: { code: string; reason: string } | null
}

const COLUMNS = [
  ...columnsOf('text', 'number', 'id', 'customer', 'title'),
  ...columnsOf('money', 'amount'),
  ...columnsOf('text', 'currency', 'state'),
  ...columnsOf('day', 'issuedOn', 'dueOn'),
  ...columnsOf('text', 'fundingSource', 'file'),
  ...columnsOf('count', 'bytes'),
  ...columnsOf('text', 'result', 'reason'),
]

/** Makes the register of a part: a workbook with a line for each invoice, with the reason if its file is missing. */
export function partRegister(pack: StoredPack, part: number, lines: readonly PartLine[]): Promise<Buffer> {
  const { source, revisions, isChosen, filters, snapshot, createdAt } = pack
  const missing = lines.filter((line) => line.missing !== null).length
  const figure = (label: string, value: number) => ({
    label,
    cells: [String(value)],
    counts: [{ at: 0, count: value, unit: '' }],
  })
  const report: Report = {
    title: `PDFs of invoices of ${sourceName(source)}`,
    fileName: 'register',
    filters: new URLSearchParams(filters),
    columns: COLUMNS,
    totals: [],
    freshness: [],
    createdAt,
    notes: [
      { label: 'Part', cells: [`${part} of ${revisions.length}`] },
      ...(isChosen ? [{ label: 'Chosen', cells: ['one by one'] }] : []),
      figure('Files', lines.length - missing),
      figure('Missing', missing),
    ],
    unsettled: missing === 0 ? null : 'no: files are missing (see the column reason)',
  }
  return xlsxBytes(report, snapshot, lines.map(toCells))
}

function toCells({ invoiceId, row, name, bytes, missing }: PartLine): (string | null)[] {
  return [
    ...[row?.number ?? null, invoiceId, row?.customer ?? null, row?.title ?? null],
    ...[
      row?.amount ?? null,
      row?.currency ?? null,
      row?.state ?? null,
      row?.issuedOn ?? null,
      row?.dueOn ?? null,
    ],
    ...[row?.fundingSource ?? null, missing ? null : name, missing ? null : String(bytes)],
    ...[missing ? `missing: ${missing.code}` : 'in this part', missing?.reason ?? null],
  ]
}
