import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { addDays, type Day, type OpenDayRange } from '#lib/calendar-date.ts'
import type { Freshness, MissingRange } from '#lib/schema.ts'
import { type Executor, query } from '#lib/server/db/client.ts'
import { english } from '#lib/server/words/words.ts'
import type { Source } from '#lib/sources.ts'
import type { MirroredList } from './mirrored-list.ts'
import { allOf, between } from './predicates.ts'

const t = english('reasons')

/** A response's filter by days: the field's documented name and the column that holds it. */
export type DateFilter = OpenDayRange & { field: string; column: SQL }

/** Returns a filter by days, or null if neither end is set. */
export function dateFilter(field: string, column: SQL, from: Day | null, to: Day | null): DateFilter | null {
  return from === null && to === null ? null : { field, column, from, to }
}

/** How a response filters rows by date. */
export type DatedAnswer = {
  table: SQL
  /** The scope and every filter that is not by date. */
  where: SQL
  /** The filter by the day that places a row in its week, or null if the response has none. */
  placing: DateFilter | null
  others: readonly DateFilter[]
}

/** The field with an invoice's issue date, by source. */
export const ISSUE_FIELDS: Record<Source, string> = {
  'hello-tractor': 'created_at',
  'payment-links': 'created',
  'client-invoices': 'accounting_date',
}

/** The names of all fields that hold a date. */
export const DATE_FIELDS = [
  ...Object.values(ISSUE_FIELDS),
  'updated',
  'start_date',
  'end_date',
  'payment_deadline',
]

const unreadableSql = (field: string) => sql`${field} = any(string_to_array(unreadable_fields, ' '))`

type Found = { windowFrom: Day | null; processedOn: Day | null; isUnplaced: boolean; count: number }

/** The days of one window. */
type Week = { fromDay: Day; toDay: Day | null }

/**
 * Returns the days that may lack rows whose date cannot be read, and the number of such rows. A row counts if
 * it meets every other filter and if the source listed it near the requested days.
 */
export async function findUnreadableDates(
  tx: Executor,
  list: MirroredList,
  { table, where, placing, others }: DatedAnswer,
  weeks: readonly Week[],
): Promise<Pick<Freshness, 'unreadableDates' | 'missing'>> {
  const filters = placing ? [placing, ...others] : others
  if (filters.length === 0) return { unreadableDates: 0, missing: [] }
  const anyUnreadable = sql.join(
    filters.map(({ field }) => unreadableSql(field)),
    sql` or `,
  )
  const mayMatch = filters.map(({ field, column, from, to }) => {
    const inRange = between(column, from, to)
    return inRange && sql`(${unreadableSql(field)} or ${inRange})`
  })
  const found = await query<Found>(tx)`
    select window_from::text as "windowFrom", ${list.source === 'payment-links' ? sql`processed_on::text` : sql`null::text`} as "processedOn",
        ${placing ? unreadableSql(placing.field) : sql`false`} as "isUnplaced", count(*)::int as count
      from ${table} where unreadable_fields is not null and (${anyUnreadable}) and ${where} and ${allOf(mayMatch)}
      group by 1, 2, 3 order by 1, 2, 3`
  const other = others[0] ?? placing
  const near = found.flatMap(({ count, ...row }) => {
    const days = row.isUnplaced
      ? daysOf(list, row, weeks)
      : { from: other?.from ?? null, to: other?.to ?? null }
    return row.isUnplaced && placing && !overlap(days, placing) ? [] : [{ ...days, count }]
  })
  return { unreadableDates: near.reduce((sum, { count }) => sum + count, 0), missing: near.map(toldOf) }
}

/**
 * Returns the days that a row can belong to: those of the window that listed it. A payment link is created
 * before it is processed, so its days end there.
 */
function daysOf(
  list: MirroredList,
  row: Pick<Found, 'windowFrom' | 'processedOn'>,
  weeks: readonly Week[],
): OpenDayRange {
  if (list.source === 'payment-links') return { from: null, to: row.processedOn }
  const from = row.windowFrom
  if (from === null) return { from: null, to: null }
  const to = weeks.find(({ fromDay }) => fromDay === from)?.toDay ?? null
  // The sync requests billing periods by exact days, and invoices one day wider at the start and up to two at
  // the end.
  if (list.resource === 'billing-periods') return { from, to }
  return { from: addDays(from, -1), to: to && addDays(to, 2) }
}

function overlap(a: OpenDayRange, b: OpenDayRange): boolean {
  const isBefore = (end: Day | null, start: Day | null) => end !== null && start !== null && end < start
  return !isBefore(a.to, b.from) && !isBefore(b.to, a.from)
}

function toldOf({ from, to, count }: OpenDayRange & { count: number }): MissingRange {
  const why = [{ code: 'unreadable_dates' as const, rows: count }]
  return { from, to, reason: 'unreadable_dates', why, detail: t('range.unreadable_dates', { rows: count }) }
}
