import { type Decimal, sumMoney } from '#lib/money.ts'
import { type Bridge, type BridgeGroup, type BridgeSums, bridgeOf } from './bridge.ts'
import type { ContractKind } from './bridge-names.ts'
import type { ExplainedChange } from './bridge-schema.ts'
import { minus, type Rational, roundTogether } from './rational.ts'

/** The sums of both ranges of the contracts of one kind in one funding source; null: no billed period in the range. */
export type KindSums = {
  fundingSource: string | null
  contracts: ContractKind
  count: number
  was: BridgeSums | null
  now: BridgeSums | null
}

/** Decimals of the parts and of the change they add up to. */
const DECIMALS = 6
const STEPS = 10n ** BigInt(DECIMALS)

/**
 * Divides the change of a rate between funding sources, and between kinds of contracts. The parts of either are
 * rounded so that they add up to the rounded change.
 * @returns null if a range, or a group with something collected, has nothing billed
 */
export function explainedChange(found: readonly KindSums[]): ExplainedChange | null {
  const sources = groupsBy(found, ({ fundingSource }) => fundingSource)
  const kinds = groupsBy(found, ({ contracts }) => contracts)
  const [bySource, byContracts] = [bridgeOf(sources), bridgeOf(kinds)]
  const all = { was: sumsOf(found, 'was'), now: sumsOf(found, 'now') }
  if (bySource === null || byContracts === null || all.was === null || all.now === null) return null
  const change = minus(bySource.now, bySource.was)
  const [whole = 0n] = roundTogether([change], change, STEPS)
  return {
    was: all.was,
    now: all.now,
    change: decimalOf(whole),
    fundingSources: told(bySource, sources).map(({ key, ...part }) => ({ fundingSource: key, ...part })),
    contracts: told(byContracts, kinds).map(({ key, ...part }) => ({
      contracts: key,
      count: found.reduce((sum, { contracts, count }) => sum + (contracts === key ? count : 0), 0),
      ...part,
    })),
  }
}

function groupsBy<Key>(found: readonly KindSums[], keyOf: (sums: KindSums) => Key): BridgeGroup<Key>[] {
  return [...Map.groupBy(found, keyOf)].map(([key, own]) => ({
    key,
    was: sumsOf(own, 'was'),
    now: sumsOf(own, 'now'),
  }))
}

function sumsOf(found: readonly KindSums[], of: 'was' | 'now'): BridgeSums | null {
  const known = found.flatMap((kind) => kind[of] ?? [])
  if (known.length === 0) return null
  return {
    billed: sumMoney(known.map(({ billed }) => billed)),
    collected: sumMoney(known.map(({ collected }) => collected)),
  }
}

/** Returns the parts with their sums, rounded together. */
function told<Key>({ was, now, parts }: Bridge<Key>, groups: readonly BridgeGroup<Key>[]) {
  const exact = parts.flatMap(({ performance, mix }): Rational[] => [performance, mix])
  const units = roundTogether(exact, minus(now, was), STEPS)
  return parts.map(({ key, kind }, at) => {
    const own = groups.find((group) => group.key === key)
    return {
      key,
      kind,
      was: kind === 'new' ? null : (own?.was ?? null),
      now: kind === 'ended' ? null : (own?.now ?? null),
      performance: decimalOf(units[2 * at] ?? 0n),
      mix: decimalOf(units[2 * at + 1] ?? 0n),
    }
  })
}

/** Writes a number of units as a decimal with `DECIMALS` digits. */
function decimalOf(units: bigint): Decimal {
  const digits = String(units < 0n ? -units : units).padStart(DECIMALS + 1, '0')
  return `${units < 0n ? '-' : ''}${digits.slice(0, -DECIMALS)}.${digits.slice(-DECIMALS)}`
}
