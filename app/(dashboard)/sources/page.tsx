import { dehydrate } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { Hydrated } from '#components/shell/hydrated.tsx'
import { SourcesView } from '#components/sources/sources-view.tsx'
import { prefetch } from '#lib/api/prefetch.ts'
import { getQueryClient } from '#lib/api/query-client.ts'
import { dayInZone } from '#lib/calendar-date.ts'
import { currentViewer } from '#lib/server/auth/viewer.ts'
import { env } from '#lib/server/config/env.ts'
import { isConfigured } from '#lib/server/config/env-upstreams.ts'
import { mayAct } from '#lib/server/sources/acting.ts'
import { sourceDiagnostics } from '#lib/server/sources/diagnostics.ts'
import { sourcesHealth } from '#lib/server/sources/health.ts'
import { readerLanguage } from '#lib/server/words/reader-language.ts'
import { wordsIn } from '#lib/server/words/words.ts'
import { sourceQueries } from '#lib/sources/queries.ts'
import { SOURCES } from '#lib/sources.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: wordsIn(await readerLanguage(), 'sources')('title') }
}

export default async function SourcesPage() {
  const today = dayInZone(new Date(), env().timeZone)
  const viewer = await currentViewer()
  const client = getQueryClient()
  const connected = mayAct(viewer) ? SOURCES.filter((one) => isConfigured(env().upstreams, one)) : []
  await Promise.all([
    prefetch(client, sourceQueries.health(), () => sourcesHealth(viewer)),
    ...connected.map((one) =>
      prefetch(client, sourceQueries.diagnostics(one), () => sourceDiagnostics(viewer, one)),
    ),
  ])
  return (
    <Hydrated state={dehydrate(client)}>
      <SourcesView today={today} />
    </Hydrated>
  )
}
