import { visibleText } from '#lib/visible-text.ts'
import type { Words } from '#lib/words/words.ts'
import { type ComparedSide, type Evidence, whyNot } from './comparison.ts'
import type { KeyFigureName } from './definitions.ts'
import {
  countOf,
  FIGURE_STATUSES,
  hasMissingDays,
  leftOutOfRange,
  relativeChange,
  sumFigures,
} from './figures.ts'
import { type ChosenRange, lengthInDays } from './range.ts'
import { isSettled } from './rate.ts'
import type { EarlierRange, RangeFigures, WeeklyCollections } from './schema.ts'
import type { NoComparison, VerdictName } from './verdict-names.ts'

/** Sums the weeks of a response in one currency to the figures of its range. */
export function rangeFigures(answer: WeeklyCollections, currency: string): Omit<RangeFigures, 'from' | 'to'> {
  const weeks = answer.weeks.filter((week) => week.currency === currency)
  return {
    figures: sumFigures(weeks, currency),
    isIncomplete: hasMissingDays(answer.freshness),
    withoutCurrency: answer.withoutCurrency,
  }
}

/**
 * How a figure changed. `amount` is a relative change of an amount; `share` a verdict on a share of billed.
 */
export type Change =
  | { kind: 'amount'; by: number; isAtEqualAge: boolean }
  | { kind: 'share'; verdict: Exclude<VerdictName, 'not_comparable'>; evidence: Evidence }
  | { kind: 'unknown'; reason: string }

/**
 * Returns how a figure changed against an earlier range. The rate and the failed amount are compared as shares
 * of billed. Collected and outstanding depend on the age of a range, so they are compared at equal age; collected
 * also once both ranges are settled.
 */
export function changeOf(
  name: KeyFigureName,
  now: RangeFigures,
  before: EarlierRange,
  t: Words<'figures'>,
): Change {
  if (name === 'rate' || name === 'failed') return shareChange(name, now, before, t)
  const reason = whyNot(sideOf(now), sideOf(before))
  if (reason !== null && !isRateReason(reason)) return { kind: 'unknown', reason: t(`why.${reason}`) }
  const atEqualAge = name === 'billed' ? null : before.atEqualAge
  const isComparable =
    name === 'billed' || (name === 'collected' && isSettled(now.figures) && isSettled(before.figures))
  if (atEqualAge === null && !isComparable) return { kind: 'unknown', reason: t('why.ages') }
  const sides = atEqualAge ?? { now: now.figures, earlier: before.figures }
  const by = relativeChange(sides.now[name], sides.earlier[name])
  if (by === null) return { kind: 'unknown', reason: t(`none.${name}`) }
  return { kind: 'amount', by, isAtEqualAge: atEqualAge !== null }
}

function shareChange(
  name: 'rate' | 'failed',
  now: RangeFigures,
  before: EarlierRange,
  t: Words<'figures'>,
): Change {
  const { verdict, reason, evidence } = before.verdicts[name]
  if (verdict !== 'not_comparable') return { kind: 'share', verdict, evidence }
  if (reason === 'no_rate_now')
    return { kind: 'unknown', reason: t(`issue.${now.figures.rateIssue ?? 'nothing_billed'}`) }
  if (reason === 'no_rate_before')
    return { kind: 'unknown', reason: t(`then.${before.figures.rateIssue ?? 'nothing_billed'}`) }
  return { kind: 'unknown', reason: t(`why.${reason}`) }
}

/** Reasons that concern a rate alone, so that amounts can be compared all the same. */
function isRateReason(reason: NoComparison): reason is 'no_rate_now' | 'no_rate_before' {
  return reason === 'no_rate_now' || reason === 'no_rate_before'
}

function sideOf(side: RangeFigures): ComparedSide {
  return { figures: side.figures, leftOut: leftOutOfRange(side), isIncomplete: side.isIncomplete }
}

/** Returns whether a change is good or bad: only where a verdict names it. */
export function toneOf(name: KeyFigureName, change: Change): 'good' | 'bad' | 'neutral' {
  if (change.kind !== 'share' || (change.verdict !== 'up' && change.verdict !== 'down')) return 'neutral'
  return (change.verdict === 'up') === (name === 'rate') ? 'good' : 'bad'
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
  if (range.season !== undefined) return visibleText(range.season)
  if (range.name === 'custom') return t('scope.custom')
  return t('scope.weeks', { weeks: lengthInDays(range) / 7 })
}
