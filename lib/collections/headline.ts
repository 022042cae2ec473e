import { addDays, type Day } from '#lib/calendar-date.ts'
import { weekEnd } from '#lib/week.ts'
import { rateChange, sumFigures } from './figures.ts'
import { type DayRange, lastSettledDay, lengthInDays } from './range.ts'
import type { Figures, WeekFigures } from './schema.ts'

/** A rate that moved by less than one percentage point is holding. */
const HOLDING_WITHIN = 0.01

export type Verdict =
  | { kind: 'nothing_billed' }
  | { kind: 'incomplete'; rate: number }
  | { kind: 'no_comparison'; rate: number; reason: 'too_recent' | 'nothing_before' | 'incomplete_before' }
  | { kind: 'holding' | 'slipping' | 'improving'; rate: number; basis: Basis }

/** What a verdict rests on: the settled weeks of the range against the same number of weeks before. */
export type Basis = { now: number; before: number; change: number; from: Day; to: Day }

export type VerdictInput = {
  range: DayRange
  today: Day
  currency: string
  figures: Figures
  weeks: readonly WeekFigures[]
  previousWeeks: readonly WeekFigures[]
  isIncomplete: boolean
  isPreviousIncomplete: boolean
}

/**
 * Whether collections hold, slip or improve. The rate is that of the whole range; the judgement leaves out the weeks that are
 * still being paid, because the newest weeks always look worse than weeks that had time to be paid.
 */
export function judge(input: VerdictInput): Verdict {
  const { rate } = input.figures
  if (rate === null) return { kind: 'nothing_billed' }
  if (input.isIncomplete) return { kind: 'incomplete', rate }
  const until = settledUntil(input)
  if (until < input.range.from) return { kind: 'no_comparison', rate, reason: 'too_recent' }
  if (input.isPreviousIncomplete) return { kind: 'no_comparison', rate, reason: 'incomplete_before' }
  const shift = -lengthInDays(input.range)
  const now = settledRate(input.weeks, until, input.currency)
  const before = settledRate(input.previousWeeks, addDays(until, shift), input.currency)
  const change = rateChange(now, before)
  if (now === null || before === null || change === null)
    return { kind: 'no_comparison', rate, reason: now === null ? 'too_recent' : 'nothing_before' }
  const basis = { now, before, change, from: input.range.from, to: until }
  if (Math.abs(change) < HOLDING_WITHIN) return { kind: 'holding', rate, basis }
  return { kind: change < 0 ? 'slipping' : 'improving', rate, basis }
}

function settledUntil({ range, today }: VerdictInput): Day {
  const settled = lastSettledDay(today)
  return settled < range.to ? settled : range.to
}

function settledRate(weeks: readonly WeekFigures[], until: Day, currency: string): number | null {
  const settled = weeks.filter((week) => week.currency === currency && weekEnd(week.week) <= weekEnd(until))
  return sumFigures(settled, currency).rate
}
