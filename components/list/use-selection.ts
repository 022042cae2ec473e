import { functionalUpdate, type RowSelectionState } from '@tanstack/react-table'
import { useMemo, useState } from 'react'
import type { TableSelection } from '#components/table/use-list-table.ts'

/** The selection of a list: individual rows, or all rows that match its filters, loaded or not. */
export type Chosen = { isAll: boolean; ids: ReadonlySet<string> }
type State = { scope: string; isAll: boolean; ids: RowSelectionState }

const NOTHING: RowSelectionState = {}
const nothing = (scope: string): State => ({ scope, isAll: false, ids: NOTHING })

/**
 * Holds the selected rows of a list.
 * @param rows the loaded rows.
 * @param scope identifies the list's filters; a new scope clears the selection.
 */
export function useSelection(rows: readonly { id: string }[], scope: string) {
  const [state, setState] = useState(() => nothing(scope))
  const { isAll, ids } = state.scope === scope ? state : nothing(scope)
  const rowSelection = useMemo(() => (isAll ? selectionOf(rows) : ids), [isAll, rows, ids])
  const table: TableSelection = {
    rowSelection,
    // One gesture may change the selection twice before the next render.
    onRowSelectionChange: (updater) =>
      setState((old) => {
        const isStale = old.scope !== scope || old.isAll
        return { scope, isAll: false, ids: functionalUpdate(updater, isStale ? rowSelection : old.ids) }
      }),
  }
  return {
    table,
    chosen: useMemo(() => ({ isAll, ids: new Set(Object.keys(ids)) }) satisfies Chosen, [isAll, ids]),
    chooseAll: () => setState({ ...nothing(scope), isAll: true }),
    clear: () => setState(nothing(scope)),
  }
}

function selectionOf(rows: readonly { id: string }[]): RowSelectionState {
  return Object.fromEntries(rows.map(({ id }) => [id, true]))
}
