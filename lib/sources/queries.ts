import { jsonQuery } from '#lib/api/json-query.ts'
import { apiPaths } from '#lib/paths.ts'
import type { Source } from '#lib/sources.ts'
import type { SourceDiagnostics } from './diagnostics-schema.ts'
import { sourceApi } from './paths.ts'
import type { Sources } from './schema.ts'

const POLL_MS = 15_000

/** Queries about the upstream sources. */
export const sourceQueries = {
  /** Health, freshness and windows of every source, refetched every 15 s while the page is visible. */
  health: () => jsonQuery<Sources>(['sources', 'health'], apiPaths.sources, POLL_MS),
  /** Details about a source for its operators, beyond its health. */
  diagnostics: (source: Source) =>
    jsonQuery<SourceDiagnostics>(['sources', 'diagnostics', source], sourceApi.diagnostics(source), POLL_MS),
}
