import 'server-only'
import { sql } from 'drizzle-orm'
import { dayInZone } from '#lib/calendar-date.ts'
import { RequestError } from '#lib/errors.ts'
import { firstRecentDay } from '#lib/sources/recent.ts'
import { SOURCE_LABELS, type Source } from '#lib/sources/sources.ts'
import { database } from '../db/client.ts'
import { requestWindows } from '../db/window-requests.ts'
import { env, isConfigured } from '../env.ts'
import type { Viewer } from '../people/viewer.ts'

/**
 * Asks for a source to be read now: its recent weeks, and whatever is not complete. It answers at once; the reading follows.
 * Out: how many windows were asked for. Throws 403 for a viewer who may not, 409 for a source that is off.
 */
export async function requestRefresh(
  viewer: Viewer,
  source: Source,
  now: Date = new Date(),
): Promise<{ requested: number }> {
  if (viewer.role === 'financier')
    throw new RequestError(403, 'forbidden', 'Only operators may ask a source to be read now.')
  if (!isConfigured(env().upstreams, source))
    throw new RequestError(409, 'source_off', `${SOURCE_LABELS[source]} is not connected.`)
  const recent = firstRecentDay(dayInZone(now, env().timeZone))
  const where = sql`source = ${source} and (from_day >= ${recent} or state <> 'complete' or error_code is not null)`
  return { requested: await requestWindows(database(), where, now) }
}
