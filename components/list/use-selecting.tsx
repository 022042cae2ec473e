import { type ComponentType, useMemo, useState } from 'react'
import type { FilterValues } from '#components/filters/filter-spec.ts'
import type { AppColumn } from '#components/table/column.ts'
import { rowSelection, selectColumn } from '#components/table/selection.tsx'
import { type ColumnsText, useListTable } from '#components/table/use-list-table.ts'
import { useIsMisread } from '#components/ui/misread.ts'
import { useWords } from '#components/ui/words.tsx'
import type { ListName } from '#lib/list-name.ts'
import { type Chosen, useSelection } from './use-selection.ts'

export type SelectionBarProps = {
  chosen: Chosen
  /** Number of rows that match the filters. */
  total: number
  filters: FilterValues
  onAll: () => void
  onClear: () => void
}

/** The parts of a list that selecting needs. */
export type Selectable<Row extends { id: string }> = {
  list: ListName
  columns: readonly AppColumn<Row>[]
  rowTitle: (id: string, row: Row) => string
  /** Whether rows can be selected. The list's placeholder already shows the checkbox column. */
  isSelectable?: boolean
  /** The actions for selected rows. */
  selectionBar?: ComponentType<SelectionBarProps>
}

/**
 * Makes the model of a list's table, with the checkbox column and the action bar of its selection. A list
 * without selectable rows has neither.
 */
export function useSelecting<Row extends { id: string }>(
  config: Selectable<Row>,
  loaded: { rows: readonly Row[]; total: number },
  filters: FilterValues,
  columnsText: ColumnsText,
) {
  const { list, columns, rowTitle } = config
  const t = useWords('list')
  const isMisread = useIsMisread()
  const Bar = config.isSelectable && !isMisread ? config.selectionBar : undefined
  const selection = useSelection(loaded.rows, JSON.stringify({ ...filters, sort: null }))
  const { chosen } = selection
  const hasChosen = chosen.isAll || chosen.ids.size > 0
  // The bar stays after the first selection, so that clearing the selection does not end its download.
  const [isUsed, setIsUsed] = useState(false)
  if (hasChosen && !isUsed) setIsUsed(true)
  const column = useMemo(
    () => selectColumn<Row>((row) => rowTitle(row.id, row), t('select.all', { list })),
    [rowTitle, list, t],
  )
  const shown = useMemo(() => (Bar ? [column, ...columns] : columns), [Bar, column, columns])
  const table = useListTable(shown, loaded.rows, columnsText, selection.table)
  return {
    rows: Bar ? rowSelection(table) : null,
    columns: shown,
    table,
    clear: selection.clear,
    bar:
      Bar && isUsed ? (
        <Bar
          chosen={chosen}
          total={loaded.total}
          filters={filters}
          onAll={selection.chooseAll}
          onClear={selection.clear}
        />
      ) : null,
  }
}
