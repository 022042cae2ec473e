import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import type { ReportMark } from '#lib/report/schema.ts'
import { env } from '#lib/server/config/env.ts'
import { database, query } from '#lib/server/db/client.ts'
import { instantText } from '#lib/server/db/instant-text.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { requirePerson } from './own-account.ts'

/** True in SQL if the person's latest mark is of an earlier business day. */
function isOfEarlierDay(): SQL {
  const { timeZone } = env()
  return sql`(reported_at at time zone ${timeZone})::date < (now() at time zone ${timeZone})::date`
}

/**
 * SQL of a person's marks. Marks of one day are one report, the first of them, so that the next report misses no change
 * that came after the first print.
 */
function marksSql(): SQL {
  const isEarlier = isOfEarlierDay()
  return sql`${instantText(sql`case when not ${isEarlier} then reported_at end`)} as "handedOutAt",
    ${instantText(sql`case when ${isEarlier} then reported_at else previous_report_at end`)} as "previousAt"`
}

/** Returns when a person handed out today's report and the one before; an integration has neither. */
export async function reportMarkOf({ kind, id }: Viewer): Promise<ReportMark> {
  const none = { handedOutAt: null, previousAt: null }
  if (kind !== 'person') return none
  const [found] = await query<ReportMark>(database())`select ${marksSql()} from person where id = ${id}`
  return found ?? none
}

/**
 * Records that a person hands out a report. It concerns nobody else, so the audit log does not record it.
 * @param printedAt when the report was printed: of an earlier day it counts as the beginning of today, of the future or
 * null as now
 * @throws RequestError 403 for an integration
 */
export async function handOutReport(viewer: Viewer, printedAt: string | null): Promise<ReportMark> {
  requirePerson(viewer)
  const { timeZone } = env()
  const today = sql`date_trunc('day', now() at time zone ${timeZone}) at time zone ${timeZone}`
  const at = sql`least(now(), greatest(coalesce(${printedAt}::timestamptz, now()), ${today}))`
  await query(database())`
    update person set reported_at = case when reported_at is null or ${isOfEarlierDay()} then ${at}
          else least(reported_at, ${at}) end,
        previous_report_at = case when ${isOfEarlierDay()} then reported_at else previous_report_at end
      where id = ${viewer.id}`
  return reportMarkOf(viewer)
}
