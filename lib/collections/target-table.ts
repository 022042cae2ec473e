import Big from 'big.js'
import type { CsvCell } from '#lib/csv.ts'
import { type Format, groupDecimal, UNKNOWN } from '#lib/format.ts'
import { type Decimal, sumMoney } from '#lib/money.ts'
import { type PeriodsHref, periodsHref } from './chart.ts'
import { FIGURE_STATUSES } from './figures.ts'
import { signedPoints } from './format-figures.ts'
import { headroomOf, isSettledExactly, reachableAmount } from './target.ts'
import type { Target, TargetPoint, Targets } from './target-schema.ts'

/** The title of the file, in English like its columns. */
export const TARGET_FILE_TITLE = 'Targets'

/** A weekly point as the table shows it: its computation, and the lists of the periods behind it. */
export type PointLine = TargetPoint & {
  /** What may still be paid of it: in flight, and failures that are often sent again. */
  arriving: Decimal
  hrefs: { billed: PeriodsHref; collected: PeriodsHref }
}
export type TargetLine = { key: string; target: Target; latest: PointLine; earlier: readonly PointLine[] }

/**
 * Arranges the targets as one line each. Weeks before the first billed period of its points are left out: a funding
 * source that began later has no rate then.
 */
export function targetLines({ targets }: Targets): TargetLine[] {
  return targets.flatMap((target) => {
    const first = target.points.findLastIndex(({ reason }) => reason !== 'nothing_billed')
    const [latest, ...earlier] = target.points
      .slice(0, Math.max(1, first + 1))
      .map((point) => lineOf(point, target))
    return latest
      ? [{ key: JSON.stringify([target.fundingSource, target.currency]), target, latest, earlier }]
      : []
  })
}

function lineOf(point: TargetPoint, { currency, fundingSource }: Target): PointLine {
  const scope = { currency, fundingSources: [fundingSource] }
  return {
    ...point,
    arriving: sumMoney([point.inFlight, point.freshFailed]),
    hrefs: {
      billed: periodsHref(scope, point, FIGURE_STATUSES.billed),
      collected: periodsHref(scope, point, FIGURE_STATUSES.collected),
    },
  }
}

const MOST_DECIMALS = 4
/** The smallest distance that these show, in shares of one. */
const LEAST_SHOWN = 0.000001
type Rules = Pick<Format, 'rules'>

/**
 * Prints the rate of a point beside its target: one figure once it is settled on one side of the target, else from what
 * is so far to what is reachable. Where a tenth of a point would hide the side, more decimals show it.
 */
export function printPoint(point: TargetPoint, percent: Decimal, format: Rules): string {
  if (point.rate === null) return UNKNOWN
  const print = (part: Decimal) => printBeside(part, point.billed, { percent, format })
  const [soFar, reachable] = [point.collected, reachableAmount(point)]
  const unit = `${format.rules.percentGap}%`
  if (isOneFigure(point, percent) || print(soFar) === print(reachable)) return print(soFar)
  return `${print(soFar).slice(0, -unit.length)}–${print(reachable)}`
}

/**
 * Prints the distance of a point from its target with one unit, e.g. −1.2 pt, or from and to where its rate is an
 * interval; null without a rate.
 */
export function printHeadroom(
  point: TargetPoint,
  percent: Decimal,
  format: Rules,
): { from: string; to: string | null } | null {
  const headroom = headroomOf(point, percent)
  if (headroom === null) return null
  const print = (share: number) => {
    const decimals = decimalsFor((n) => isZero(share, n) && share !== 0)
    const isHidden = isZero(share, decimals) && share !== 0
    return signedPoints(isHidden ? Math.sign(share) * LEAST_SHOWN : share, format, decimals)
  }
  const [from, to] = [print(headroom.soFar), print(headroom.reachable)]
  if (isOneFigure(point, percent) || from === to) return { from, to: null }
  const [before = '', after = ''] = format.rules.units.points.split('{number}')
  return { from: from.slice(before.length, from.length - after.length), to }
}

type Beside = { percent: Decimal; format: Rules }

/** Prints a share of what was billed in percent. A figure below the target never reads as if it reached it. */
function printBeside(part: Decimal, billed: Decimal, { percent, format: { rules } }: Beside): string {
  const share = new Big(part).times(100).div(billed)
  const isBelow = !isReached(part, billed, percent)
  const decimals = decimalsFor((n) => share.round(n, Big.roundHalfUp).cmp(percent) !== share.cmp(percent))
  const rounded = share.round(decimals, Big.roundHalfUp)
  const shown = isBelow && rounded.gte(percent) ? share.round(decimals, Big.roundDown) : rounded
  return `${rules.signMark}${groupDecimal(shown.toFixed(decimals), rules)}${rules.percentGap}%`
}

function isOneFigure(point: TargetPoint, percent: Decimal): boolean {
  if (point.rate === null || !isSettledExactly(point)) return false
  const { collected, billed } = point
  return isReached(collected, billed, percent) === isReached(reachableAmount(point), billed, percent)
}

/** True if a part is at least that share of what was billed, compared exactly. */
function isReached(part: Decimal, billed: Decimal, percent: Decimal): boolean {
  return new Big(part).times(100).gte(new Big(percent).times(billed))
}

const isZero = (share: number, decimals: number) => Number((share * 100).toFixed(decimals)) === 0

/** The fewest decimals, from 1 to 4, with which a figure does not mislead. */
function decimalsFor(misleads: (decimals: number) => boolean): number {
  let decimals = 1
  while (decimals < MOST_DECIMALS && misleads(decimals)) decimals += 1
  return decimals
}

/** Converts every point of the targets to CSV rows, which are English in every language. */
export function targetCsvRows({ targets }: Targets): CsvCell[][] {
  const header = ['funding_source', 'currency', 'target_percent', 'set_at', 'weeks_below', 'from', 'to']
  const figures = ['collected', 'in_flight', 'failed_recently', 'billed', 'left_out', 'rate', 'reachable']
  const rows = targets.flatMap(({ fundingSource, currency, percent, setAt, weeksBelow: below, points }) =>
    points.map((point) => [
      ...[fundingSource, currency, percent, setAt, below, point.from, point.to],
      ...[point.collected, point.inFlight, point.freshFailed, point.billed, point.leftOut],
      ...[point.rate, point.reachable, point.state, point.reason],
    ]),
  )
  return [[...header, ...figures, 'status', 'reason'], ...rows]
}
