import type { QueryClient } from '@tanstack/react-query'
import { env } from '#lib/server/config/env.ts'
import { isConfigured } from '#lib/server/config/env-upstreams.ts'
import { sourceCare } from '#lib/server/sources/care.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { sourceQueries } from '#lib/sources/queries.ts'
import { SOURCES } from '#lib/sources.ts'

/** Prefetches the operators' details. The browser repeats a failed request and reports the failure. */
export async function prefetchCare(viewer: Viewer, client: QueryClient): Promise<void> {
  const connected = SOURCES.filter((source) => isConfigured(env().upstreams, source))
  await Promise.all(
    connected.map((source) =>
      client.prefetchQuery({
        ...sourceQueries.care(source),
        queryFn: () => sourceCare(viewer, source),
        retry: false,
      }),
    ),
  )
}
