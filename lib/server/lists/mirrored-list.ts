import 'server-only'
import type { Day } from '#lib/calendar-date.ts'
import type { Resource, Source } from '#lib/sources.ts'

/** A mirrored list: one resource of a source. */
export type MirroredList = { source: Source; resource: Resource }
/** Days, both inclusive; null leaves that side open. */
export type DayRange = { from: Day | null; to: Day | null }
