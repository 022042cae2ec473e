import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type BridgeGroup, bridgeOf } from './bridge.ts'
import { isSame, minus, over, plus, type Rational, rational, roundTogether, ZERO } from './rational.ts'

const divisor = (a: bigint, b: bigint): bigint => (b === 0n ? a : divisor(b, a % b))
const text = ({ top, bottom }: Rational) => {
  const common = divisor(top < 0n ? -top : top, bottom)
  return common === bottom ? `${top / bottom}` : `${top / common}/${bottom / common}`
}
const sums = (of: string) => {
  const [collected = '', billed = ''] = of.split('/')
  return of === '-' ? null : { collected, billed }
}

/**
 * Ten pairs worked out by hand: each group's collected/billed before and now, then its performance and mix.
 */
const BY_HAND: readonly (readonly [string, string, string, string][])[] = [
  // Nothing changes.
  [['50/100', '50/100', '0', '0']],
  // One group: all of the change is its own.
  [['50/100', '75/100', '1/4', '0']],
  // Two halves, one of them gains: half of its gain.
  [
    ['50/100', '70/100', '1/10', '0'],
    ['50/100', '50/100', '0', '0'],
  ],
  // Only the shares move, from 1/2 to 3/4: 1/4 × (1 − 5/8), and −1/4 × (0 − 5/8).
  [
    ['100/100', '150/150', '0', '3/32'],
    ['0/100', '0/50', '0', '5/32'],
  ],
  // Shares 1/2 to 3/4 and rates 2/5 to 3/5; mean total rate is (1/2 + 3/5) / 2 = 11/20.
  [
    ['40/100', '90/150', '1/8', '-1/80'],
    ['60/100', '30/50', '0', '-1/80'],
  ],
  // A new group with half of billed and nothing collected: 1/2 × (0 − 3/8); the other falls to half: −1/2 × (1/2 − 3/8).
  [
    ['50/100', '50/100', '0', '-1/16'],
    ['-', '0/100', '0', '-3/16'],
  ],
  // An ended group at rate 0 had half: 1/2 × (3/8 − 0).
  [
    ['50/100', '50/100', '0', '1/16'],
    ['0/100', '-', '0', '3/16'],
  ],
  // All groups are replaced: −1 × (1/4 − 1/2), and 1 × (3/4 − 1/2).
  [
    ['25/100', '-', '0', '1/4'],
    ['-', '75/100', '0', '1/4'],
  ],
  // Decimals: rates 1/3 and 2/3, shares 1.
  [['0.1/0.3', '0.20/0.3', '1/3', '0']],
  // A group of nothing is left out.
  [
    ['10/40', '20/40', '1/4', '0'],
    ['0/0', '-', '', ''],
  ],
]

test.each(BY_HAND.map((groups, at) => ({ at: at + 1, groups })))(
  'divides pair $at as by hand',
  ({ groups }) => {
    const found = bridgeOf(groups.map(([was, now], key) => ({ key, was: sums(was), now: sums(now) })))
    const told = found?.parts.map(({ performance, mix }) => [text(performance), text(mix)])
    expect(told).toEqual(groups.filter(([, , part]) => part !== '').map(([, , ...parts]) => parts))
  },
)

const inCents = (cents: number) => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`
const drawnSums = fc.option(
  fc.tuple(fc.integer({ min: 1, max: 10 ** 6 }), fc.nat(10 ** 6)).map(([billed, collected]) => ({
    billed: inCents(billed),
    collected: String(collected % (billed + 1)),
  })),
  { nil: null, freq: 5 },
)
const STEPS = 10n ** 6n
const drawnGroups = fc.array(fc.record({ was: drawnSums, now: drawnSums }), { minLength: 1, maxLength: 4 })

test('adds up to the change of the rate exactly, for 10,000 random pairs', () => {
  let compared = 0
  fc.assert(
    fc.property(drawnGroups, (drawn) => {
      const groups: BridgeGroup<number>[] = drawn.map((group, key) => ({ key, ...group }))
      const found = bridgeOf(groups)
      const rate = (of: 'was' | 'now') => {
        const all = (part: 'billed' | 'collected') =>
          groups.map((group) => rational(group[of]?.[part] ?? '0')).reduce(plus, ZERO)
        return all('billed').top === 0n ? null : over(all('collected'), all('billed'))
      }
      const [was, now] = [rate('was'), rate('now')]
      if (was === null || now === null) {
        if (found !== null) throw new Error('a range without billed has no rate')
        return
      }
      compared += 1
      const change = minus(now, was)
      const parts = found?.parts.flatMap(({ performance, mix }) => [performance, mix]) ?? []
      if (!isSame(parts.reduce(plus, ZERO), change)) throw new Error('the parts are not the change')
      const rounded = roundTogether(parts, change, STEPS)
      const [whole] = roundTogether([change], change, STEPS)
      if (rounded.reduce((all, one) => all + one, 0n) !== whole) throw new Error('the rounded parts are not')
      for (const [at, { top, bottom }] of parts.entries()) {
        const off = top * STEPS - (rounded[at] ?? 0n) * bottom
        if (off >= bottom || -off >= bottom) throw new Error('a part is rounded by a unit or more')
      }
    }),
    { numRuns: 10_000, seed: 5 },
  )
  expect(compared).toBeGreaterThan(8_000)
})

test('refuses a group that collected something of nothing billed', () => {
  expect(
    bridgeOf([{ key: 1, was: { billed: '0', collected: '5' }, now: { billed: '1', collected: '1' } }]),
  ).toBe(null)
})
