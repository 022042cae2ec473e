import { BILLING_STATUS_TONES } from '#lib/billing-periods/tones.ts'
import type { Format } from '#lib/format.ts'
import { visibleText } from '#lib/visible-text.ts'
import type { Words } from '#lib/words/words.ts'
import { LOOKS, STACKED_STATUSES, type WeekPoint } from './chart.ts'
import { printLeftOut, printRate } from './print-figure.ts'

const PATTERNS = ['solid', 'diagonal', 'dots', 'backslash', 'lines', 'cross', 'grid'] as const

/** Returns the stacked statuses as chart series, each in the tone of its status and with its own pattern. */
export function statusSeries(t: Words<'statuses'>) {
  return STACKED_STATUSES.map((status, index) => ({
    key: status as string,
    label: t(`name.${status}`),
    fill: `var(--fill-${BILLING_STATUS_TONES[status]})`,
    pattern: PATTERNS[index % PATTERNS.length] ?? ('solid' as const),
  }))
}

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

/** Formats one week's point for the reader: texts, numbers and chart look. */
export function presentPoint(point: WeekPoint, currency: string, format: Format, t: Words<'figures'>) {
  const title = format.dayRange(point.from, point.to)
  const rateNote = rateNoteOf(point, format, t)
  const rateText = printRate(point, format)
  const rate = `${rateText}${rateNote ? ` (${rateNote})` : ''}`
  return {
    ...point,
    title,
    note: point.state === 'settled' ? null : t(`week.${point.state}`),
    rateText,
    rateNote,
    look: LOOKS[point.state],
    tick: format.day(point.key, false),
    ...rowsOf(point, t),
    summary: summaryOf(point, { days: title, amount: format.money(point.total, currency), rate }, t),
  }
}

type Printed = { days: string; amount: string; rate: string }

/** The name of a week's bar for screen readers. */
function summaryOf({ state, count }: WeekPoint, printed: Printed, t: Words<'figures'>): string {
  if (state === 'not_read') return t('week.summary-unknown', { days: printed.days })
  return state === 'running'
    ? t('week.summary-running', { ...printed, count })
    : t('week.summary', { ...printed, count })
}

/** How a week's bar leads to its rows. */
function rowsOf({ state, count }: WeekPoint, t: Words<'figures'>): { show: string; lists: string } {
  return state === 'not_read'
    ? { show: t('tip.show-unknown'), lists: t('tip.lists-unknown') }
    : { show: t('tip.show', { count }), lists: t('tip.lists', { count }) }
}

/** What a rate leaves out, or why there is no rate; null for a rate of all periods. */
function rateNoteOf(
  { rateIssue, leftOutShare, count }: WeekPoint,
  format: Format,
  t: Words<'figures'>,
): string | null {
  const out = printLeftOut(leftOutShare, format, t)
  if (rateIssue === null || (rateIssue === 'nothing_billed' && count === 0)) return out
  return out ? `${t(`issue.${rateIssue}`)}, ${out}` : t(`issue.${rateIssue}`)
}
