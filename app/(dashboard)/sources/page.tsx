import { dehydrate } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { Hydrated } from '#components/shell/hydrated.tsx'
import { SourcesView } from '#components/sources/sources-view.tsx'
import { getQueryClient } from '#lib/api/query-client.ts'
import { dayInZone } from '#lib/calendar-date.ts'
import { currentViewer } from '#lib/server/auth/viewer.ts'
import { env } from '#lib/server/config/env.ts'
import { mayAct } from '#lib/server/sources/acting.ts'
import { sourcesHealth } from '#lib/server/sources/health.ts'
import { sourceQueries } from '#lib/sources/queries.ts'
import { prefetchCare } from './prefetch-care.ts'

export const metadata: Metadata = { title: 'Sources' }

export default async function SourcesPage() {
  const today = dayInZone(new Date(), env().timeZone)
  const viewer = await currentViewer()
  const client = getQueryClient()
  await client.prefetchQuery({
    ...sourceQueries.health(),
    queryFn: () => sourcesHealth(viewer),
    retry: false,
  })
  if (mayAct(viewer)) await prefetchCare(viewer, client)
  return (
    <Hydrated state={dehydrate(client)}>
      <SourcesView today={today} />
    </Hydrated>
  )
}
