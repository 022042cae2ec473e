import type { ComponentProps, ReactNode } from 'react'
import { ChartSection } from '#components/charts/chart-section.tsx'
import type { ChartSeries } from '#components/charts/model.ts'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import { missingDays, type WeekPoint } from '#lib/collections/chart.ts'
import { FILE_WORDS, filePoint } from '#lib/collections/chart-file.ts'
import { leftOut, rangeFigures } from '#lib/collections/key-figures.ts'
import { presentPoint } from '#lib/collections/present.ts'
import type { WeeklyCollections } from '#lib/collections/schema.ts'
import { MissingDays } from './missing-days.tsx'

type WeeklyChartProps = Pick<ComponentProps<typeof ChartSection>, 'fileName' | 'size'> & {
  name: string
  currency: string
  series: readonly ChartSeries[]
  /** The columns of the chart's file: its series by their English names. */
  fileSeries: readonly { key: string; label: string }[]
  points: readonly WeekPoint[]
  /** The response behind the points. */
  answer: WeeklyCollections
  children?: ReactNode
}

/** What was billed each week in one currency, with the collection rate and what the bars leave out. */
export function WeeklyChart({
  answer,
  points,
  children,
  fileName,
  fileSeries,
  size,
  ...model
}: WeeklyChartProps) {
  const format = useFormat()
  const t = useWords('figures')
  const words = {
    total: t('chart.billed'),
    rate: t('chart.rate'),
    reachable: t('chart.reachable'),
    bar: t('chart.bar'),
    fresh: t('chart.fresh'),
    open: t('chart.open'),
    unknown: t('chart.unknown'),
    empty: t('chart.empty'),
  }
  const { currency } = model
  const out = leftOut(rangeFigures(answer, currency), t)
  return (
    <ChartSection
      model={{ ...model, words, points: points.map((point) => presentPoint(point, currency, format, t)) }}
      size={size}
      fileName={`billed-by-week-${fileName}`}
      file={() => ({ currency, series: fileSeries, words: FILE_WORDS, points: points.map(filePoint) })}
    >
      {children}
      {out.length === 0 ? null : (
        <p className="mt-2 text-faint text-sm">{t('chart.left-out', { parts: format.list(out) })}</p>
      )}
      <MissingDays missing={missingDays(answer.freshness)} />
    </ChartSection>
  )
}
