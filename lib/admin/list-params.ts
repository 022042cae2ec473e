import { oneOf, optional, readSourceText, searchParam } from '#lib/search-params.ts'

/** What each admin list can be sorted by. */
const SORT_FIELDS = {
  people: ['name', 'email', 'role', 'state', 'last_used'],
  requests: ['name', 'organisation', 'email', 'state', 'asked'],
  integrations: ['name', 'role', 'state', 'expires', 'last_used'],
  sources: ['name', 'state'],
} as const
export type AdminListName = keyof typeof SORT_FIELDS
export type AdminSortField<List extends AdminListName> = (typeof SORT_FIELDS)[List][number]

/** What the page of an admin list reads in its address. */
export function adminListParams(list: AdminListName) {
  const sorts = SORT_FIELDS[list].flatMap((field) => [field, `-${field}`])
  return {
    search: searchParam,
    sort: optional(oneOf(sorts), `one of ${sorts.join(', ')}`),
    row: optional(readSourceText, 'the id of a row'),
  }
}
