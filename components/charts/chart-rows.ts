import type { Decimal } from '#lib/money.ts'
import type { ChartModel } from './model.ts'

/** Converts a chart to CSV rows: exact amounts, the rate as a share, empty cells for unknown values. */
export function chartCsvRows(model: ChartModel): (string | number | null)[][] {
  const header = ['from', 'to', 'currency', ...model.series.map((series) => series.label), model.totalLabel]
  const tail = model.rateLabel
    ? [model.rateLabel, 'rate note', model.countLabel, 'note']
    : [model.countLabel, 'note']
  const rows = model.points.map((point) => {
    const isKnown = point.look !== 'blank'
    const amounts = model.series.map((series) =>
      isKnown ? segmentAmount(point.segments[series.key]?.amount) : null,
    )
    const rate = model.rateLabel ? [point.rate, point.rateNote] : []
    const [total, count] = isKnown ? [point.total, point.count] : [null, null]
    return [point.from, point.to, model.currency, ...amounts, total, ...rate, count, point.note]
  })
  return [[...header, ...tail], ...rows]
}

function segmentAmount(amount: Decimal | undefined): Decimal {
  return amount ?? '0'
}
