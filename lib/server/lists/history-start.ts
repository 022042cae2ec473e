import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { addDays, type Day, dayInZone, readDay } from '#lib/calendar-date.ts'
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
  list: MirroredList,
  { param, asked }: { param: string; asked: string | null },
): Promise<{ earliest: string | null; at: string | null }> {
  const { timeZone } = env()
  const meant = asked ?? addDays(dayInZone(new Date(), timeZone), -DEFAULT_DAYS)
  const at = readDay(meant) === null ? sql`${meant}::timestamptz` : startOf(meant, timeZone)
  const { earliest, at: instant } = await readStart(tx, list, at)
  if (instant === null || earliest === null) return { earliest: null, at: null }
  if (asked === null) return { earliest, at: instant < earliest ? earliest : instant }
  refuseOutside(param, instant, earliest)
  return { earliest, at: instant }
}

/** Returns since when the versions of a list are whole; null: they are not yet. */
export async function historyBegan(tx: Executor, list: MirroredList): Promise<string | null> {
  return (await readStart(tx, list, sql`now()`)).earliest
}

/**
 * Returns the instant that `as_of` means: an instant, or the last millisecond of a day in the business time zone.
 * @throws {RequestError} 400 that names `as_of`, for an instant before the history or in the future, and while there
 * is no history
 */
export async function asOfInstant(tx: Executor, list: MirroredList, asked: string): Promise<string> {
  const { timeZone } = env()
  const at =
    readDay(asked) === null
      ? sql`${asked}::timestamptz`
      : sql`(${startOf(addDays(asked, 1), timeZone)} - interval '1 millisecond')`
  const { earliest, at: instant } = await readStart(tx, list, at)
  if (instant === null || earliest === null)
    throw invalidParameter(
      'as_of',
      'cannot be answered yet: Furrow keeps changes from its first complete sync on',
      { code: 'no_history' },
    )
  refuseOutside('as_of', instant, earliest)
  return instant
}

function startOf(day: Day, timeZone: string): SQL {
  return sql`${day}::timestamp at time zone ${timeZone}`
}

async function readStart(tx: Executor, { source, resource }: MirroredList, at: SQL) {
  const [found] = await parsedRows(
    tx,
    sql`select ${instantText(sql`max(source_fact.at)`)} as earliest, ${instantText(at)} as at
      from source_fact where source = ${source} and resource = ${resource} and fact = 'history'`,
    startSchema,
  )
  return found ?? { earliest: null, at: null }
}

function refuseOutside(param: string, instant: string, earliest: string): void {
  if (instant < earliest)
    throw invalidParameter(param, `must not be before ${earliest}, when Furrow began to keep changes`, {
      code: 'before_history',
      values: { instant: earliest },
    })
  if (instant > new Date().toISOString())
    throw invalidParameter(param, 'must not be in the future', { code: 'in_future' })
}
