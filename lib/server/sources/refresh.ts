import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { type Day, dayInZone } from '#lib/calendar-date.ts'
import { invalidParameters } from '#lib/errors.ts'
import { env } from '#lib/server/config/env.ts'
import { requestWindows } from '#lib/server/db/window-requests.ts'
import { refuseWhilePaused } from '#lib/server/live/read-live.ts'
import { firstRecentDay } from '#lib/sources/recent.ts'
import { type Resource, SOURCE_RESOURCES, type Source } from '#lib/sources.ts'
import { type Acting, actRecorded, requireConnected, requireOperator } from './acting.ts'

/** Part of a source: one of its lists, and the windows that touch some days. */
export type RefreshRange = { resource: Resource | null; from: Day | null; to: Day | null }

const ALL: RefreshRange = { resource: null, from: null, to: null }

/**
 * Asks for a source to be read now: the windows of `range`, or without one its recent weeks and whatever is not complete.
 * It answers at once; the reading follows. Out: how many windows were asked for.
 * Throws 403 for a viewer who may not, 409 for a source that is off or paused, 400 for a range without a window.
 */
export async function requestRefresh(
  acting: Acting,
  source: Source,
  now: Date = new Date(),
  range: RefreshRange = ALL,
): Promise<{ requested: number }> {
  const { viewer } = acting
  requireOperator(viewer, 'ask a source to be read now')
  requireConnected(source)
  requireList(source, range.resource)
  await refuseWhilePaused(viewer, source)
  const isNarrowed = range.from !== null || range.to !== null
  const where = isNarrowed ? windowsOf(source, range) : narrowedTo(range, refreshedWindows(source, now))
  return actRecorded(acting, { action: 'source.refresh', source, details: range }, async (tx) => {
    const requested = await requestWindows(tx, where, now)
    if (isNarrowed && requested === 0) {
      const param = range.from === null ? 'to' : 'from'
      throw invalidParameters([{ param, detail: 'must leave days that are mirrored' }])
    }
    return { requested }
  })
}

/** Throws a 400 for a list that the source does not have. */
export function requireList(source: Source, resource: Resource | null): void {
  if (resource === null || SOURCE_RESOURCES[source].includes(resource)) return
  const detail = `must be one of ${SOURCE_RESOURCES[source].join(', ')}`
  throw invalidParameters([{ param: 'resource', detail }])
}

/** The windows that a refresh of a whole source reads: the recent weeks, and whatever is not complete. */
export function refreshedWindows(source: Source, now: Date): SQL {
  const recent = firstRecentDay(dayInZone(now, env().timeZone))
  return sql`source = ${source} and (from_day >= ${recent} or state <> 'complete' or error_code is not null
    or attribution_fault is not null)`
}

function narrowedTo({ resource }: RefreshRange, where: SQL): SQL {
  return sql`(${resource}::text is null or resource = ${resource}) and (${where})`
}

function windowsOf(source: Source, range: RefreshRange): SQL {
  const { from, to } = range
  return narrowedTo(
    range,
    sql`source = ${source} and (${from}::date is null or to_day is null or to_day >= ${from})
      and (${to}::date is null or from_day <= ${to})`,
  )
}
