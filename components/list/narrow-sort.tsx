import type { ColumnOutline } from '#components/table/column.ts'
import type { Sorting } from '#components/table/header-cell.tsx'
import { useWords } from '#components/ui/words.tsx'

type NarrowSortProps = { columns: readonly ColumnOutline[]; sorting: Sorting }

/** The sort control of cards on a narrow screen, which have no header. */
export function NarrowSort({ columns, sorting }: NarrowSortProps) {
  const t = useWords('list')
  const isAsked = (field: string) => sorting.asked?.fields.includes(field) ?? false
  const sortable = columns.flatMap(({ meta: { sortField, label } }) =>
    sortField === undefined || (sorting.blocked?.[sortField] && !isAsked(sortField))
      ? []
      : [{ sortField, label }],
  )
  return (
    <select
      aria-label={t('sort.label')}
      value={sorting.value}
      onChange={({ target: { value } }) =>
        sorting.blocked?.[value.replace('-', '')] ? sorting.asked?.ask(value) : sorting.onChange(value)
      }
      className="field min-w-0 flex-1 font-medium"
    >
      {sortable.flatMap(({ sortField, label }) => [
        <option key={`-${sortField}`} value={`-${sortField}`}>
          {label} ↓
        </option>,
        <option key={sortField} value={sortField}>
          {label} ↑
        </option>,
      ])}
    </select>
  )
}
