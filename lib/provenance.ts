import type { AsOf, Freshness } from './schema.ts'

// Lines that describe a file with rows or figures. They are English in every language, as programs read them.

export type Cells = readonly (string | null)[]
/** Row counts within a note, each with the index of its cell and its unit. */
type Counts = readonly { at: number; count: number; unit: string }[]
/** A line that describes a file; its cells are of type `kind`, which is text by default. */
export type Note = {
  label: string
  cells: Cells
  kind?: 'text' | 'money' | 'day' | 'instant'
  currency?: string | null
  counts?: Counts
}

/** Returns the filters of a file, one line each, or one that says that there are none. */
export function filterNotes(filters: URLSearchParams): Note[] {
  const notes = [...filters].map(([name, value]) => ({ label: 'Filter', cells: [name, value] }))
  return notes.length > 0 ? notes : [{ label: 'Filter', cells: ['none'] }]
}

/** Returns how old and how complete one list of a source is. */
export function ageNotes(freshness: Freshness): Note[] {
  const { source, resource, recentAsOf, historyAsOf, complete, pausedSince, missing } = freshness
  const asOf = (what: string, instant: string | null): Note => ({
    label: `${source} ${resource}, ${what} as of`,
    // A complete range without an age has no weeks of this kind.
    cells: [instant ?? (complete ? 'not part of these days' : 'not completely read yet')],
    kind: 'instant',
  })
  return [
    asOf('recent weeks', recentAsOf),
    asOf('history', historyAsOf),
    ...(pausedSince
      ? [{ label: `${source}, paused since`, cells: [pausedSince], kind: 'instant' } as const]
      : []),
    ...missing.map(
      ({ from, to, detail }): Note => ({
        label: 'Partial',
        cells: [from ?? '…', to ?? '…', detail],
        kind: 'day',
      }),
    ),
  ]
}

/** Returns the instant of a file about the past, and how many of its rows the reader may not see any more. */
export function pastNotes({ at, left }: AsOf): Note[] {
  const counts = [{ at: 0, count: left, unit: left === 1 ? 'row' : 'rows' }]
  return [
    { label: 'As Furrow had stored it at', cells: [at], kind: 'instant' },
    ...(left > 0
      ? [
          {
            label: 'Left out: outside your funding sources since',
            cells: [`${left} ${counts[0]?.unit}`],
            counts,
          },
        ]
      : []),
  ]
}

/** Says whether all days of a file were read completely. */
export function completeNote(freshness: readonly Freshness[], { asOf, unsettled }: Completeness): Note {
  const isComplete = freshness.every((list) => list.complete)
  const complete = isComplete ? 'yes' : 'no: rows may be missing (see Partial)'
  return { label: 'Complete', cells: [asOf ? 'not known as of then' : (unsettled ?? complete)] }
}
type Completeness = {
  asOf?: AsOf | undefined
  /** Why rows or figures may be missing although every day was read. */
  unsettled?: string | null | undefined
}

/**
 * Returns notes as rows of a CSV file, behind its own rows: as wide as those, the first cell begins with `# `. The last
 * of them ends the file, so one without it was cut off.
 */
export function noteRows(notes: readonly Note[], width: number): Cells[] {
  return [...notes, { label: 'End of report', cells: [] }].map(({ label, cells }) => [
    `# ${label}`,
    ...cells,
    ...Array<null>(Math.max(0, width - 1 - cells.length)).fill(null),
  ])
}
