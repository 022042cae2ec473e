import { list, oneOf, type ParamValues, readName } from '#lib/search-params.ts'

/** `any` is every row with a note. */
export const NOTE_STATES = ['any', 'open', 'done'] as const

/** Stands for notes without an owner. No person has this id. */
export const NO_OWNER = 'none'

/** Filters by the notes of rows, the same in every list that has notes. */
export const noteFilters = {
  note: list(oneOf(NOTE_STATES), 'any, open or done'),
  note_owner: list(readName, 'a person’s id, or none'),
}
export type NoteFilters = ParamValues<typeof noteFilters>
