import type { Day } from '#lib/calendar-date.ts'
import type { Words } from '#lib/words/words.ts'
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
import { isTooMuchLeftOut, type LeftOut } from './rate.ts'
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
  t: Words<'figures'>,
): Change {
  if (now.isIncomplete) return { kind: 'unknown', reason: t('why.unread-now') }
  if (before.isIncomplete) return { kind: 'unknown', reason: t('why.unread-then') }
  if (isTooMuchLeftOut(leftOutOfRange(now))) return { kind: 'unknown', reason: t('why.left-out-now') }
  if (isTooMuchLeftOut(leftOutOfRange(before))) return { kind: 'unknown', reason: t('why.left-out-then') }
  const by =
    name === 'rate'
      ? rateChange(now.figures.rate, before.figures.rate)
      : relativeChange(now.figures[name], before.figures[name])
  if (by === null) return { kind: 'unknown', reason: unknownReason(name, now, before, t) }
  return { kind: 'known', by, tone: isStillBeingPaid && name !== 'failed' ? 'neutral' : toneOf(name, by) }
}

function unknownReason(
  name: KeyFigureName,
  now: RangeFigures,
  before: RangeFigures,
  t: Words<'figures'>,
): string {
  if (name !== 'rate') return t(`none.${name}`)
  const issue = now.figures.rateIssue
  if (issue !== null) return t(`issue.${issue}`)
  return t(`then.${before.figures.rateIssue ?? 'nothing_billed'}`)
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
  t: Words<'figures'>,
): string[] {
  const [drafts, others] = [countOf(figures, ['DRAFT']), countOf(figures, ['OTHER'])]
  return [
    drafts === 0 ? [] : t('out.drafts', { count: drafts }),
    others === 0 ? [] : t('out.status', { count: others }),
    figures.unknownAmounts === 0 ? [] : t('out.amount', { count: figures.unknownAmounts }),
    withoutCurrency === 0 ? [] : t('out.currency', { count: withoutCurrency }),
  ].flat()
}

/** Names the comparison with the previous range, e.g. "vs previous 26 weeks". */
export function versusPrevious(range: ChosenRange, t: Words<'figures'>): string {
  const days = lengthInDays(range)
  return days % 7 === 0 ? t('vs.weeks', { weeks: days / 7 }) : t('vs.days', { days })
}

/**
 * Names the previous range, e.g. "Previous 26 weeks, 1 Jun – 29 Nov 2026".
 * @param dates the days of the previous range, printed.
 */
export function previousWords(range: ChosenRange, dates: string, t: Words<'figures'>): string {
  const days = lengthInDays(range)
  return days % 7 === 0
    ? t('previous.weeks', { weeks: days / 7, dates })
    : t('previous.days', { days, dates })
}

/** Names the range itself, e.g. "Last 26 weeks". */
export function rangeWords(range: ChosenRange, t: Words<'figures'>): string {
  if (range.name === 'season') return t('scope.season')
  if (range.name === 'custom') return t('scope.custom')
  return t('scope.weeks', { weeks: lengthInDays(range) / 7 })
}
