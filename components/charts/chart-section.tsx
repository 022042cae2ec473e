import { type ReactNode, useId } from 'react'
import { ChartLegend } from './chart-legend.tsx'
import { type ChartFile, chartCsvRows } from './chart-rows.ts'
import { ChartTable } from './chart-table.tsx'
import { CsvButton } from './csv-button.tsx'
import type { ChartModel } from './model.ts'
import { StackedChart } from './stacked-chart.tsx'

type ChartSectionProps = {
  model: ChartModel
  fileName: string
  file: () => ChartFile
  size?: 'sm' | 'md' | 'lg'
  children?: ReactNode
}

/** A chart with title, legend, table and CSV download; `children` say what the chart leaves out. */
export function ChartSection({ model, fileName, file, size, children }: ChartSectionProps) {
  const titleId = useId()
  return (
    <section aria-labelledby={titleId} className="min-w-0">
      <div className="mb-2 flex min-h-7 items-center justify-between gap-3">
        <h2 id={titleId} className="section-title min-w-0">
          {model.name}
        </h2>
        <CsvButton what={model.name} fileName={fileName} rows={() => chartCsvRows(file())} />
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
