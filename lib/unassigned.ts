/** The choice of a filter by funding source that selects rows without one. A file of its own keeps pages small. */
export const UNASSIGNED_CHOICE = '(unassigned)'
