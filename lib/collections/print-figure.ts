import { type Format, UNKNOWN } from '#lib/format.ts'
import type { Words } from '#lib/words/words.ts'
import { type ShareInterval, shareOf } from './comparison.ts'
import type { KeyFigureName } from './definitions.ts'
import { compactMoney, signedPercent } from './format-figures.ts'
import { isSettled } from './rate.ts'
import type { RangeFigures } from './schema.ts'

/** What is printed of a range. */
type Side = Pick<RangeFigures, 'figures' | 'isIncomplete'>

/** True if days are missing and no period is known: the figure is then unknown instead of 0. */
function isUnknown({ figures, isIncomplete }: Side): boolean {
  return isIncomplete && figures.count === 0
}

/** Prints a rate: one figure once it is settled, else from what is so far to what is reachable. */
export function printRate(
  figures: { rate: number | null; reachable: number | null },
  format: Pick<Format, 'percent' | 'rules'>,
): string {
  const { rate, reachable } = figures
  if (rate === null || reachable === null || isSettled(figures)) return format.percent(rate)
  return printInterval(rate, reachable, format)
}

/** Prints a share of billed as compared: part ÷ billed, to reachable ÷ billed if that is more. */
export function printShare(
  { part, reachable, billed }: ShareInterval,
  format: Pick<Format, 'percent' | 'rules'>,
): string {
  const low = shareOf(part, billed)
  const high = Math.min(1, Math.max(low, shareOf(reachable, billed)))
  return isSettled({ rate: low, reachable: high }) ? format.percent(low) : printInterval(low, high, format)
}

function printInterval(low: number, high: number, format: Pick<Format, 'percent' | 'rules'>): string {
  const unit = `${format.rules.percentGap}%`
  const [from, to] = [format.percent(low), format.percent(high)]
  return from === to ? to : `${from.slice(0, -unit.length)}–${to}`
}

/** Prints a key figure at a glance, e.g. NGN 412.6 M. */
export function printShortly(name: KeyFigureName, side: Side, format: Format): string {
  const { figures } = side
  if (isUnknown(side)) return UNKNOWN
  if (name === 'rate') return printRate(figures, format)
  return compactMoney(figures[name], figures.currency, format)
}

/** Prints a key figure to its last digit, or the reason why it is unknown. */
export function printExactly(name: KeyFigureName, side: Side, format: Format, t: Words<'figures'>): string {
  const { figures } = side
  if (isUnknown(side)) return `${UNKNOWN} (${t('not-read')})`
  if (name !== 'rate') return format.money(figures[name], figures.currency)
  return figures.rateIssue === null
    ? printRate(figures, format)
    : `${UNKNOWN} (${t(`issue.${figures.rateIssue}`)})`
}

/** A share of periods, from 0 to 1, as a sentence can state it. */
export type LeftOut = { kind: 'under' | 'over' | 'exactly'; share: number }

/** Returns how to state the share of periods that a rate leaves out, never rounded to nothing or to all. */
export function leftOutOf(share: number): LeftOut | null {
  if (share === 0) return null
  if (share < 0.001) return { kind: 'under', share: 0.001 }
  if (share > 0.999 && share < 1) return { kind: 'over', share: 0.999 }
  return { kind: 'exactly', share }
}

/** Prints the share of periods that a rate leaves out (0 to 1); null for a share of 0. */
export function printLeftOut(
  share: number,
  format: Pick<Format, 'percent'>,
  t: Words<'figures'>,
): string | null {
  const out = leftOutOf(share)
  return out && t(`share.${out.kind}`, { share: format.percent(out.share) })
}

/** Largest change printed exactly, as a share (1 is +100%). Larger ones are printed as more than this. */
const MOST_CHANGE = 1000

/** Prints a relative change with its sign; beyond a thousandfold as >+100,000.0%. */
export function printChange(by: number, format: Format): string {
  return Math.abs(by) > MOST_CHANGE
    ? `>${signedPercent(Math.sign(by) * MOST_CHANGE, format)}`
    : signedPercent(by, format)
}
