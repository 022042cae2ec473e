'use client'

import { createContext, useContext } from 'react'
import type { AppColumn } from './column.ts'
import { SELECT_COLUMN } from './column-layout.ts'

/** Which rows of a table are selected, and the ways to change that. */
export type RowSelection = {
  isSelected: (id: string) => boolean
  /** With `isRange`, everything from the row that was last chosen to this one. */
  toggle: (id: string, isRange: boolean) => void
  /** Selects two rows and all between them. */
  extend: (from: string, to: string) => void
  toggleLoaded: () => void
  /** How many of the rows that are loaded are selected. */
  loaded: 'none' | 'some' | 'all'
}
/** Null where rows cannot be selected. Cells read it themselves, so that a choice draws no row again. */
export const SelectionContext = createContext<RowSelection | null>(null)

const BOX = 'size-4 shrink-0 accent-accent'
const AREA =
  'flex h-full cursor-pointer items-center justify-center select-none has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:-outline-offset-2'

/** The column with its boxes, each named after its row. */
export function selectColumn<Row extends { id: string }>(
  nameOf: (row: Row) => string,
  allLabel: string,
): AppColumn<Row> {
  return {
    ...SELECT_COLUMN,
    head: () => <SelectLoaded label={allLabel} />,
    cell: (row) => <SelectRow id={row.id} label={`Select ${nameOf(row)}`} />,
  }
}

/** Its row is a stop for Tab, and x there selects it: the box itself is for the pointer and for screen readers. */
function SelectRow({ id, label }: { id: string; label: string }) {
  const selection = useContext(SelectionContext)
  return (
    <label className={AREA}>
      <input
        type="checkbox"
        tabIndex={-1}
        aria-label={label}
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
