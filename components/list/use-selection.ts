import { useState } from 'react'
import type { RowSelection } from '#components/table/selection.tsx'

/** The selection of a list: individual rows, or all rows that match its filters, loaded or not. */
export type Chosen = { isAll: boolean; ids: ReadonlySet<string> }
type State = Chosen & { scope: string; last: string | null }

const nothing = (scope: string): State => ({ scope, isAll: false, ids: new Set(), last: null })

/**
 * Manages the selected rows of a list.
 * @param rows the loaded rows.
 * @param scope identifies the list's filters; a new scope clears the selection.
 */
export function useSelection(rows: readonly { id: string }[], scope: string) {
  const [state, setState] = useState(() => nothing(scope))
  const { isAll, ids, last } = state.scope === scope ? state : nothing(scope)
  const loaded = rows.map((row) => row.id)
  const choose = (chosen: Iterable<string>, lastId: string | null = null) =>
    setState({ scope, isAll: false, ids: new Set(chosen), last: lastId })
  const isSelected = (id: string) => isAll || ids.has(id)
  const selected = loaded.filter(isSelected).length
  const extend = (from: string, to: string) => {
    const start = loaded.includes(from) ? from : to
    const [first = 0, end = 0] = [loaded.indexOf(start), loaded.indexOf(to)].sort((a, b) => a - b)
    choose([...(isAll ? loaded : ids), ...loaded.slice(first, end + 1)], to)
  }
  const rowSelection: RowSelection = {
    isSelected,
    extend,
    toggle: (id, isRange) => {
      if (isRange) return extend(last ?? id, id)
      const next = new Set(isAll ? loaded : ids)
      if (!next.delete(id)) next.add(id)
      choose(next, id)
    },
    toggleLoaded: () => choose(selected === loaded.length ? [] : [...ids, ...loaded]),
    loaded: selected === 0 ? 'none' : selected === loaded.length ? 'all' : 'some',
  }
  return {
    rows: rowSelection,
    chosen: { isAll, ids } satisfies Chosen,
    chooseAll: () => setState({ ...nothing(scope), isAll: true }),
    clear: () => setState(nothing(scope)),
  }
}
