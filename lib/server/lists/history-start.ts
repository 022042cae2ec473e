import 'server-only'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { addDays, dayInZone, readDay } from '#lib/calendar-date.ts'
import { invalidParameter } from '#lib/errors.ts'
import { env } from '#lib/server/config/env.ts'
import type { Executor } from '#lib/server/db/client.ts'
import { instantText } from '#lib/server/db/instant-text.ts'
import { parsedRows } from '#lib/server/db/parsed-rows.ts'
import type { MirroredList } from './mirrored-list.ts'

/** With how many days before a list is compared by default. */
const DEFAULT_DAYS = 7

const startSchema = z.object({ earliest: z.string().nullable(), at: z.string().nullable() })

/**
 * Returns since when the versions of a list are whole, and the instant that a parameter means: an instant, or the
 * start of a day in the business time zone; by default the start of the day `DEFAULT_DAYS` ago, or the beginning of
 * the history if that is later. Both are null while there is no history.
 * @throws {RequestError} 400 that names the parameter, for an instant before the history or in the future
 */
export async function historyStart(
  tx: Executor,
  { source, resource }: MirroredList,
  { param, asked }: { param: string; asked: string | null },
): Promise<{ earliest: string | null; at: string | null }> {
  const { timeZone } = env()
  const meant = asked ?? addDays(dayInZone(new Date(), timeZone), -DEFAULT_DAYS)
  const isDay = readDay(meant) !== null
  const at = isDay ? sql`${meant}::timestamp at time zone ${timeZone}` : sql`${meant}::timestamptz`
  const [found] = await parsedRows(
    tx,
    sql`select ${instantText(sql`max(source_fact.at)`)} as earliest, ${instantText(at)} as at
      from source_fact where source = ${source} and resource = ${resource} and fact = 'history'`,
    startSchema,
  )
  const { earliest = null, at: instant = null } = found ?? {}
  if (instant === null || earliest === null) return { earliest: null, at: null }
  if (asked === null) return { earliest, at: instant < earliest ? earliest : instant }
  if (instant < earliest)
    throw invalidParameter(param, `must not be before ${earliest}, when Furrow began to keep changes`, {
      code: 'before_history',
      values: { instant: earliest },
    })
  if (instant > new Date().toISOString())
    throw invalidParameter(param, 'must not be in the future', { code: 'in_future' })
  return { earliest, at: instant }
}
