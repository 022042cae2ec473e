import type { ChartModel } from './model.ts'

/** Converts a chart to CSV rows: exact amounts, the rate as a share, empty cells for unknown values. */
export function chartCsvRows(model: ChartModel): (string | number | null)[][] {
  const header = ['from', 'to', 'currency', ...model.series.map((series) => series.label), model.words.total]
  const tail = model.words.rate
    ? [model.words.rate, 'rate note', model.words.count, 'note']
    : [model.words.count, 'note']
  const rows = model.points.map((point) => {
    const isKnown = point.look !== 'blank'
    const amounts = model.series.map((series) =>
      isKnown ? (point.segments[series.key]?.amount ?? '0') : null,
    )
    const rate = model.words.rate ? [point.rate, point.rateNote] : []
    const [total, count] = isKnown ? [point.total, point.count] : [null, null]
    return [point.from, point.to, model.currency, ...amounts, total, ...rate, count, point.note]
  })
  return [[...header, ...tail], ...rows]
}
