import type { Route } from 'next'
import type { Decimal } from '#lib/money.ts'

export const PATTERNS = ['solid', 'diagonal', 'dots', 'lines', 'cross', 'backslash', 'grid'] as const
export type PatternName = (typeof PATTERNS)[number]

/**
 * One segment of every bar. `fill` is a CSS colour, preferably a variable. The pattern identifies the series
 * without colour.
 */
export type ChartSeries = { key: string; label: string; fill: string; pattern: PatternName }

export type ChartSegment = { amount: Decimal; count: number; href: Route }

/**
 * One bar. `look` is `fresh` for bars that may still change (not part of the line), `open` for a bar whose
 * period has not ended, and `blank` for unknown values.
 * `summary` is the accessible name; `note` is an extra line in the tooltip and the table.
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
  /** The rate that the bar can still reach. */
  reachable: number | null
  /** The rate as printed: one figure, or an interval. */
  rateText: string
  /** What the rate leaves out, or why there is no rate. */
  rateNote: string | null
  /** The text of the link to the bar's rows. */
  show: string
  /** Says how many rows the bar has, and how to list them. */
  lists: string
  href: Route
  /** First and last day, for the chart's file. */
  from: string
  to: string
}

/** A whole chart: the source of its drawing and its table. */
export type ChartModel = {
  name: string
  currency: string
  series: readonly ChartSeries[]
  points: readonly ChartPoint[]
  /** Bars with a name of their own behind them, by their places. */
  bands?: readonly ChartBand[]
  words: ChartWords
}

/** Consecutive bars that a tinted band with a name marks, both ends included. */
export type ChartBand = { name: string; from: number; to: number }

/** The chart's labels. */
export type ChartWords = {
  /** Name of a bar in the table, e.g. "Week". */
  bar: string
  total: string
  /** Label of the line; null draws no line. */
  rate: string | null
  /** Label of the band from the line to the rate that is still reachable. */
  reachable: string
  /** Label of bars that may still change. */
  fresh: string
  /** Label of a bar whose period has not ended. */
  open: string
  /** Shown instead of bars if all values are unknown. */
  unknown: string
  /** Shown instead of bars if there are no values. */
  empty: string
}
