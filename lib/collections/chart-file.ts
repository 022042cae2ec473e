import { LOOKS, STACKED_STATUSES, type WeekPoint } from './chart.ts'
import { type LeftOut, leftOutOf } from './print-figure.ts'
import type { RateIssue } from './rate.ts'

// The words of the charts' CSV files. They are English in every language, and shares have a decimal point, so
// that one program reads the files of all readers. A test compares them with the texts of the screen.

/** Headings of the columns. */
export const FILE_WORDS = {
  total: 'Billed',
  rate: 'Collection rate',
  reachable: 'Rate still reachable',
  count: 'billing periods',
}

/** Titles of the files. */
export const FILE_TITLES = {
  status: 'Billed by week and payment status',
  funding_source: 'Billed by week and funding source',
}

const STATUS_NAMES: Record<(typeof STACKED_STATUSES)[number], string> = {
  PAYMENT_COMPLETE: 'Payment complete',
  SENT_TO_PAYMENT_SERVICE: 'Sent to payment service',
  PENDING: 'Pending',
  PAYMENT_FAILED: 'Payment failed',
}

/** The columns of the stacked statuses, in their order. */
export const STATUS_FILE_SERIES = STACKED_STATUSES.map((status) => ({
  key: status as string,
  label: STATUS_NAMES[status],
}))

const NOTES: Record<WeekPoint['state'], string | null> = {
  settled: null,
  still_being_paid: 'Payments still arriving',
  running: 'Current week',
  not_read: 'Not synced yet',
}

const ISSUES: Record<RateIssue, string> = {
  nothing_billed: 'nothing was billed',
  amounts_unknown: 'the amounts are unknown',
  billed_not_positive: 'the billed amount is zero or less',
  collected_not_within: 'credits make the collected amount negative or larger than billed',
}

const SHARES: Record<LeftOut['kind'], (share: string) => string> = {
  under: (share) => `under ${share} excluded`,
  over: (share) => `over ${share} excluded`,
  exactly: (share) => `${share} excluded`,
}

/** Returns a week as its line in the chart's file. */
export function filePoint(point: WeekPoint) {
  return { ...point, look: LOOKS[point.state], note: NOTES[point.state], rateNote: rateNoteOf(point) }
}

function rateNoteOf({ rateIssue, leftOutShare, count }: WeekPoint): string | null {
  const out = leftOutOf(leftOutShare)
  const share = out === null ? null : SHARES[out.kind](`${(out.share * 100).toFixed(1)}%`)
  if (rateIssue === null || (rateIssue === 'nothing_billed' && count === 0)) return share
  return share === null ? ISSUES[rateIssue] : `${ISSUES[rateIssue]}, ${share}`
}
