import type { CsvCell } from '#lib/csv.ts'
import { ageNotes, completeNote, filterNotes, type Note, noteRows, pastNotes } from '#lib/provenance.ts'
import type { AsOf, Freshness } from '#lib/schema.ts'
import { KEY_FIGURES, type KeyFigureName } from './definitions.ts'

/** What describes a file with figures. */
export type AboutFigures = {
  /** In English. */
  title: string
  /** The parameters of the request that the figures answer. */
  filters: URLSearchParams
  answer: { freshness: readonly Freshness[]; asOf?: AsOf | undefined; snapshot: string }
}

/** The meanings of the figures. A test compares them with the English screen. */
export const FILE_DEFINITIONS: Record<KeyFigureName, readonly [name: string, meaning: string]> = {
  billed: [
    'Billed',
    'Collected + failed + pending (including sent to the payment service). Drafts are not billed.',
  ],
  collected: [
    'Collected',
    'Billing periods paid in full (Payment complete), at face value; this is not the cash received on these dates. The source doesn’t report part payments.',
  ],
  rate: [
    'Collection rate',
    'Collected ÷ billed, for the same periods and currency: from what is collected so far to what can still be collected. It is not an average of rates.',
  ],
  outstanding: ['Outstanding', 'Billed − collected: failed and pending.'],
  failed: ['Failed', 'Billing periods with the status Payment failed.'],
}

/** When a file was made, and by which version of Furrow. */
export type Making = { createdAt: string; release: string }

/**
 * Returns the rows of a file with figures, followed by notes in the form of the exports of lists: filters, definitions,
 * ages, completeness, time and version. The rows themselves, and their columns, stay as they are.
 */
export function withNotes(
  rows: readonly (readonly CsvCell[])[],
  { title, filters, answer }: AboutFigures,
  { createdAt, release }: Making,
): (readonly CsvCell[])[] {
  const { freshness, asOf, snapshot } = answer
  const definitions = KEY_FIGURES.map(
    (name): Note => ({ label: 'Definition', cells: FILE_DEFINITIONS[name] }),
  )
  const notes: Note[] = [
    { label: 'Report', cells: [title] },
    ...filterNotes(filters),
    ...definitions,
    ...freshness.flatMap(ageNotes),
    ...(asOf ? pastNotes(asOf) : []),
    completeNote(freshness, { asOf }),
    { label: 'Snapshot', cells: [snapshot] },
    { label: 'Created at', cells: [createdAt] },
    { label: 'Furrow', cells: [release] },
  ]
  return [...rows, ...noteRows(notes, rows[0]?.length ?? 0)]
}
