import { BILLING_STATUS_LABELS } from '#lib/billing-periods/status.ts'
import { BILLING_STATUS_TONES } from '#lib/billing-periods/tones.ts'
import type { Format } from '#lib/format.ts'
import { visibleText } from '#lib/visible-text.ts'
import { STACKED_STATUSES, type WeekPoint } from './chart.ts'
import { printLeftOut } from './print-figure.ts'
import { RATE_ISSUE_LABELS } from './rate.ts'

const PATTERNS = ['solid', 'diagonal', 'dots', 'backslash', 'lines', 'cross', 'grid'] as const

/** The stacked statuses as chart series, each in the tone of its status and with its own pattern. */
export const STATUS_SERIES = STACKED_STATUSES.map((status, index) => ({
  key: status as string,
  label: BILLING_STATUS_LABELS[status],
  fill: `var(--fill-${BILLING_STATUS_TONES[status]})`,
  pattern: PATTERNS[index % PATTERNS.length] ?? ('solid' as const),
}))

/** Named parts as chart series. Each has its own pattern and a colour that implies no judgement. */
export function nameSeries(parts: readonly { key: string; label: string }[]) {
  return parts.map((part, index) => ({
    ...part,
    label: visibleText(part.label),
    fill: `var(--series-${(index % SERIES_COLOURS) + 1})`,
    pattern: PATTERNS[index % PATTERNS.length] ?? ('solid' as const),
  }))
}

/** Number of `--series-n` colours in the theme. */
const SERIES_COLOURS = 6

const NOTES: Record<WeekPoint['state'], string | null> = {
  settled: null,
  still_being_paid: 'Still being paid',
  running: 'This week, still running',
  not_read: 'Not read yet',
}

const LOOKS = { settled: 'plain', still_being_paid: 'fresh', running: 'open', not_read: 'blank' } as const

/** Formats one week's point for the reader: texts, numbers and chart look. */
export function presentPoint(point: WeekPoint, currency: string, format: Format) {
  const title = format.dayRange(point.from, point.to)
  const note = NOTES[point.state]
  const figures = `billed ${format.money(point.total, currency)} in ${format.count(point.count)} billing periods`
  const rateNote = rateNoteOf(point, format)
  const known =
    point.state === 'not_read'
      ? note
      : `${figures}, collection rate ${format.percent(point.rate)}${rateNote ? ` (${rateNote})` : ''}`
  return {
    ...point,
    title,
    note,
    rateNote,
    look: LOOKS[point.state],
    tick: format.day(point.key, false),
    summary: `Week of ${title}: ${known}${point.state === 'running' ? '. Still running' : ''}. List them`,
  }
}

/** What a rate leaves out, or why there is no rate; null for a rate of all periods. */
function rateNoteOf({ rateIssue, leftOutShare, count }: WeekPoint, format: Format): string | null {
  const out = printLeftOut(leftOutShare, format)
  if (rateIssue === null || (rateIssue === 'nothing_billed' && count === 0)) return out
  return out ? `${RATE_ISSUE_LABELS[rateIssue]}, ${out}` : RATE_ISSUE_LABELS[rateIssue]
}
