import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { addDays, type Day, type OpenDayRange } from '#lib/calendar-date.ts'
import { isoYearStart, weekStart } from '#lib/week.ts'

// Sums are kept by day, by ISO week and by ISO year, which consists of whole weeks. A range of days is read
// from the coarsest level that it contains whole, and only its edges from finer levels.

/** The rows that are summed; also the name of their tables without the level. */
export type Aggregated = 'billing_period' | 'invoice'
export const LEVELS = ['day', 'week', 'year'] as const
export type Level = (typeof LEVELS)[number]

/** Days from `from` until before `before`; null leaves that side open. */
type Days = { from: Day | null; before: Day | null }
/** Days that are read from the aggregates of one level. */
export type Piece = Days & { level: Level }
/** Includes rows without a day. */
const EVERY_DAY: OpenDayRange = { from: null, to: null }
const STARTS: Record<Level, (day: Day) => Day> = { day: (day) => day, week: weekStart, year: isoYearStart }
const LONGEST: Record<Level, number> = { day: 1, week: 7, year: 371 }

/**
 * Returns the first day of the week or year that contains a day, and the first day after that week or year.
 */
export function spanOf(level: Level, day: Day): { from: Day; before: Day } {
  const from = STARTS[level](day)
  return { from, before: STARTS[level](addDays(from, LONGEST[level])) }
}

/** Splits a range of days into disjoint pieces of the coarsest possible levels, up to `coarsest`. */
export function coverOf({ from, to }: OpenDayRange, coarsest: Level): Piece[] {
  return cover({ from, before: to && addDays(to, 1) }, LEVELS.indexOf(coarsest))
}

function cover({ from, before }: Days, depth: number): Piece[] {
  const level = LEVELS[depth]
  if (level === undefined || !isBefore(from, before)) return []
  const whole = {
    from: from && (STARTS[level](from) === from ? from : spanOf(level, from).before),
    before: before && STARTS[level](before),
  }
  if (!isBefore(whole.from, whole.before)) return cover({ from, before }, depth - 1)
  return [
    ...(whole.from === null ? [] : cover({ from, before: whole.from }, depth - 1)),
    { level, ...whole },
    ...(whole.before === null ? [] : cover({ from: whole.before, before }, depth - 1)),
  ]
}

function isBefore(from: Day | null, before: Day | null): boolean {
  return from === null || before === null || from < before
}

const SUMS = ['day', 'currency', 'funding_source', 'count', 'amount', 'unknown_amounts']
/** The further columns by which rows are grouped. */
const GROUPS: Record<Aggregated, readonly string[]> = {
  billing_period: ['status'],
  invoice: ['source', 'state', 'funnel_state'],
}

/**
 * Returns a FROM source: a UNION ALL over the day, week and year tables that covers `range`. Its `day` column
 * holds the first day of the week or year.
 * @param where a condition on any column except `day`
 */
export function aggregates(
  of: Aggregated,
  where: SQL,
  range: OpenDayRange = EVERY_DAY,
  coarsest: Level = 'year',
): SQL {
  const columns = sql.raw([...SUMS, ...GROUPS[of]].join(', '))
  const parts = coverOf(range, coarsest).map(({ level, from, before }) => {
    const days = [from && sql` and day >= ${from}::date`, before && sql` and day < ${before}::date`]
    return sql`select ${columns} from ${sql.raw(`${of}_${level}`)} where ${where}${days[0] ?? sql``}${days[1] ?? sql``}`
  })
  const none = sql`select ${columns} from ${sql.raw(`${of}_day`)} where false`
  return sql`(${parts.length === 0 ? none : sql.join(parts, sql` union all `)}) as aggregates`
}
