import type { SummaryGroup } from '#lib/collections/filters.ts'
import type { DayRange } from '#lib/collections/range.ts'
import { type SummaryRow, statusAmount } from '#lib/collections/summary-table.ts'

/** A summary as rows for a file; amounts of an unknown currency are empty. */
export function summaryCsvRows(
  by: SummaryGroup,
  rows: readonly SummaryRow[],
  range: DayRange,
): (string | number | null)[][] {
  const figures = ['billed', 'collected', 'rate', 'outstanding', 'failed', 'in_flight']
  const columns = by === 'status' ? ['amount'] : figures
  const gaps = ['unknown_amounts', 'left_out', 'left_out_share', 'rate_issue', 'partial']
  const header = ['from', 'to', by, 'currency', 'periods', ...columns, ...gaps]
  const lines = rows.map((row) => {
    const own = row.figures
    const amounts =
      by === 'status'
        ? [statusAmount(row)]
        : [own.billed, own.collected, own.rate, own.outstanding, own.failed, own.inFlight]
    const known = own.currency === null ? amounts.map(() => null) : amounts
    const name = own.group ?? row.label
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
    ]
  })
  return [header, ...lines]
}
