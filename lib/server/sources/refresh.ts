import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { type Day, dayInZone } from '#lib/calendar-date.ts'
import { invalidParameter } from '#lib/errors.ts'
import { env } from '#lib/server/config/env.ts'
import { requestWindows } from '#lib/server/db/window-requests.ts'
import { refuseWhilePaused } from '#lib/server/live/read-live.ts'
import type { RequestContext } from '#lib/server/viewer.ts'
import { firstRecentDay } from '#lib/sources/recent.ts'
import { type Resource, SOURCE_RESOURCES, type Source } from '#lib/sources.ts'
import { actRecorded, requireConnected, requireOperator } from './acting.ts'

/** Part of a source: one of its lists, and the windows that touch some days. */
export type RefreshRange = { resource: Resource | null; from: Day | null; to: Day | null }

const ALL: RefreshRange = { resource: null, from: null, to: null }

/**
 * Requests that a source be read now: the windows of `range`, or by default its recent weeks and everything
 * incomplete. Returns at once; workers read the windows later.
 * @returns the number of windows requested
 * @throws {RequestError} 403 for a financier, 409 for a source that is off or paused, 400 for an unknown list
 * or a range without a window
 */
export async function requestRefresh(
  acting: RequestContext,
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
      throw invalidParameter(param, 'must leave days that are mirrored')
    }
    return { requested }
  })
}

/**
 * Requires a list that the source has.
 * @throws {RequestError} 400
 */
export function requireList(source: Source, resource: Resource | null): void {
  if (resource === null || SOURCE_RESOURCES[source].includes(resource)) return
  const detail = `must be one of ${SOURCE_RESOURCES[source].join(', ')}`
  throw invalidParameter('resource', detail)
}

/**
 * Returns the condition for the windows that a refresh of a whole source reads: recent weeks and everything
 * incomplete.
 */
export function refreshedWindows(source: Source, now: Date): SQL {
  const recent = firstRecentDay(dayInZone(now, env().timeZone))
  return sql`source = ${source} and (from_day >= ${recent} or state <> 'complete' or error_code is not null
    or attribution_faults is not null)`
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
