import type { Assignment } from './schema.ts'

/** How a row was assigned to its funding source, or why the row has none. */
export const ASSIGNMENTS: Record<Assignment, string> = {
  row: 'Given by the source with the row',
  filter: 'Found by asking the source for this funding source',
  unassigned: 'No funding source claimed this row',
  ambiguous: 'More than one funding source claimed this row',
}

/** The reason to show in place of a funding source. */
export function unassignedReason(assignment: Assignment): string {
  return assignment === 'ambiguous' ? ASSIGNMENTS.ambiguous : ASSIGNMENTS.unassigned
}
