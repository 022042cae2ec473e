import 'server-only'
import { NO_NOTES, NOTE_COLUMN } from '#lib/notes/columns.ts'
import type { Note } from '#lib/provenance.ts'
import { wordsIn } from '#lib/server/words/words.ts'
import { FALLBACK_LANGUAGE, type Language } from '#lib/words/languages.ts'
import type { ReportStyle } from './format.ts'
import { columnsOf, type ReportColumn } from './report.ts'

/** Between the name of an owner and their state, in the column `noteOwnerAndState`. */
const BETWEEN = '\u001f'

const DATA_COLUMNS = [
  ...columnsOf('text', 'noteText', 'noteOwner', 'noteOwnerState', 'noteState'),
  ...columnsOf('instant', 'noteChangedAt'),
  ...columnsOf('text', 'noteChangedBy'),
]

/** Returns the columns of notes in a file of data: none unless they are asked for, because programs count columns. */
export function noteColumns({ notes = NO_NOTES }: ReportStyle): readonly ReportColumn[] {
  return notes === NO_NOTES ? [] : DATA_COLUMNS
}

/** Returns the columns of a file for people that stand for the screen's column of notes. */
export function screenNoteColumns(language: Language = FALLBACK_LANGUAGE): Record<string, ReportColumn[]> {
  const t = wordsIn(language, 'files')
  return {
    [NOTE_COLUMN]: [
      { field: 'noteText', kind: 'text', name: t('note') },
      {
        field: 'noteOwnerAndState',
        kind: 'text',
        name: t('note-owner'),
        derive: (value) => {
          const [name = '', state = ''] = value.split(BETWEEN)
          return t('note-owner-state', { name, state })
        },
      },
      {
        field: 'noteState',
        kind: 'text',
        name: t('note-state'),
        derive: (state) => (state === 'done' ? t('note-done') : t('note-open')),
      },
    ],
  }
}

/** True if a report has columns of notes, so that its statement must join them. */
export function hasNoteColumns(columns: readonly ReportColumn[]): boolean {
  return columns.some(({ field }) => field.startsWith('note'))
}

/** Returns the line that says of which time the notes of a report about the past are; none without notes. */
export function noteLines(columns: readonly ReportColumn[], filters: URLSearchParams): Note[] {
  const isFiltered = filters.has('note') || filters.has('note_owner')
  return isFiltered || hasNoteColumns(columns) ? [{ label: 'Notes', cells: ['as they are now'] }] : []
}
