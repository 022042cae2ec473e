import { jsonQuery } from '#lib/api/json-query.ts'
import { apiPaths } from '#lib/paths.ts'
import type { Source } from '#lib/sources.ts'
import type { SourceCare } from './care-schema.ts'
import { careApi } from './paths.ts'
import type { Sources } from './schema.ts'

const POLL_MS = 15_000

/** Queries about the upstream sources. */
export const sourceQueries = {
  /** Health, freshness and windows of every source, refetched every 15 s while the page is visible. */
  health: () => jsonQuery<Sources>(['sources', 'health'], apiPaths.sources, POLL_MS),
  /** Details about a source for its operators, beyond its health. */
  care: (source: Source) =>
    jsonQuery<SourceCare>(['sources', 'care', source], careApi.sourceCare(source), POLL_MS),
}
