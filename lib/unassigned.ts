/** The choice of a filter by funding source that selects rows without one. Kept apart, so that pages load nothing else. */
export const UNASSIGNED_CHOICE = '(unassigned)'
