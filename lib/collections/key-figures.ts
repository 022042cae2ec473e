import type { Day } from '#lib/calendar-date.ts'
import { type KeyFigure, MORE_IS_BETTER } from './definitions.ts'
import {
  countOf,
  FIGURE_STATUSES,
  hasMissingDays,
  rateChange,
  rateUntil,
  relativeChange,
  sumFigures,
} from './figures.ts'
import { type ChosenRange, type DayRange, lastSettledDay, lengthInDays } from './range.ts'
import { isTooMuchLeftOut, type LeftOut, RATE_ISSUE_LABELS } from './rate.ts'
import type { Figures, WeeklyCollections } from './schema.ts'

/** The figures of one range in one currency, whether every day of it is mirrored, and its periods of unknown currency. */
export type RangeFigures = { figures: Figures; isIncomplete: boolean; withoutCurrency: number }

/** Adds the weeks of an answer up to the figures of its range in one currency. */
export function rangeFigures(answer: WeeklyCollections, currency: string): RangeFigures {
  const weeks = answer.weeks.filter((week) => week.currency === currency)
  return {
    figures: sumFigures(weeks, currency),
    isIncomplete: hasMissingDays(answer.freshness),
    withoutCurrency: answer.withoutCurrency,
  }
}

/** What the figures of a range leave out; a period of unknown currency may belong to any of them. */
export function leftOutOfRange({
  figures,
  withoutCurrency,
}: Pick<RangeFigures, 'figures' | 'withoutCurrency'>): LeftOut {
  const others = figures.count - countOf(figures, ['DRAFT'])
  return { leftOut: figures.leftOut + withoutCurrency, of: others + withoutCurrency }
}

/** True if the range reaches into the weeks that are still being paid. */
export function reachesFreshWeeks(range: DayRange, today: Day): boolean {
  return range.to > lastSettledDay(today)
}

/** The rate of the weeks of an answer that had time to be paid; null when there are none, or nothing was billed in them. */
export function settledRate(answer: WeeklyCollections, currency: string, today: Day): number | null {
  return rateUntil(answer.weeks, lastSettledDay(today), currency)
}

export type Change =
  | { kind: 'known'; by: number; tone: 'good' | 'bad' | 'neutral' }
  | { kind: 'unknown'; reason: string }

/**
 * How a figure moved: relative for amounts, as a difference of shares for the rate. Not told over days that are not read.
 * `isStillBeingPaid`: the range ends in such weeks, so that what is collected looks low and nothing is called good or bad by it.
 */
export function changeOf(
  name: KeyFigure,
  now: RangeFigures,
  before: RangeFigures,
  isStillBeingPaid: boolean,
): Change {
  if (now.isIncomplete) return { kind: 'unknown', reason: 'days of this range are not read yet' }
  if (before.isIncomplete) return { kind: 'unknown', reason: 'those days are not completely mirrored' }
  if (isTooMuchLeftOut(leftOutOfRange(now)))
    return { kind: 'unknown', reason: 'over 1% of this range is left out' }
  if (isTooMuchLeftOut(leftOutOfRange(before)))
    return { kind: 'unknown', reason: 'over 1% of those periods are left out' }
  const by =
    name === 'rate'
      ? rateChange(now.figures.rate, before.figures.rate)
      : relativeChange(now.figures[name], before.figures[name])
  if (by === null) return { kind: 'unknown', reason: unknownReason(name, now, before) }
  return { kind: 'known', by, tone: isStillBeingPaid && name !== 'failed' ? 'neutral' : toneOf(name, by) }
}

function unknownReason(name: KeyFigure, now: RangeFigures, before: RangeFigures): string {
  if (name !== 'rate') return UNKNOWN_REASONS[name]
  const issue = now.figures.rateIssue
  if (issue !== null) return RATE_ISSUE_LABELS[issue]
  return `${RATE_ISSUE_LABELS[before.figures.rateIssue ?? 'nothing_billed']} then`
}

const UNKNOWN_REASONS: Record<Exclude<KeyFigure, 'rate'>, string> = {
  billed: 'nothing was billed then',
  collected: 'nothing was collected then',
  outstanding: 'nothing was outstanding then',
  failed: 'nothing had failed then',
}

function toneOf(name: KeyFigure, by: number): 'good' | 'bad' | 'neutral' {
  const isBetter = MORE_IS_BETTER[name]
  if (isBetter === null || Math.abs(by) < 0.0005) return 'neutral'
  return by > 0 === isBetter ? 'good' : 'bad'
}

/** The statuses whose periods a key figure is about; the rate is about everything billed. */
export function statusesOf(name: KeyFigure) {
  return FIGURE_STATUSES[name === 'rate' ? 'billed' : name]
}

/** What the figures of a range leave out, in words; empty when they leave out nothing. */
export function leftOut(
  { figures, withoutCurrency }: Pick<RangeFigures, 'figures' | 'withoutCurrency'>,
  count: (value: number) => string,
): string[] {
  const some = (value: number, one: string, many: string) =>
    value === 0 ? [] : [`${count(value)} ${value === 1 ? one : many}`]
  return [
    ...some(countOf(figures, ['DRAFT']), 'draft', 'drafts'),
    ...some(countOf(figures, ['OTHER']), 'with another status', 'with other statuses'),
    ...some(figures.unknownAmounts, 'of unknown amount', 'of unknown amount'),
    ...some(withoutCurrency, 'of unknown currency', 'of unknown currency'),
  ]
}

/** The range before in words, e.g. "the 26 weeks before". */
export function previousWords(range: ChosenRange): string {
  const days = lengthInDays(range)
  if (days % 7 !== 0) return days === 1 ? 'the day before' : `the ${days} days before`
  return days === 7 ? 'the week before' : `the ${days / 7} weeks before`
}

/** The range itself in words, e.g. "Last 26 weeks". */
export function rangeWords(range: ChosenRange): string {
  if (range.name === 'season') return 'This season'
  if (range.name === 'custom') return 'Chosen days'
  return `Last ${lengthInDays(range) / 7} weeks`
}
