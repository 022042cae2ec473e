import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { filterOptions } from '#lib/server/filter-options.ts'
import { route } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.filterOptions,
  ({ viewer, query }) => filterOptions(viewer, query),
)
