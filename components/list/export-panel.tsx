import { useState } from 'react'
import { Age } from '#components/ui/age.tsx'
import { Breakable } from '#components/ui/breakable.tsx'
import { Button } from '#components/ui/button.tsx'
import { FailureLine } from '#components/ui/failure-line.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { EXPORT_FORMATS, type ExportFormat } from '#lib/export-format.ts'
import { oldestReading } from '#lib/oldest-reading.ts'
import type { CurrencyTotal, Freshness } from '#lib/schema.ts'
import { visibleText } from '#lib/visible-text.ts'
import { type Noun, nounOf } from './noun.ts'
import { type DownloadState, useDownload } from './use-download.ts'

const LABELS: Record<ExportFormat, string> = { csv: 'CSV', xlsx: 'XLSX' }

export type ExportContent = {
  noun: Noun
  /** Address of the export, without its format. */
  path: string
  /** File name without extension. */
  fileName: string
  formats: readonly ExportFormat[] | undefined
  /** The filters in words, one per line. */
  filters: readonly { label: string; description: string }[]
  totals: readonly CurrencyTotal[]
  freshness: readonly Freshness[]
}

/** Says what an export will contain before it starts, then shows its progress. */
export function ExportPanel({ content }: { content: ExportContent }) {
  const format = useFormat()
  const { state, start, cancel } = useDownload()
  const { noun, totals, freshness, filters, formats = EXPORT_FORMATS } = content
  const [chosen, setChosen] = useState<ExportFormat>(formats[0] ?? 'csv')
  const rows = totals.reduce((sum, total) => sum + total.count, 0)
  const unknown = totals.reduce((sum, total) => sum + total.unknownAmounts, 0)
  const isPartial = freshness.some((one) => !one.complete)
  const asOf = oldestReading(freshness)
  return (
    <div className="w-80 max-w-full p-4">
      <p className="font-medium">
        {LABELS[chosen]} with {format.count(rows)} {nounOf(noun, rows)}
      </p>
      {formats.length > 1 ? (
        <div className="mt-3">
          <Segmented
            label="Format"
            options={formats.map((value) => ({ value, label: LABELS[value] }))}
            value={chosen}
            onChange={setChosen}
            size="sm"
          />
        </div>
      ) : null}
      <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
        {filters.length === 0 ? <Line label="Filters">none: every row you may see</Line> : null}
        {filters.map((filter) => (
          <Line key={filter.label} label={filter.label}>
            {filter.description}
          </Line>
        ))}
        {totals.map((total) =>
          total.currency === null || total.amount === null ? null : (
            <Line
              key={total.currency}
              label={`${isPartial ? 'Sum so far' : 'Total'} ${visibleText(total.currency)}`}
            >
              <Breakable text={format.amount(total.amount, total.currency)} />
            </Line>
          ),
        )}
        {chosen === 'csv' ? (
          <Line label="Separator">
            comma; if your spreadsheet expects semicolons,{' '}
            {formats.includes('xlsx') ? 'choose XLSX' : 'import the file as comma-separated'}
          </Line>
        ) : null}
        {unknown > 0 ? <Line label="Unknown amounts">{format.count(unknown)}, left blank</Line> : null}
        {asOf || isPartial ? (
          <Line label="Data">
            {asOf ? (
              <>
                as of <Age instant={asOf} />
              </>
            ) : null}
            {asOf && isPartial ? ', ' : ''}
            {isPartial ? 'incomplete' : ''}
          </Line>
        ) : null}
      </dl>
      <div className="mt-4 flex items-center gap-2">
        {state.step === 'running' ? (
          <Button onClick={cancel}>Cancel</Button>
        ) : (
          <Button
            variant="primary"
            disabled={rows === 0}
            onClick={() => void start(pathOf(content.path, chosen), `${content.fileName}.${chosen}`)}
          >
            {state.step === 'failed' ? 'Try again' : `Download ${LABELS[chosen]}`}
          </Button>
        )}
        <span role="status" className="min-w-0 text-sm text-soft">
          {state.step === 'running' ? progressOf(state, chosen, rows, format) : null}
          {state.step === 'done' ? `Saved ${state.fileName}` : null}
        </span>
      </div>
      {state.step === 'failed' ? <FailureLine what="The export failed:" error={state.error} /> : null}
    </div>
  )
}

function pathOf(path: string, format: ExportFormat): string {
  return `${path}${path.includes('?') ? '&' : '?'}format=${format}`
}

/** Describes download progress: rows for CSV, and bytes for XLSX, whose content is compressed. */
function progressOf(
  { progress }: Extract<DownloadState, { step: 'running' }>,
  chosen: ExportFormat,
  rows: number,
  format: ReturnType<typeof useFormat>,
): string {
  if (chosen === 'csv')
    return `${format.count(Math.min(rows, progress?.items ?? 0))} of ${format.count(rows)} rows`
  return `${format.count(Math.ceil((progress?.receivedBytes ?? 0) / 1024))} KB`
}

function Line({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <>
      <dt className="text-soft">{label}</dt>
      <dd className="text-end wrap-anywhere">{children}</dd>
    </>
  )
}
