import { dehydrate } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { CollectionsView } from '#components/collections/collections-view.tsx'
import { Hydrated } from '#components/shell/hydrated.tsx'
import { getQueryClient } from '#lib/api/query-client.ts'
import { dayInZone } from '#lib/calendar-date.ts'
import { collectionsParams } from '#lib/collections/params.ts'
import { readPageSearch } from '#lib/page-search.ts'
import { parseParamsLeniently } from '#lib/search-params.ts'
import { currentViewer } from '#lib/server/auth/viewer.ts'
import { env } from '#lib/server/config/env.ts'
import { prefetchCollections } from './prefetch-collections.ts'

export const metadata: Metadata = { title: 'Collections' }

export default async function CollectionsPage({ searchParams }: PageProps<'/collections'>) {
  const params = parseParamsLeniently(collectionsParams, readPageSearch(await searchParams))
  const today = dayInZone(new Date(), env().timeZone)
  const client = getQueryClient()
  const viewer = await currentViewer()
  await prefetchCollections(client, viewer, params, today)
  return (
    <Hydrated state={dehydrate(client)}>
      <CollectionsView today={today} scope={viewer.fundingSources} />
    </Hydrated>
  )
}
