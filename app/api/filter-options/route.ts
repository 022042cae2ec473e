import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { filterOptions } from '#lib/server/lists/filter-options.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.filterOptions,
  ({ viewer, query }) => filterOptions(viewer, query),
)
