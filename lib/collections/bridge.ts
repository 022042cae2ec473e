import type { Decimal } from '#lib/money.ts'
import type { PartKind } from './bridge-names.ts'
import { mean, minus, over, plus, type Rational, rational, times, ZERO } from './rational.ts'

/** What was billed and collected of a group in one of two ranges. */
export type BridgeSums = { billed: Decimal; collected: Decimal }
/** A group in both ranges; null: nothing of it was billed there. */
export type BridgeGroup<Key> = { key: Key; was: BridgeSums | null; now: BridgeSums | null }

/** What a group adds to the change of the rate: by its own rate, and by its share of billed. */
export type BridgePart<Key> = {
  key: Key
  kind: PartKind
  performance: Rational
  mix: Rational
}
export type Bridge<Key> = { was: Rational; now: Rational; parts: BridgePart<Key>[] }

/**
 * Divides the change of a rate between groups, in the midpoint form. Of a group in both ranges: mean share × change of
 * its rate, and change of its share × (mean rate − mean total rate). A group that is new or ended enters by its share ×
 * (rate − mean total rate). The parts add up to the change exactly.
 * @returns null if billed of a range, or of a group with something collected, is 0
 */
export function bridgeOf<Key>(groups: readonly BridgeGroup<Key>[]): Bridge<Key> | null {
  const own = groups.map(({ key, was, now }) => ({ key, was: exact(was), now: exact(now) }))
  const total = (of: 'was' | 'now') =>
    own.reduce(
      (sum, group) => ({
        billed: plus(sum.billed, group[of]?.billed ?? ZERO),
        collected: plus(sum.collected, group[of]?.collected ?? ZERO),
      }),
      { billed: ZERO, collected: ZERO },
    )
  const [was, now] = [total('was'), total('now')]
  const isDivisible = own.every((group) => [group.was, group.now].every((sums) => sums?.billed.top !== 0n))
  if (was.billed.top === 0n || now.billed.top === 0n || !isDivisible) return null
  const [rateWas, rateNow] = [over(was.collected, was.billed), over(now.collected, now.billed)]
  const middle = mean(rateWas, rateNow)
  const parts = own.flatMap(({ key, was: before, now: after }): BridgePart<Key>[] => {
    const first = before && {
      share: over(before.billed, was.billed),
      rate: over(before.collected, before.billed),
    }
    const last = after && { share: over(after.billed, now.billed), rate: over(after.collected, after.billed) }
    if (first && last) {
      const performance = times(mean(first.share, last.share), minus(last.rate, first.rate))
      const mix = times(minus(last.share, first.share), minus(mean(first.rate, last.rate), middle))
      return [{ key, kind: 'continuing', performance, mix }]
    }
    if (last)
      return [{ key, kind: 'new', performance: ZERO, mix: times(last.share, minus(last.rate, middle)) }]
    if (first)
      return [{ key, kind: 'ended', performance: ZERO, mix: times(first.share, minus(middle, first.rate)) }]
    return []
  })
  return { was: rateWas, now: rateNow, parts }
}

/** Sums as fractions; null for those of nothing. */
function exact(sums: BridgeSums | null) {
  if (sums === null) return null
  const [billed, collected] = [rational(sums.billed), rational(sums.collected)]
  return billed.top === 0n && collected.top === 0n ? null : { billed, collected }
}
