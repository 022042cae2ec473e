import { dehydrate } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { prefetchCollections, readFiguresPage } from '#app/(dashboard)/prefetch-figures.ts'
import { CollectionsView } from '#components/collections/collections-view.tsx'
import { Hydrated } from '#components/shell/hydrated.tsx'
import { collectionsParams } from '#lib/collections/params.ts'

export const metadata: Metadata = { title: 'Collections' }

export default async function CollectionsPage({ searchParams }: PageProps<'/collections'>) {
  const page = await readFiguresPage(collectionsParams, searchParams)
  await prefetchCollections(page)
  return (
    <Hydrated state={dehydrate(page.client)}>
      <CollectionsView today={page.today} scope={page.viewer.fundingSources} />
    </Hydrated>
  )
}
