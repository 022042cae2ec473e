import { addDays, type Day } from '#lib/calendar-date.ts'
import type { MissingRange } from '#lib/schema.ts'
import { weeksBetween } from '#lib/week.ts'

/** How completely a week is mirrored, ordered from best to worst. */
export const WEEK_STATES = ['complete', 'partial', 'never_read', 'failed'] as const
export type WeekState = (typeof WEEK_STATES)[number]

/** Lists every week from the first mirrored day to today with its status; the worst reason wins. */
export function weekStrip(
  syncFrom: Day,
  today: Day,
  missing: readonly Pick<MissingRange, 'from' | 'to' | 'reason'>[],
): { week: Day; state: WeekState }[] {
  return weeksBetween(syncFrom, today).map((week) => {
    const sunday = addDays(week, 6)
    const reasons = missing
      .filter((range) => (range.from ?? week) <= sunday && (range.to ?? sunday) >= week)
      .map(({ reason }) => WEEK_STATES.indexOf(reason === 'unreadable_dates' ? 'partial' : reason))
    return { week, state: WEEK_STATES[Math.max(0, ...reasons)] ?? 'complete' }
  })
}
