import 'server-only'
import type { Bug } from './bug.ts'
import { AGGREGATE_BUGS } from './bugs-in-aggregates.ts'
import { CLAIM_BUGS } from './bugs-in-claims.ts'
import { LINK_BUGS } from './bugs-in-links.ts'
import { READING_BUGS } from './bugs-in-reading.ts'
import { WRITING_BUGS } from './bugs-in-writing.ts'

/** Mistakes that the simulator must find. */
export const BUGS: readonly Bug[] = [
  ...READING_BUGS,
  ...CLAIM_BUGS,
  ...LINK_BUGS,
  ...WRITING_BUGS,
  ...AGGREGATE_BUGS,
]
