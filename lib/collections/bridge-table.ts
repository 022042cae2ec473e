import { addDays, type Day, daysBetween } from '#lib/calendar-date.ts'
import type { CsvCell } from '#lib/csv.ts'
import { collectionRate, type Decimal } from '#lib/money.ts'
import { UNASSIGNED_CHOICE } from '#lib/unassigned.ts'
import type { BridgeSums } from './bridge.ts'
import type { ContractKind, PartKind } from './bridge-names.ts'
import type { ExplainedChange, RateBridge } from './bridge-schema.ts'
import { type PeriodsHref, periodsHref } from './chart.ts'
import { FIGURE_STATUSES } from './figures.ts'
import { rational, roundTogether } from './rational.ts'

/** A figure of a group in either range; null where nothing of it was billed. */
type Pair<Value> = { was: Value | null; now: Value | null }
/** Parts of the change in shares of one, rounded to tenths of a percentage point: 0.001 is one. */
type Effects = { performance: number; mix: number; together: number }

/** A line of a table of parts. The effects of all lines add up to those of the total. */
export type BridgeLine = Effects & {
  kind: PartKind
  rates: Pair<number>
  shares: Pair<number>
}
export type SourceLine = BridgeLine & { fundingSource: string | null; hrefs: Pair<PeriodsHref> }
export type ContractsLine = BridgeLine & { contracts: ContractKind; count: number }

export type BridgeTables = {
  rates: { was: number | null; now: number | null }
  change: number
  fundingSources: { lines: readonly SourceLine[]; total: Effects }
  contracts: { lines: readonly ContractsLine[]; total: Effects }
  /** The largest part of either table without its sign, for the length of bars; 0 if nothing changed. */
  largest: number
}

/** Tenths of a percentage point. */
const STEPS = 1000n
const inShares = (units: bigint) => Number(units) / Number(STEPS)

/**
 * Arranges an explained change as two tables, the largest parts first. Shown parts are rounded together, so that they
 * add up to the shown change.
 */
export function bridgeTables(answer: RateBridge, explained: ExplainedChange): BridgeTables {
  const change = rational(explained.change)
  const [whole = 0n] = roundTogether([change], change, STEPS)
  const sources = effectsOf(explained.fundingSources, explained)
  const kinds = effectsOf(explained.contracts, explained)
  const lines = sources.lines
    .map((line) => ({ ...line, hrefs: hrefsOf(line, answer) }))
    .toSorted((a, b) => Math.abs(b.together) - Math.abs(a.together))
  const all = [...sources.lines, ...kinds.lines].map(({ together }) => Math.abs(together))
  return {
    rates: { was: rateOf(explained.was), now: rateOf(explained.now) },
    change: inShares(whole),
    fundingSources: { lines, total: sources.total },
    contracts: kinds,
    largest: Math.max(...all),
  }
}

type Part = { performance: Decimal; mix: Decimal } & Pair<BridgeSums>

function effectsOf<Own extends Part>(parts: readonly Own[], { change, was, now }: ExplainedChange) {
  const exact = parts.flatMap(({ performance, mix }) => [rational(performance), rational(mix)])
  const units = roundTogether(exact, rational(change), STEPS)
  const effects = (performance: bigint, mix: bigint): Effects => ({
    performance: inShares(performance),
    mix: inShares(mix),
    together: inShares(performance + mix),
  })
  const sum = (own: readonly bigint[]) => own.reduce((all, one) => all + one, 0n)
  return {
    lines: parts.map((part, at) => ({
      ...part,
      ...effects(units[2 * at] ?? 0n, units[2 * at + 1] ?? 0n),
      rates: { was: rateOf(part.was), now: rateOf(part.now) },
      shares: { was: shareOf(part.was, was), now: shareOf(part.now, now) },
    })),
    total: effects(sum(units.filter((_, at) => at % 2 === 0)), sum(units.filter((_, at) => at % 2 === 1))),
  }
}

function rateOf(sums: BridgeSums | null): number | null {
  return sums && collectionRate(sums.collected, sums.billed)
}

function shareOf(sums: BridgeSums | null, whole: BridgeSums): number | null {
  return sums && collectionRate(sums.billed, whole.billed)
}

function hrefsOf({ fundingSource, was, now }: ExplainedChange['fundingSources'][number], answer: RateBridge) {
  const { currency, days, before, beforeAsOf } = answer
  const scope = { currency, fundingSources: [fundingSource ?? UNASSIGNED_CHOICE] }
  const then = isKept(answer) ? beforeAsOf : null
  return {
    was: was && periodsHref({ ...scope, asOf: then }, before, FIGURE_STATUSES.billed),
    now: now && periodsHref(scope, days, FIGURE_STATUSES.billed),
  }
}

/** True if Furrow kept all values since the earlier days were as old as the range is now. */
function isKept({ beforeAsOf, historyFrom }: RateBridge): boolean {
  return beforeAsOf !== null && historyFrom !== null && Date.parse(historyFrom) <= Date.parse(beforeAsOf)
}

/**
 * Returns the first day on which ranges of this length can be explained, by the history that Furrow keeps; null if it
 * has passed or is not known.
 * @param sinceDay the day on which the history begins
 */
export function explainedFrom({ days, before }: RateBridge, sinceDay: Day, today: Day): Day | null {
  const day = addDays(sinceDay, daysBetween(before.from, days.from))
  return day > today ? day : null
}

/** The title of the file, in English like its columns. */
export const BRIDGE_FILE_TITLE = 'Why the rate changed'

/** Converts the parts to CSV rows, which are English in every language; what was not billed is empty. */
export function bridgeCsvRows(
  { currency, days, before, beforeAsOf }: RateBridge,
  { fundingSources, contracts }: ExplainedChange,
): CsvCell[][] {
  const header = [
    'currency',
    'before_from',
    'before_to',
    'before_as_of',
    'from',
    'to',
    'by',
    'group',
    'contracts',
  ]
  const figures = ['billed_before', 'collected_before', 'billed', 'collected', 'performance', 'mix']
  const dated = [currency, before.from, before.to, beforeAsOf, days.from, days.to]
  const figuresOf = ({ was, now, performance, mix }: Part) => {
    const sums = [was?.billed, was?.collected, now?.billed, now?.collected]
    return [...sums.map((sum) => sum ?? null), performance, mix]
  }
  return [
    [...header, ...figures],
    ...fundingSources.map((part) => {
      return [...dated, 'funding_source', part.fundingSource ?? 'Unassigned', null, ...figuresOf(part)]
    }),
    ...contracts.map((part) => [...dated, 'contracts', part.contracts, part.count, ...figuresOf(part)]),
  ]
}
