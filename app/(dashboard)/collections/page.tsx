import { dehydrate } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { prefetchCollections, readFiguresPage } from '#app/(dashboard)/prefetch-figures.ts'
import { Understood } from '#app/address.tsx'
import { CollectionsView } from '#components/collections/collections-view.tsx'
import { Hydrated } from '#components/shell/hydrated.tsx'
import { collectionsParams } from '#lib/collections/params.ts'
import { readerLanguage } from '#lib/server/words/reader-language.ts'
import { wordsIn } from '#lib/server/words/words.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: wordsIn(await readerLanguage(), 'collections')('title') }
}

export default async function CollectionsPage({ searchParams }: PageProps<'/collections'>) {
  const page = await readFiguresPage(collectionsParams, searchParams)
  await prefetchCollections(page)
  return (
    <Hydrated state={dehydrate(page.client)}>
      <Understood issues={page.issues}>
        <CollectionsView today={page.today} scope={page.viewer.fundingSources} />
      </Understood>
    </Hydrated>
  )
}
