import { createContext, useContext } from 'react'
import { useWords } from '#components/ui/words.tsx'
import type { AppColumn } from './column.ts'
import { SELECT_COLUMN } from './column-layout.ts'
import type { ListTable } from './use-list-table.ts'

/** Which rows of a table are selected, and the functions that change the selection. */
export type RowSelection = {
  isSelected: (id: string) => boolean
  /** With `isRange`, selects every row from the last chosen one, if it is still loaded, to this one. */
  toggle: (id: string, isRange: boolean) => void
  /** Selects two rows and all rows between them. */
  extend: (from: string, to: string) => void
  toggleLoaded: () => void
  /** Whether some rows, or all loaded ones, are selected. */
  loaded: 'none' | 'some' | 'all'
}
/** Null if rows cannot be selected. Checkboxes read the context, so that a selection re-renders no row. */
export const SelectionContext = createContext<RowSelection | null>(null)

/** Returns how the rows of a table are selected. */
export function rowSelection<Row extends object>(table: ListTable<Row>): RowSelection {
  const isSelected = (id: string) => table.state.rowSelection[id] === true
  const choose = (id: string, checked: boolean, shiftKey: boolean) =>
    table.getRow(id, true).getToggleSelectedHandler()({ target: { checked }, shiftKey })
  // Without a selected row the table would still count from a row that was selected under other filters.
  const hasSelected = table.getIsSomeRowsSelected()
  return {
    isSelected,
    toggle: (id, isRange) => choose(id, isRange || !isSelected(id), isRange && hasSelected),
    extend: (from, to) => {
      choose(from, true, false)
      choose(to, true, true)
    },
    toggleLoaded: () => table.toggleAllRowsSelected(undefined, { deselectAll: true }),
    loaded: !hasSelected ? 'none' : table.getIsAllRowsSelected() ? 'all' : 'some',
  }
}

const BOX = 'size-4 shrink-0 accent-accent'
const AREA =
  'flex h-full cursor-pointer items-center justify-center select-none has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:-outline-offset-2'

/** Creates the checkbox column; each checkbox is named after its row. */
export function selectColumn<Row extends { id: string }>(
  nameOf: (row: Row) => string,
  allLabel: string,
): AppColumn<Row> {
  return {
    ...SELECT_COLUMN,
    head: () => <SelectLoaded label={allLabel} />,
    cell: (row) => <SelectRow id={row.id} name={nameOf(row)} />,
  }
}

/** Not in the tab order: the row takes focus, and x selects it. Pointers and screen readers use the box. */
function SelectRow({ id, name }: { id: string; name: string }) {
  const t = useWords('ui')
  const selection = useContext(SelectionContext)
  return (
    <label className={AREA}>
      <input
        type="checkbox"
        tabIndex={-1}
        aria-label={t('row.select', { row: name })}
        checked={selection?.isSelected(id) ?? false}
        onChange={({ nativeEvent }) =>
          selection?.toggle(id, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)
        }
        className={BOX}
      />
    </label>
  )
}

function SelectLoaded({ label }: { label: string }) {
  const selection = useContext(SelectionContext)
  return (
    <label className={AREA}>
      <input
        ref={(box) => {
          if (box) box.indeterminate = selection?.loaded === 'some'
        }}
        type="checkbox"
        aria-label={label}
        checked={selection?.loaded === 'all'}
        onChange={selection?.toggleLoaded}
        className={BOX}
      />
    </label>
  )
}
