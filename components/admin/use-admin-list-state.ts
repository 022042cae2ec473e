'use client'

import { createParser, useQueryStates } from 'nuqs'
import { readName, readSearchText } from '#lib/search-params.ts'

const text = (read: (text: string) => string | null) => createParser({ parse: read, serialize: String })
const PARSERS = {
  search: text(readSearchText),
  sort: text((value) => (/^-?[a-z_]{1,40}$/.test(value) ? value : null)),
  row: text(readName),
}

/** Keeps the view of an admin list in the URL, so that Back works and a copied link opens the same view. */
export function useAdminListState(defaultSort: string) {
  const [{ search, sort, row }, setValues] = useQueryStates(PARSERS)
  return {
    search,
    sort: sort ?? defaultSort,
    row,
    setSearch: (value: string | null) => void setValues({ search: value }, { history: 'replace' }),
    setSort: (value: string) =>
      void setValues({ sort: value === defaultSort ? null : value }, { history: 'push' }),
    /** Opens a row, or closes the pane with null. Stepping between open rows adds no history entry. */
    setRow: (id: string | null) =>
      void setValues({ row: id }, { history: row !== null && id !== null ? 'replace' : 'push' }),
  }
}
