import type { Format } from '#lib/format.ts'
import type { Words } from '#lib/words/words.ts'
import { type Evidence, FEWEST_CONTRACTS } from './comparison.ts'
import { leftOutOfRange } from './figures.ts'
import { signedPoints } from './format-figures.ts'
import { printRate, printShare } from './print-figure.ts'
import { isTooMuchLeftOut, leftOutShare } from './rate.ts'
import type { Comparison } from './schema.ts'

/** The texts that word a headline. */
type HeadlineWords = { overview: Words<'overview'>; figures: Words<'figures'> }

type Headline = { title: string; basis: string | null }

type Printers = Pick<Format, 'percent' | 'rules' | 'dayRange'>

/**
 * Words the overview's first sentence: the collection rate of a range, and whether it changed against the range
 * before, as far as the data supports it. The second sentence says what was compared.
 */
export function headlineOf(
  { now, previous }: Pick<Comparison, 'now' | 'previous'>,
  currency: string,
  format: Printers,
  words: HeadlineWords,
): Headline {
  const { overview: t, figures: tFigures } = words
  const out = leftOutOfRange(now)
  const { rate, rateIssue } = now.figures
  if (isTooMuchLeftOut(out)) {
    const share = format.percent(leftOutShare(out))
    return {
      title: t('headline.left-out'),
      basis: t('headline.left-out-why', { share, out: out.leftOut, all: out.of }),
    }
  }
  if (rateIssue === 'nothing_billed') {
    return now.isIncomplete
      ? { title: t('headline.not-read', { currency }), basis: t('headline.not-read-why') }
      : { title: t('headline.nothing-billed', { currency }), basis: null }
  }
  if (rate === null || rateIssue !== null) {
    const why = tFigures(`issue.${rateIssue ?? 'nothing_billed'}`)
    return { title: t('headline.no-rate', { currency, why }), basis: null }
  }
  const shown = printRate(now.figures, format)
  if (now.isIncomplete)
    return { title: t('headline.incomplete', { rate: shown }), basis: t('headline.incomplete-why') }
  return compared(previous.verdicts.rate, shown, format, t)
}

/** True if nothing was billed in the range although it is completely read. */
export function isNothingBilled({ figures, isIncomplete }: Comparison['now']): boolean {
  return figures.rateIssue === 'nothing_billed' && !isIncomplete
}

function compared(
  verdict: Comparison['previous']['verdicts']['rate'],
  rate: string,
  format: Printers,
  t: Words<'overview'>,
): Headline {
  if (verdict.verdict === 'not_comparable')
    return { title: t('headline.rate', { rate }), basis: t(`why.${verdict.reason}`) }
  const { evidence } = verdict
  if (verdict.verdict === 'too_few_contracts')
    return {
      title: t('headline.rate', { rate }),
      basis: t('headline.too-few', { fewest: FEWEST_CONTRACTS }),
    }
  const shares = { now: printShare(evidence.now, format), before: printShare(evidence.was, format) }
  return { title: t(`headline.${verdict.verdict}`, shares), basis: describeEvidence(evidence, format, t) }
}

/** Says which days were compared by which rule, and how sure the difference is. */
export function describeEvidence(
  { rule, days, before, interval }: Evidence,
  format: Printers,
  t: Words<'overview'>,
): string {
  const dates = {
    days: format.dayRange(days.from, days.to),
    before: format.dayRange(before.from, before.to),
  }
  const what = t(`basis.${rule}`, dates)
  if (interval === null) return what
  const [low, high] = [signedPoints(interval.low, format), signedPoints(interval.high, format)]
  return `${what} ${t('basis.error', { low, high })}`
}
