import { OTHER_STATUS } from '#lib/billing-periods/status.ts'
import type { SummaryGroup } from '#lib/collections/filters.ts'
import type { DayRange } from '#lib/collections/range.ts'
import type { OtherStatuses } from '#lib/collections/schema.ts'
import { type SummaryRow, statusAmount } from '#lib/collections/summary-table.ts'
import { NO_WORD } from '#lib/other-words.ts'
import { visibleText } from '#lib/visible-text.ts'

/**
 * Names of rows without a group. Like the columns, they are English in every language, so that one program
 * reads the files of all readers.
 */
const NO_GROUP: Record<SummaryGroup, string> = {
  funding_source: 'Unassigned',
  status: 'Other status',
  currency: 'Unknown currency',
}

/** Titles of the files, in English like their columns. */
export const SUMMARY_FILE_TITLES: Record<SummaryGroup, string> = {
  funding_source: 'Collections by funding source',
  status: 'Collections by status',
  currency: 'Collections by currency',
}

type SummaryFile = { rows: readonly SummaryRow[]; range: DayRange; otherStatuses: OtherStatuses | null }

/**
 * Converts a summary to CSV rows; amounts of an unknown currency are empty. The file by status has a column
 * with the source's own words for other statuses and their counts, so that the periods add up line by line.
 */
export function summaryCsvRows(
  by: SummaryGroup,
  { rows, range, otherStatuses }: SummaryFile,
): (string | number | null)[][] {
  const figures = ['billed', 'collected', 'rate', 'reachable_rate', 'outstanding', 'failed', 'in_flight']
  const columns = by === 'status' ? ['amount'] : figures
  const gaps = ['unknown_amounts', 'left_out', 'left_out_share', 'rate_issue', 'partial']
  const words = by === 'status' ? ['source_statuses'] : []
  const header = ['from', 'to', by, 'currency', 'periods', ...columns, ...gaps, ...words]
  const lines = rows.map((row) => {
    const own = row.figures
    const amounts =
      by === 'status'
        ? [statusAmount(row)]
        : [own.billed, own.collected, own.rate, own.reachable, own.outstanding, own.failed, own.inFlight]
    const known = own.currency === null ? amounts.map(() => null) : amounts
    const name = own.group ?? NO_GROUP[by]
    return [
      range.from,
      range.to,
      name,
      own.currency,
      own.count,
      ...known,
      own.unknownAmounts,
      own.leftOut,
      own.leftOutShare,
      own.rateIssue,
      own.partial ? 'yes' : 'no',
      ...words.map(() => sourceWords(row, otherStatuses)),
    ]
  })
  return [header, ...lines]
}

/** Returns e.g. `REVERSED (5), none given (4)`; null for a status that Furrow knows. */
function sourceWords({ group, figures }: SummaryRow, others: OtherStatuses | null): string | null {
  if (group !== OTHER_STATUS || others === null) return null
  const own = others.words.filter(({ currency }) => currency === figures.currency)
  const unlisted = own.reduce((left, { count }) => left - count, figures.count)
  const listed = own.map(({ status, count }) => `${visibleText(status ?? NO_WORD)} (${count})`)
  return [...listed, ...(unlisted > 0 ? [`other words (${unlisted})`] : [])].join(', ')
}
