import { dehydrate } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { PageWords } from '#app/page-words.tsx'
import { OverviewView } from '#components/overview/overview-view.tsx'
import { Hydrated } from '#components/shell/hydrated.tsx'
import { overviewParams } from '#lib/collections/params.ts'
import { prefetchOverview, readFiguresPage } from './prefetch-figures.ts'

const AREAS = ['figures'] as const

export const metadata: Metadata = { title: 'Overview' }

export default async function OverviewPage({ searchParams }: PageProps<'/'>) {
  const page = await readFiguresPage(overviewParams, searchParams)
  await prefetchOverview(page)
  return (
    <PageWords areas={AREAS}>
      <Hydrated state={dehydrate(page.client)}>
        <OverviewView today={page.today} scope={page.viewer.fundingSources} />
      </Hydrated>
    </PageWords>
  )
}
