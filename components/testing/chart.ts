import type { Route } from 'next'
import type { ChartModel, ChartPoint } from '#components/charts/model.ts'

export const HREFS = {
  week: '/billing-periods?week' as Route,
  paid: '/billing-periods?paid' as Route,
  failed: '/billing-periods?failed' as Route,
}

/** A week of a chart: paid 900, failed 100. */
export function point(key: string, rest: Partial<ChartPoint> = {}): ChartPoint {
  return {
    key,
    tick: key,
    title: `Week of ${key}`,
    look: 'plain',
    note: null,
    summary: `Week of ${key}: billed NGN 1,000.00. List them`,
    segments: {
      paid: { amount: '900', count: 9, href: HREFS.paid },
      failed: { amount: '100', count: 1, href: HREFS.failed },
    },
    total: '1000',
    count: 10,
    rate: 0.9,
    reachable: 0.9,
    rateText: '90.0%',
    rateNote: null,
    show: 'Show the rows',
    lists: 'Click to list the rows',
    href: HREFS.week,
    from: key,
    to: key,
    ...rest,
  }
}

/** A week that has not been read, as the figures describe it. */
export function unknownPoint(key: string): ChartPoint {
  return point(key, {
    look: 'blank',
    note: 'Not synced yet',
    segments: {},
    total: '0',
    count: 0,
    rate: null,
    reachable: null,
    rateText: '—',
  })
}

export const WORDS = {
  bar: 'Week',
  total: 'Billed',
  rate: 'Collection rate',
  reachable: 'Rate still reachable',
  fresh: 'Payments still arriving',
  open: 'Current week',
  unknown: 'These weeks haven’t synced yet',
  empty: 'No amounts in these weeks',
}

export function chart(points: readonly ChartPoint[], rest: Partial<ChartModel> = {}): ChartModel {
  return {
    name: 'Billed each week',
    currency: 'NGN',
    series: [
      { key: 'paid', label: 'Paid', fill: 'green', pattern: 'solid' },
      { key: 'failed', label: 'Failed', fill: 'red', pattern: 'diagonal' },
    ],
    points,
    words: WORDS,
    ...rest,
  }
}
