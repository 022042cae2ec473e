import { dehydrate } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { OverviewView } from '#components/overview/overview-view.tsx'
import { Hydrated } from '#components/shell/hydrated.tsx'
import { overviewParams } from '#lib/collections/params.ts'
import { prefetchOverview, readFiguresPage } from './prefetch-figures.ts'

export const metadata: Metadata = { title: 'Overview' }

export default async function OverviewPage({ searchParams }: PageProps<'/'>) {
  const page = await readFiguresPage(overviewParams, searchParams)
  await prefetchOverview(page)
  return (
    <Hydrated state={dehydrate(page.client)}>
      <OverviewView today={page.today} scope={page.viewer.fundingSources} />
    </Hydrated>
  )
}
