import { dehydrate } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { OverviewView } from '#components/overview/overview-view.tsx'
import { Hydrated } from '#components/shell/hydrated.tsx'
import { getQueryClient } from '#lib/api/query-client.ts'
import { dayInZone } from '#lib/calendar-date.ts'
import { overviewParams } from '#lib/collections/params.ts'
import { readPageSearch } from '#lib/page-search.ts'
import { parseParamsLeniently } from '#lib/search-params.ts'
import { currentViewer } from '#lib/server/auth/viewer.ts'
import { env } from '#lib/server/config/env.ts'
import { prefetchOverview } from './prefetch-overview.ts'

export const metadata: Metadata = { title: 'Overview' }

export default async function OverviewPage({ searchParams }: PageProps<'/'>) {
  const params = parseParamsLeniently(overviewParams, readPageSearch(await searchParams))
  const today = dayInZone(new Date(), env().timeZone)
  const client = getQueryClient()
  const viewer = await currentViewer()
  await prefetchOverview(client, viewer, params, today)
  return (
    <Hydrated state={dehydrate(client)}>
      <OverviewView today={today} scope={viewer.fundingSources} />
    </Hydrated>
  )
}
