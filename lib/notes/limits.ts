/** Most characters of a note. */
export const MAX_NOTE = 2000
/** Most rows that are marked at once. */
export const MAX_MARKED = 200
