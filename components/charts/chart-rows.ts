import type { ChartModel, ChartPoint, ChartSeries, ChartWords } from './model.ts'

/** What a chart's file holds. Its words are English in every language, because programs read it. */
export type ChartFile = Pick<ChartModel, 'currency'> & {
  series: readonly Pick<ChartSeries, 'key' | 'label'>[]
  words: Pick<ChartWords, 'total' | 'rate' | 'reachable'> & {
    /** What a bar counts, e.g. "billing periods". */
    count: string
  }
  points: readonly Omit<
    ChartPoint,
    'key' | 'tick' | 'title' | 'summary' | 'rateText' | 'show' | 'lists' | 'href'
  >[]
}

/** Converts a chart to CSV rows: exact amounts, the rate as a share, empty cells for unknown values. */
export function chartCsvRows(file: ChartFile): (string | number | null)[][] {
  const { words } = file
  const header = ['from', 'to', 'currency', ...file.series.map((series) => series.label), words.total]
  const tail = words.rate
    ? [words.rate, words.reachable, 'rate note', words.count, 'note']
    : [words.count, 'note']
  const rows = file.points.map((point) => {
    const isKnown = point.look !== 'blank'
    const amounts = file.series.map((series) =>
      isKnown ? (point.segments[series.key]?.amount ?? '0') : null,
    )
    const rate = words.rate ? [point.rate, point.reachable, point.rateNote] : []
    const [total, count] = isKnown ? [point.total, point.count] : [null, null]
    return [point.from, point.to, file.currency, ...amounts, total, ...rate, count, point.note]
  })
  return [[...header, ...tail], ...rows]
}
