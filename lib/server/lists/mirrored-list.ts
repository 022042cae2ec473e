import 'server-only'
import type { Day } from '#lib/calendar-date.ts'
import type { Resource, Source } from '#lib/sources.ts'

/** A list that is mirrored: a resource of a source. */
export type MirroredList = { source: Source; resource: Resource }
/** Days, both included; null: without an end on that side. */
export type DayRange = { from: Day | null; to: Day | null }
