import { type ReactNode, useId, useRef } from 'react'
import type { AboutFigures } from '#lib/collections/file-notes.ts'
import { ChartLegend } from './chart-legend.tsx'
import { type ChartFile, chartCsvRows } from './chart-rows.ts'
import { ChartTable } from './chart-table.tsx'
import { CsvButton } from './csv-button.tsx'
import type { ChartModel } from './model.ts'
import { PictureButtons } from './picture-buttons.tsx'
import type { Picture } from './save-picture.ts'
import { StackedChart } from './stacked-chart.tsx'

type ChartSectionProps = {
  model: ChartModel
  fileName: string
  file: () => ChartFile
  /** What describes the figures in the file. */
  about: AboutFigures
  /** What describes them in a picture of the chart. */
  caption: () => Pick<Picture, 'about' | 'notes'>
  size?: 'sm' | 'md' | 'lg'
  children?: ReactNode
}

/** A chart with title, legend, table and downloads; `children` say what the chart leaves out. */
export function ChartSection(props: ChartSectionProps) {
  const { model, fileName, file, about, caption, size, children } = props
  const titleId = useId()
  const section = useRef<HTMLElement>(null)
  return (
    <section ref={section} aria-labelledby={titleId} className="min-w-0">
      <div className="mb-2 flex min-h-7 items-center justify-between gap-3">
        <h2 id={titleId} className="section-title min-w-0">
          {model.name}
        </h2>
        <div className="flex shrink-0">
          <PictureButtons
            section={section}
            what={model.name}
            picture={() => ({ title: model.name, fileName, ...caption() })}
          />
          <CsvButton what={model.name} fileName={fileName} rows={() => chartCsvRows(file())} about={about} />
        </div>
      </div>
      <StackedChart model={model} size={size} />
      <div className="mt-3">
        <ChartLegend model={model} />
      </div>
      {children}
      <ChartTable model={model} />
    </section>
  )
}
