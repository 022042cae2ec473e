import { addDays, type Day } from '#lib/calendar-date.ts'
import type { Format } from '#lib/format.ts'
import type { Words } from '#lib/words/words.ts'
import { rateChange, rateUntil, sumFigures } from './figures.ts'
import { signedPoints } from './format-figures.ts'
import { leftOutOfRange } from './key-figures.ts'
import { type DayRange, lastSettledDay, lengthInDays, WEEKS_STILL_BEING_PAID } from './range.ts'
import { isTooMuchLeftOut, type LeftOut, leftOutShare, type RateIssue } from './rate.ts'
import type { Figures, WeekFigures } from './schema.ts'

/** A rate that moved by less than one percentage point counts as holding. */
const HOLDING_WITHIN = 0.01

type NoComparison = 'too_recent' | 'nothing_before' | 'incomplete_before' | 'left_out_before'

export type Verdict =
  | { kind: 'nothing_billed' }
  | { kind: 'not_read' }
  | { kind: 'too_much_left_out'; leftOut: number; of: number }
  | { kind: 'no_rate'; reason: RateIssue }
  | { kind: 'incomplete'; rate: number }
  | { kind: 'no_comparison'; rate: number; reason: NoComparison }
  | { kind: 'holding' | 'slipping' | 'improving'; rate: number; basis: Basis }

/**
 * The comparison behind a verdict: the settled weeks of the range against the same number of weeks before.
 */
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
  /** Periods of unknown currency in the range and in the previous range. */
  withoutCurrency: number
  previousWithoutCurrency: number
}

/**
 * Judges whether collections hold, slip or improve. The rate covers the whole range. The comparison leaves
 * out weeks whose payments still arrive, because the newest weeks always look worse than settled ones.
 */
export function judge(input: VerdictInput): Verdict {
  const { rate, rateIssue } = input.figures
  const out = leftOutOfRange(input)
  if (isTooMuchLeftOut(out)) return { kind: 'too_much_left_out', ...out }
  if (rate === null && rateIssue !== null && rateIssue !== 'nothing_billed')
    return { kind: 'no_rate', reason: rateIssue }
  if (rate === null) return { kind: input.isIncomplete ? 'not_read' : 'nothing_billed' }
  if (input.isIncomplete) return { kind: 'incomplete', rate }
  const until = settledUntil(input)
  if (until < input.range.from) return { kind: 'no_comparison', rate, reason: 'too_recent' }
  if (input.isPreviousIncomplete) return { kind: 'no_comparison', rate, reason: 'incomplete_before' }
  if (isTooMuchLeftOut(leftOutBefore(input)))
    return { kind: 'no_comparison', rate, reason: 'left_out_before' }
  const shift = -lengthInDays(input.range)
  const now = rateUntil(input.weeks, until, input.currency)
  const before = rateUntil(input.previousWeeks, addDays(until, shift), input.currency)
  const change = rateChange(now, before)
  if (now === null || before === null || change === null)
    return { kind: 'no_comparison', rate, reason: now === null ? 'too_recent' : 'nothing_before' }
  const basis = { now, before, change, from: input.range.from, to: until }
  if (Math.abs(change) < HOLDING_WITHIN) return { kind: 'holding', rate, basis }
  return { kind: change < 0 ? 'slipping' : 'improving', rate, basis }
}

function leftOutBefore({ previousWeeks, currency, previousWithoutCurrency }: VerdictInput): LeftOut {
  const weeks = previousWeeks.filter((week) => week.currency === currency)
  return leftOutOfRange({ figures: sumFigures(weeks, currency), withoutCurrency: previousWithoutCurrency })
}

function settledUntil({ range, today }: VerdictInput): Day {
  const settled = lastSettledDay(today)
  return settled < range.to ? settled : range.to
}

/** The texts that word a verdict. */
type VerdictWords = { overview: Words<'overview'>; figures: Words<'figures'> }

/** Describes the verdict in one sentence, with its basis. */
export function describeVerdict(
  verdict: Verdict,
  currency: string,
  format: Pick<Format, 'percent' | 'rules'>,
  { overview: t, figures: tFigures }: VerdictWords,
): { title: string; basis: string | null } {
  if (verdict.kind === 'nothing_billed')
    return { title: t('headline.nothing-billed', { currency }), basis: null }
  if (verdict.kind === 'not_read')
    return { title: t('headline.not-read', { currency }), basis: t('headline.not-read-why') }
  if (verdict.kind === 'too_much_left_out') {
    const share = format.percent(leftOutShare(verdict))
    const basis = t('headline.left-out-why', { share, out: verdict.leftOut, all: verdict.of })
    return { title: t('headline.left-out'), basis }
  }
  if (verdict.kind === 'no_rate') {
    const why = tFigures(`issue.${verdict.reason}`)
    return { title: t('headline.no-rate', { currency, why }), basis: null }
  }
  const rate = format.percent(verdict.rate)
  if (verdict.kind === 'incomplete')
    return { title: t('headline.incomplete', { rate }), basis: t('headline.incomplete-why') }
  if (verdict.kind === 'no_comparison') {
    const isEarly = verdict.reason === 'too_recent'
    const title = isEarly ? t('headline.early', { rate }) : t('headline.stands', { rate })
    return { title, basis: t(`why.${verdict.reason}`) }
  }
  const { now, before, change } = verdict.basis
  const compared = { now: format.percent(now), before: format.percent(before) }
  return {
    title: t(`headline.${verdict.kind}`, compared),
    basis: t('headline.basis', {
      ...compared,
      change: signedPoints(change, format),
      weeks: WEEKS_STILL_BEING_PAID,
    }),
  }
}
