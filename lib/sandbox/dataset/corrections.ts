import 'server-only'
import { addDays, type Day } from '#lib/calendar-date.ts'
import { decimalOf } from './amounts.ts'
import type { Oddity } from './oddities.ts'
import { MINUTE_MS } from './time.ts'

/** What the upstream changes in a billing period at an instant. */
export type Correction = { at: number; fields: Partial<Correctable> }

/** The fields of a billing period that the upstream corrects. */
type Correctable = { amount: string | null; startDate: Day; endDate: Day }

/**
 * Returns the correction of a period; null if the upstream never corrects it.
 * @param hundredths the period's amount before the correction
 */
export function correctionOf(
  later: Oddity['later'],
  openedAt: number | null,
  period: { hundredths: number; startDate: Day; endDate: Day },
): Correction | null {
  if (later === null || openedAt === null) return null
  const at = openedAt + later.afterMinutes * MINUTE_MS
  if ('lowerByPercent' in later) {
    const lowered = Math.round((period.hundredths * (100 - later.lowerByPercent)) / 100)
    return { at, fields: { amount: decimalOf(lowered) } }
  }
  const [startDate, endDate] = [period.startDate, period.endDate].map((day) => addDays(day, later.moveByDays))
  return startDate && endDate ? { at, fields: { startDate, endDate } } : null
}

/** Returns a billing period as its upstream shows it at an instant. */
export function correctedAt<Period extends Correctable & { correction: Correction | null }>(
  period: Period,
  now: number,
): Period {
  const { correction } = period
  return correction === null || correction.at > now
    ? period
    : { ...period, ...correction.fields, correction: null }
}
