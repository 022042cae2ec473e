import { useState } from 'react'
import { Age } from '#components/ui/age.tsx'
import { Button } from '#components/ui/button.tsx'
import { FailureLine } from '#components/ui/failure-line.tsx'
import { Figure } from '#components/ui/figure.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { richText, useWords } from '#components/ui/words.tsx'
import { EXPORT_FORMATS, type ExportFormat } from '#lib/export-format.ts'
import type { ListName } from '#lib/list-name.ts'
import { oldestReading } from '#lib/oldest-reading.ts'
import type { CurrencyTotal, Freshness } from '#lib/schema.ts'
import { visibleText } from '#lib/visible-text.ts'
import type { Words } from '#lib/words/words.ts'
import { ExportChoices, type ExportStyle, endingOf, exportPath, LABELS } from './export-choices.tsx'
import { type DownloadState, useDownload } from './use-download.ts'

export type ExportContent = {
  list: ListName
  /** Address of the export, without its format. */
  path: string
  /** File name without extension. */
  fileName: string
  formats: readonly ExportFormat[] | undefined
  /** The columns on screen, for a file for people; null: the list has no such file. */
  columns: readonly string[] | null
  /** The filters in words, one per line. */
  filters: readonly { label: string; description: string }[]
  totals: readonly CurrencyTotal[]
  freshness: readonly Freshness[]
}

/** Says what an export will contain before it starts, then shows its progress. */
export function ExportPanel({ content }: { content: ExportContent }) {
  const format = useFormat()
  const { state, start, cancel } = useDownload()
  const t = useWords('list')
  const tUi = useWords('ui')
  const { list, totals, freshness, filters, columns, formats = EXPORT_FORMATS } = content
  const [style, setStyle] = useState<ExportStyle>({
    format: formats[0] ?? 'csv',
    audience: columns === null ? 'data' : 'people',
    provenance: 'end',
  })
  const chosen = style.format
  const rows = totals.reduce((sum, total) => sum + total.count, 0)
  const unknown = totals.reduce((sum, total) => sum + total.unknownAmounts, 0)
  const isPartial = freshness.some((one) => !one.complete)
  const asOf = oldestReading(freshness)
  const sumLabel = (currency: string) =>
    isPartial ? t('export.total-so-far', { currency }) : t('export.total', { currency })
  return (
    <div className="w-80 max-w-full p-4">
      <p className="font-medium">{t('export.what', { list, count: rows, format: LABELS[chosen] })}</p>
      <ExportChoices formats={formats} columns={columns} style={style} onChange={setStyle} />
      <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
        {filters.length === 0 ? <Line label={t('export.filters')}>{t('export.no-filters')}</Line> : null}
        {filters.map((filter) => (
          <Line key={filter.label} label={filter.label}>
            {filter.description}
          </Line>
        ))}
        {totals.map((total) =>
          total.currency === null || total.amount === null ? null : (
            <Line key={total.currency} label={sumLabel(visibleText(total.currency))}>
              <Figure text={format.amount(total.amount, total.currency)} />
            </Line>
          ),
        )}
        {columns === null ? null : (
          <Line label={t('export.holds')}>
            {style.audience === 'people'
              ? t('export.holds-people', { count: columns.length, zone: format.timeZone })
              : t('export.holds-data')}
          </Line>
        )}
        {chosen === 'csv' ? (
          <Line label={t('export.separator')}>
            {formats.includes('xlsx') ? t('export.comma-or-xlsx') : t('export.comma')}
          </Line>
        ) : null}
        {unknown > 0 ? (
          <Line label={t('export.unknown')}>{t('export.blank', { count: unknown })}</Line>
        ) : null}
        {asOf || isPartial ? (
          <Line label={t('export.data')}>
            {asOf === null
              ? t('export.incomplete')
              : richText(
                  isPartial
                    ? t.rich('export.as-of-incomplete', { age: () => <Age key="age" instant={asOf} /> })
                    : t.rich('export.as-of', { age: () => <Age key="age" instant={asOf} /> }),
                )}
          </Line>
        ) : null}
      </dl>
      <div className="mt-4 flex items-center gap-2">
        {state.step === 'running' ? (
          <Button onClick={cancel}>{tUi('cancel')}</Button>
        ) : (
          <Button
            variant="primary"
            disabled={rows === 0}
            onClick={() =>
              void start(exportPath(content.path, style, columns), `${content.fileName}.${endingOf(style)}`)
            }
          >
            {state.step === 'failed' ? tUi('retry') : t('export.download', { format: LABELS[chosen] })}
          </Button>
        )}
        <span role="status" className="min-w-0 text-sm text-soft">
          {state.step === 'running' ? progressOf(state, style, rows, t) : null}
          {state.step === 'done' ? t('export.saved', { file: state.fileName }) : null}
        </span>
      </div>
      {state.step === 'failed' ? <FailureLine what={t('export.failed')} error={state.error} /> : null}
    </div>
  )
}

/** Describes download progress: rows for CSV, and bytes for XLSX, whose content is compressed. */
function progressOf(
  { progress }: Extract<DownloadState, { step: 'running' }>,
  style: ExportStyle,
  rows: number,
  t: Words<'list'>,
): string {
  if (endingOf(style) === 'csv')
    return t('export.rows', { done: Math.min(rows, progress?.items ?? 0), count: rows })
  return t('export.size', { size: Math.ceil((progress?.receivedBytes ?? 0) / 1024) })
}

function Line({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <>
      <dt className="text-soft">{label}</dt>
      <dd className="text-end wrap-anywhere">{children}</dd>
    </>
  )
}
