import type { Day } from '#lib/calendar-date.ts'
import { type KeyFigureName, MORE_IS_BETTER } from './definitions.ts'
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

/** One range's figures in one currency, whether days are missing, and its periods of unknown currency. */
export type RangeFigures = { figures: Figures; isIncomplete: boolean; withoutCurrency: number }

/** Sums the weeks of a response in one currency to the figures of its range. */
export function rangeFigures(answer: WeeklyCollections, currency: string): RangeFigures {
  const weeks = answer.weeks.filter((week) => week.currency === currency)
  return {
    figures: sumFigures(weeks, currency),
    isIncomplete: hasMissingDays(answer.freshness),
    withoutCurrency: answer.withoutCurrency,
  }
}

/**
 * Counts the periods that the figures of a range leave out. A period of unknown currency may belong to any
 * currency, so every currency counts that period as left out.
 */
export function leftOutOfRange({
  figures,
  withoutCurrency,
}: Pick<RangeFigures, 'figures' | 'withoutCurrency'>): LeftOut {
  const others = figures.count - countOf(figures, ['DRAFT'])
  return { leftOut: figures.leftOut + withoutCurrency, of: others + withoutCurrency }
}

/** True if the range includes weeks whose payments still arrive. */
export function reachesFreshWeeks(range: DayRange, today: Day): boolean {
  return range.to > lastSettledDay(today)
}

/** Returns the rate of the settled weeks of a response; null if there are none or they billed nothing. */
export function settledRate(answer: WeeklyCollections, currency: string, today: Day): number | null {
  return rateUntil(answer.weeks, lastSettledDay(today), currency)
}

export type Change =
  | { kind: 'known'; by: number; tone: 'good' | 'bad' | 'neutral' }
  | { kind: 'unknown'; reason: string }

/**
 * Returns how a figure changed: relative for amounts, a difference of shares for the rate. Unknown if days
 * were not read.
 * @param isStillBeingPaid true if payments for the end of the range still arrive. Collected then looks low,
 * so no change except that of failed amounts is called good or bad.
 */
export function changeOf(
  name: KeyFigureName,
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

function unknownReason(name: KeyFigureName, now: RangeFigures, before: RangeFigures): string {
  if (name !== 'rate') return UNKNOWN_REASONS[name]
  const issue = now.figures.rateIssue
  if (issue !== null) return RATE_ISSUE_LABELS[issue]
  return `${RATE_ISSUE_LABELS[before.figures.rateIssue ?? 'nothing_billed']} then`
}

const UNKNOWN_REASONS: Record<Exclude<KeyFigureName, 'rate'>, string> = {
  billed: 'nothing was billed then',
  collected: 'nothing was collected then',
  outstanding: 'nothing was outstanding then',
  failed: 'nothing had failed then',
}

function toneOf(name: KeyFigureName, by: number): 'good' | 'bad' | 'neutral' {
  const isBetter = MORE_IS_BETTER[name]
  if (isBetter === null || Math.abs(by) < 0.0005) return 'neutral'
  return by > 0 === isBetter ? 'good' : 'bad'
}

/** Returns the statuses of the periods behind a key figure. The rate covers everything billed. */
export function statusesOf(name: KeyFigureName) {
  return FIGURE_STATUSES[name === 'rate' ? 'billed' : name]
}

/** Lists in words what the figures of a range leave out; empty if nothing. */
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

/** Names the previous range, e.g. "the 26 weeks before". */
export function previousWords(range: ChosenRange): string {
  const days = lengthInDays(range)
  if (days % 7 !== 0) return days === 1 ? 'the day before' : `the ${days} days before`
  return days === 7 ? 'the week before' : `the ${days / 7} weeks before`
}

/** Names the range itself, e.g. "Last 26 weeks". */
export function rangeWords(range: ChosenRange): string {
  if (range.name === 'season') return 'This season'
  if (range.name === 'custom') return 'Chosen days'
  return `Last ${lengthInDays(range) / 7} weeks`
}
