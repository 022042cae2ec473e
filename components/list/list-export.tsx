import {
  describeFilter,
  type FilterSpec,
  type FilterValues,
  isActive,
} from '#components/filters/filter-spec.ts'
import type { FilterChoices } from '#components/filters/use-filter-options.ts'
import type { ColumnOutline } from '#components/table/column.ts'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import type { ExportFormat } from '#lib/export-format.ts'
import type { ListName } from '#lib/list-name.ts'
import type { CurrencyTotal, Freshness } from '#lib/schema.ts'
import { ExportPanel } from './export-panel.tsx'

/** What an export of a list is made from. */
export type Exporting = {
  config: {
    list: ListName
    specs: readonly FilterSpec[]
    fileName: string
    hasPeopleFile?: boolean
    formats?: readonly ExportFormat[]
    columns: readonly ColumnOutline[]
  }
  state: { filters: FilterValues; columns: string | null }
  choices: Pick<FilterChoices, 'options'>
  exportPath: string
  /** The first page of the list. */
  first: { totals: readonly CurrencyTotal[]; freshness: readonly Freshness[] }
}

/** Says what an export of the list would contain, and starts it. */
export function ListExport({ config, state, choices, exportPath, first }: Exporting) {
  const format = useFormat()
  const t = useWords('list')
  const tFilters = useWords('filters')
  const { filters } = state
  const described = config.specs
    .filter((spec) => isActive(filters, spec))
    .map((spec) => ({
      label: spec.label,
      description: describeFilter(filters, spec, choices.options, format, tFilters),
    }))
  const searched = filters.search ? [{ label: t('export.search'), description: `“${filters.search}”` }] : []
  return (
    <ExportPanel
      content={{
        list: config.list,
        path: exportPath,
        fileName: config.fileName,
        formats: config.formats,
        columns: config.hasPeopleFile ? shownColumns(state.columns, config.columns) : null,
        filters: [...searched, ...described],
        totals: first.totals,
        freshness: first.freshness,
      }}
    />
  )
}

/** Returns the names of the columns that the screen shows, in their order. */
function shownColumns(text: string | null, columns: readonly ColumnOutline[]): string[] {
  const named = (text ?? '').split(',').map((part) => part.split('.')[0] ?? '')
  const known = named.filter((name) => columns.some(({ id }) => id === name))
  return known.length > 0
    ? [...new Set(known)]
    : columns.flatMap(({ id, meta }) => (meta.isDefault ? id : []))
}
