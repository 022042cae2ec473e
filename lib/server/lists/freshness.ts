import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { addDays, type Day, dayInZone, type OpenDayRange } from '#lib/calendar-date.ts'
import type { Freshness, MissingRange } from '#lib/schema.ts'
import { env } from '#lib/server/config/env.ts'
import type { Executor } from '#lib/server/db/client.ts'
import { instantText } from '#lib/server/db/instant-text.ts'
import { checkedRows, wordReader } from '#lib/server/db/parsed-rows.ts'
import { readPauses } from '#lib/server/db/pauses.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { sourceName } from '#lib/server/words/names.ts'
import { english } from '#lib/server/words/words.ts'
import { rangeDetail } from '#lib/sources/reason-words.ts'
import { firstRecentDay } from '#lib/sources/recent.ts'
import { type RangeReason, readReasons } from '#lib/window-reasons.ts'
import type { MirroredList } from './mirrored-list.ts'
import { type DatedAnswer, findUnreadableDates } from './unreadable-dates.ts'

export type WindowReading = {
  source: string
  resource: string
  fromDay: Day
  toDay: Day | null
  state: 'never_read' | 'complete' | 'partial' | 'failed'
  /** Why the window is not complete; empty: not known to the viewer. */
  why: RangeReason[]
  /** True if rows may lack their funding source although every row was read. */
  isAttributionDoubtful: boolean
  /** ISO instants, UTC. */
  lastRunAt: string | null
  lastCompleteAt: string | null
  dueAt: string
  /** The last run's error, until a later run is applied. */
  errorCode: string | null
  errorDetail: string | null
  failedAt: string | null
}
type StoredReading = Omit<WindowReading, 'why'> & { isUnmatched: boolean; reasons: unknown }
const readReadings = wordReader<StoredReading>({ state: ['never_read', 'complete', 'partial', 'failed'] })

const NO_UNREADABLE_DATES = { unreadableDates: 0, missing: [] }

/**
 * The days that a response covers (null leaves a side open), and the funding sources by which the response is
 * filtered or grouped.
 */
export type AnswerRange = OpenDayRange & { funding_source?: readonly string[]; group_by?: string }

/**
 * Returns the age and completeness of the mirror for the days that a response covers, one entry a list. A
 * response that depends on funding sources, through the viewer's scope or its filters, is also partial while
 * the funding source of some rows is in doubt.
 * @param range null or absent stands for all days
 * @param dated how the response filters rows by date, or null if it has no such filter
 */
export async function readFreshness(
  tx: Executor,
  viewer: Viewer,
  resources: readonly MirroredList[],
  range?: AnswerRange | null,
  { dated = null, now = new Date() }: { dated?: DatedAnswer | null; now?: Date } = {},
): Promise<Freshness[]> {
  const isByFundingSource = (range?.funding_source ?? []).length > 0 || range?.group_by === 'funding_source'
  const windows = await readWindows(tx, viewer, isByFundingSource)
  const pauses = await readPauses(tx)
  const recentFrom = firstRecentDay(dayInZone(now, env().timeZone))
  const answer: Freshness[] = []
  for (const list of resources) {
    const own = windows.filter((window) => window.source === list.source && window.resource === list.resource)
    const ages = freshnessOf(list, own, range ?? { from: null, to: null }, recentFrom)
    const unreadable = dated ? await findUnreadableDates(tx, list, dated, own) : NO_UNREADABLE_DATES
    const missing = [...ages.missing, ...unreadable.missing]
    answer.push({
      ...ages,
      complete: missing.length === 0,
      missing,
      unreadableDates: unreadable.unreadableDates,
      pausedSince: pauses.find(({ source }) => source === list.source)?.since ?? null,
    })
  }
  return answer
}

/**
 * Reads all windows, ordered by day within a list. Only a viewer with full access gets the reasons why a
 * window is incomplete, because they may name any funding source and count its rows.
 */
export async function readWindows(
  tx: Executor,
  viewer: Viewer,
  isByFundingSource = false,
): Promise<WindowReading[]> {
  const canSeeAll = viewer.fundingSources === 'all'
  const told = (column: SQL) => (canSeeAll ? column : sql`null`)
  const doubtfulSql =
    canSeeAll && !isByFundingSource
      ? sql`false`
      : sql`(state = 'complete' and attribution_faults is not null)`
  const found = await checkedRows(
    tx,
    sql`select source, resource, from_day::text as "fromDay", to_day::text as "toDay",
        case when ${doubtfulSql} then 'partial' else state end as state,
        ${doubtfulSql} as "isUnmatched", ${told(sql`case when ${doubtfulSql} then attribution_faults else reasons end`)} as reasons,
        attribution_faults is not null as "isAttributionDoubtful",
        ${instantText(sql`last_run_at`)} as "lastRunAt", ${instantText(sql`last_complete_at`)} as "lastCompleteAt",
        ${instantText(sql`due_at`)} as "dueAt", error_code as "errorCode", ${told(sql`error_detail`)}::text as "errorDetail",
        ${instantText(sql`failed_at`)} as "failedAt"
      from sync_window order by source, resource, from_day`,
    readReadings,
  )
  return found.map(({ isUnmatched, reasons, ...window }) => {
    // A scoped viewer's reason is general: the real one may name other funding sources or count their rows.
    const known = readReasons(reasons)
    return { ...window, why: known.length === 0 && isUnmatched ? [{ code: 'unmatched' }] : known }
  })
}

/** Returns the freshness of one list from its windows, which must be ordered by day. */
export function freshnessOf(
  list: MirroredList,
  windows: readonly WindowReading[],
  range: OpenDayRange,
  recentFrom: Day,
): Omit<Freshness, 'pausedSince' | 'unreadableDates'> {
  const missing = missingRanges(list, windows, range)
  const recent = windows.filter((window) => window.fromDay >= recentFrom)
  return {
    ...list,
    recentAsOf: oldestReading(recent),
    historyAsOf: oldestReading(windows.filter((window) => window.fromDay < recentFrom)),
    complete: missing.length === 0,
    missing,
  }
}

function oldestReading(windows: readonly WindowReading[]): string | null {
  const times = windows.map((window) => window.lastCompleteAt)
  if (times.includes(null)) return null
  return times.reduce((oldest, time) => (oldest === null || (time && time < oldest) ? time : oldest), null)
}

function missingRanges(
  list: MirroredList,
  windows: readonly WindowReading[],
  range: OpenDayRange,
): MissingRange[] {
  const explain = (why: RangeReason[]) => ({
    why,
    detail: rangeDetail(why, sourceName(list.source), english('reasons')),
  })
  const first = windows[0]
  if (!first) return [{ ...range, reason: 'never_read', ...explain([{ code: 'unread' }]) }]
  const missing: MissingRange[] = []
  if (range.from !== null && range.from < first.fromDay) {
    const before = addDays(first.fromDay, -1)
    const to = range.to !== null && range.to < before ? range.to : before
    const why = explain([{ code: 'before', day: first.fromDay }])
    missing.push({ from: range.from, to, reason: 'never_read', ...why })
  }
  for (const window of windows) {
    if (window.state === 'complete' || !overlaps(list, window, range)) continue
    const { state } = window
    append(missing, window, state, explain(window.why.length > 0 ? window.why : [{ code: 'unsaid', state }]))
  }
  return missing
}

/**
 * Extends the last missing range by a window, if the window continues it with the same reason; else adds a
 * range.
 */
function append(
  missing: MissingRange[],
  window: WindowReading,
  reason: Exclude<WindowReading['state'], 'complete'>,
  explained: Pick<MissingRange, 'why' | 'detail'>,
): void {
  const last = missing.at(-1)
  const continues = last?.to && addDays(last.to, 1) === window.fromDay
  if (last && continues && last.reason === reason && last.detail === explained.detail) last.to = window.toDay
  else missing.push({ from: window.fromDay, to: window.toDay, reason, ...explained })
}

/**
 * True if a window may hold rows of the range. A payment link is listed under the day it was processed, which
 * is never before its issue day, so any later window may hold it.
 */
function overlaps(list: MirroredList, window: WindowReading, range: OpenDayRange): boolean {
  if (range.from !== null && window.toDay !== null && window.toDay < range.from) return false
  if (list.source === 'payment-links') return true
  return range.to === null || window.fromDay <= range.to
}
