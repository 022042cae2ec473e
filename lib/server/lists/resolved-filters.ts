import 'server-only'
import { addDays, type Day } from '#lib/calendar-date.ts'
import { dayLookedAt } from '#lib/instant-or-day.ts'
import { businessToday } from '#lib/server/config/business-today.ts'
import { env } from '#lib/server/config/env.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { withChangedSince } from './changed-since.ts'
import type { MirroredList } from './mirrored-list.ts'

type Relative = { changed_since: string | null; unpaid_over: string | null; as_of: string | null }

/**
 * Replaces what depends on the day of the request: a day in `changed_since` with its instant, and the number of days
 * in `unpaid_over` with the last day that lies more than so many days back, counted from the day of `as_of` if given.
 * @throws {RequestError} 400 as `withChangedSince`
 */
export async function resolveFilters<Filters extends Relative>(
  viewer: Viewer,
  list: MirroredList,
  filters: Filters,
): Promise<Filters> {
  const resolved = await withChangedSince(viewer, list, filters)
  if (filters.unpaid_over === null) return resolved
  const day = dayLookedAt(filters.as_of, businessToday(), env().timeZone)
  return { ...resolved, unpaid_over: lastDayOver(filters.unpaid_over, day) }
}

/** Returns the last day that lies more than `days` days before `day`. */
export function lastDayOver(days: string, day: Day): Day {
  return addDays(day, -1 - Number(days))
}
