import type { Route } from 'next'
import type { Decimal } from '#lib/money.ts'

export const PATTERNS = ['solid', 'diagonal', 'dots', 'lines', 'cross', 'backslash', 'grid'] as const
export type PatternName = (typeof PATTERNS)[number]

/** One part of every bar. `fill` is a CSS colour, a variable by preference; the pattern tells it apart without colour. */
export type ChartSeries = { key: string; label: string; fill: string; pattern: PatternName }

export type ChartSegment = { amount: Decimal; count: number; href: Route }

/**
 * One bar. `look`: `fresh` bars may still change and have no part in the line, `open` ones are not even full yet,
 * `blank` ones are not known.
 * `summary` is what assistive technology hears; `note` is a further line in the tooltip and table.
 */
export type ChartPoint = {
  key: string
  tick: string
  title: string
  look: 'plain' | 'fresh' | 'open' | 'blank'
  note: string | null
  summary: string
  segments: Record<string, ChartSegment>
  total: Decimal
  count: number
  rate: number | null
  /** What the rate leaves out, or why there is none. */
  rateNote: string | null
  href: Route
  /** First and last day, for files. */
  from: string
  to: string
}

/** A whole chart: what is drawn, what its table says, and what its CSV holds. */
export type ChartModel = {
  name: string
  currency: string
  series: readonly ChartSeries[]
  points: readonly ChartPoint[]
  totalLabel: string
  /** What the line shows; null draws none. */
  rateLabel: string | null
  /** What a bar counts, e.g. billing periods. */
  countLabel: string
  /** Stands above the fresh bars. */
  freshLabel: string
}
