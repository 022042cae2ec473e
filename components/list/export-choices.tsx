import type { ReactNode } from 'react'
import { Segmented } from '#components/ui/segmented.tsx'
import { useWords } from '#components/ui/words.tsx'
import { type Audience, type ExportFormat, PROVENANCES, type Provenance } from '#lib/export-format.ts'

export const LABELS: Record<ExportFormat, string> = { csv: 'CSV', xlsx: 'XLSX' }

/** How a file is wanted. */
export type ExportStyle = { format: ExportFormat; audience: Audience; provenance: Provenance }

type ExportChoicesProps = {
  formats: readonly ExportFormat[]
  /** The columns of a file for people; null: the list has none. */
  columns: readonly string[] | null
  style: ExportStyle
  onChange: (style: ExportStyle) => void
}

/** Chooses format, readers, and where a CSV file describes its rows. */
export function ExportChoices({ formats, columns, style, onChange }: ExportChoicesProps) {
  const t = useWords('list')
  return (
    <div className="mt-3 grid justify-items-start gap-2">
      {formats.length > 1 ? (
        <Segmented
          label={t('export.format')}
          options={formats.map((value) => ({ value, label: LABELS[value] }))}
          value={style.format}
          onChange={(format) => onChange({ ...style, format })}
          size="sm"
        />
      ) : null}
      {columns === null ? null : (
        <Choice label={t('export.for')}>
          <Segmented
            label={t('export.for')}
            options={(['people', 'data'] as const).map((value) => ({
              value,
              label: t(`export.for-${value}`),
            }))}
            value={style.audience}
            onChange={(audience) => onChange({ ...style, audience })}
            size="sm"
          />
        </Choice>
      )}
      {style.format === 'csv' ? (
        <Choice label={t('export.notes')}>
          <Segmented
            label={t('export.notes')}
            options={PROVENANCES.map((value) => ({
              value,
              label: t(`export.notes-${value}`),
              title: t(`export.notes-hint.${value}`),
            }))}
            value={style.provenance}
            onChange={(provenance) => onChange({ ...style, provenance })}
            size="sm"
          />
        </Choice>
      ) : null}
    </div>
  )
}

function Choice({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex w-full flex-wrap items-center justify-between gap-x-3 gap-y-1">
      <span aria-hidden className="text-soft text-sm">
        {label}
      </span>
      {children}
    </div>
  )
}

/** Returns the address of a file. */
export function exportPath(path: string, style: ExportStyle, columns: readonly string[] | null): string {
  const search = new URLSearchParams({ format: style.format })
  if (columns && style.audience === 'people') {
    search.set('audience', 'people')
    search.set('columns', columns.join(','))
  }
  if (style.format === 'csv' && style.provenance !== 'end') search.set('provenance', style.provenance)
  return `${path}${path.includes('?') ? '&' : '?'}${search.toString().replaceAll('%2C', ',')}`
}

/** The ending of a file's name; a CSV with a second file is a ZIP. */
export function endingOf({ format, provenance }: ExportStyle): string {
  return format === 'csv' && provenance === 'file' ? 'zip' : format
}
