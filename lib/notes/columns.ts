/** The name of the screen's column of notes. A file for people has it only if it is asked for. */
export const NOTE_COLUMN = 'note'

/** Whether a file of data has the columns of notes. */
export const NOTES_IN_FILES = ['none', 'columns'] as const
export const NO_NOTES = NOTES_IN_FILES[0]
