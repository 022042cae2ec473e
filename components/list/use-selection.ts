'use client'

import { useState } from 'react'
import type { RowSelection } from '#components/table/selection.tsx'

/** What of a list is selected: rows one by one, or all that its filters match, loaded or not. */
export type Chosen = { isAll: boolean; ids: ReadonlySet<string> }
type State = Chosen & { scope: string; last: string | null }

const nothing = (scope: string): State => ({ scope, isAll: false, ids: new Set(), last: null })

/** Rows selected in a list. In: the rows that are loaded, and what the list is narrowed to: another scope begins anew. */
export function useSelection(rows: readonly { id: string }[], scope: string) {
  const [state, setState] = useState(() => nothing(scope))
  const { isAll, ids, last } = state.scope === scope ? state : nothing(scope)
  const loaded = rows.map((row) => row.id)
  const choose = (chosen: Iterable<string>, lastId: string | null = null) =>
    setState({ scope, isAll: false, ids: new Set(chosen), last: lastId })
  const isSelected = (id: string) => isAll || ids.has(id)
  const selected = loaded.filter(isSelected).length
  const extend = (from: string, to: string) => {
    const [first = 0, end = 0] = [loaded.indexOf(from), loaded.indexOf(to)].sort((a, b) => a - b)
    choose([...(isAll ? loaded : ids), ...loaded.slice(Math.max(0, first), end + 1)], to)
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
