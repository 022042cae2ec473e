import { useMemo } from 'react'
import type { AppColumn } from './column.ts'
import { type ColumnChoice, chosenColumns, columnMetas, writeColumns } from './column-layout.ts'

/**
 * Arranges the columns of a table.
 * @param text the user's choice as a view parameter; null for the default columns.
 * @param onChange called with the next choice.
 */
export function useColumnLayout<Row extends object>(
  columns: readonly AppColumn<Row>[],
  text: string | null,
  onChange: (text: string | null) => void,
) {
  const metas = useMemo(() => columnMetas(columns), [columns])
  return {
    metas,
    columns: useMemo(() => chosenColumns(text, metas), [text, metas]),
    onColumnsChange: (next: readonly ColumnChoice[] | null) => onChange(next && writeColumns(next, metas)),
  }
}
