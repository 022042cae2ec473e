import type { ComponentProps, ReactNode } from 'react'
import { ChartSection } from '#components/charts/chart-section.tsx'
import type { ChartSeries } from '#components/charts/model.ts'
import { useFormat, useRelease } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import { missingDays, type WeekPoint } from '#lib/collections/chart.ts'
import { FILE_WORDS, filePoint } from '#lib/collections/chart-file.ts'
import { hasMissingDays } from '#lib/collections/figures.ts'
import { type CollectionFilters, collectionFilters } from '#lib/collections/filters.ts'
import { leftOut, rangeFigures } from '#lib/collections/key-figures.ts'
import { presentPoint } from '#lib/collections/present.ts'
import type { WeeklyCollections } from '#lib/collections/schema.ts'
import { type Season, seasonBands } from '#lib/collections/season.ts'
import { oldestReading } from '#lib/oldest-reading.ts'
import { serializeParams } from '#lib/search-params.ts'
import { UNASSIGNED_CHOICE } from '#lib/unassigned.ts'
import { visibleText } from '#lib/visible-text.ts'
import { MissingDays } from './missing-days.tsx'

type WeeklyChartProps = Pick<ComponentProps<typeof ChartSection>, 'fileName' | 'size'> & {
  name: string
  currency: string
  series: readonly ChartSeries[]
  /** The columns of the chart's file: its series by their English names. */
  fileSeries: readonly { key: string; label: string }[]
  points: readonly WeekPoint[]
  /** The seasons of the chart's funding sources. */
  seasons: readonly Season[]
  /** The response behind the points, and the request that it answers. */
  answer: WeeklyCollections
  filters: CollectionFilters
  /** The English title of the chart’s file. */
  fileTitle: string
  children?: ReactNode
}

/** What was billed each week in one currency, with the collection rate and what the bars leave out. */
export function WeeklyChart({
  answer,
  filters,
  fileTitle,
  points,
  seasons,
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
  const leftOutText = out.length === 0 ? null : t('chart.left-out', { parts: format.list(out) })
  const bands = seasonBands(
    seasons,
    points.map(({ key }) => key),
  ).map((band) => ({ ...band, name: visibleText(band.name) }))
  const named = bands.map(({ name, from, to }) => {
    const days = format.dayRange(points[from]?.from ?? null, points[to]?.to ?? null)
    return t('chart.season', { name, days })
  })
  const seasonsText = named.length === 0 ? null : t('chart.seasons', { list: named.join('; ') })
  const caption = useCaption(answer, filters, currency, [seasonsText, leftOutText])
  return (
    <ChartSection
      model={{
        ...model,
        bands,
        words,
        points: points.map((point) => presentPoint(point, currency, format, t)),
      }}
      size={size}
      fileName={`billed-by-week-${fileName}`}
      caption={caption}
      about={{
        title: fileTitle,
        filters: serializeParams(collectionFilters, { ...filters, currency: [currency] }),
        answer,
      }}
      file={() => ({ currency, series: fileSeries, words: FILE_WORDS, points: points.map(filePoint) })}
    >
      {children}
      {seasonsText === null ? null : <p className="mt-2 text-faint text-sm">{seasonsText}</p>}
      {leftOutText === null ? null : <p className="mt-2 text-faint text-sm">{leftOutText}</p>}
      <MissingDays missing={missingDays(answer.freshness)} />
    </ChartSection>
  )
}

/** Returns what words the lines of a picture: range, currency and filters above, age and version below. */
function useCaption(
  answer: WeeklyCollections,
  filters: CollectionFilters,
  currency: string,
  texts: readonly (string | null)[],
) {
  const format = useFormat()
  const t = useWords('figures')
  const release = useRelease()
  return () => {
    const names = filters.funding_source.map((name) =>
      name === UNASSIGNED_CHOICE ? t('scope.unassigned') : visibleText(name),
    )
    const read = answer.asOf?.at ?? oldestReading(answer.freshness)
    return {
      about: t('picture.about', {
        days: format.dayRange(filters.from, filters.to),
        currency: visibleText(currency),
        sources: names.length === 0 ? t('picture.all') : format.list(names),
      }),
      notes: [
        ...texts,
        hasMissingDays(answer.freshness) ? t('picture.missing') : null,
        t('picture.foot', {
          age: read === null ? t('picture.unread') : t('picture.read', { time: format.instant(read) }),
          release,
        }),
      ].filter((note) => note !== null),
    }
  }
}
