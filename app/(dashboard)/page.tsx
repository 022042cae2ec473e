import { dehydrate } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { Understood } from '#app/address.tsx'
import { PageWords } from '#app/page-words.tsx'
import { OverviewView } from '#components/overview/overview-view.tsx'
import { Hydrated } from '#components/shell/hydrated.tsx'
import { overviewParams } from '#lib/collections/params.ts'
import { readerLanguage } from '#lib/server/words/reader-language.ts'
import { wordsIn } from '#lib/server/words/words.ts'
import { prefetchOverview, readFiguresPage } from './prefetch-figures.ts'

const AREAS = ['figures', 'filters', 'overview', 'reasons', 'statuses'] as const

export async function generateMetadata(): Promise<Metadata> {
  return { title: wordsIn(await readerLanguage(), 'overview')('title') }
}

export default async function OverviewPage({ searchParams }: PageProps<'/'>) {
  const page = await readFiguresPage(overviewParams, searchParams)
  await prefetchOverview(page)
  return (
    <PageWords areas={AREAS}>
      <Hydrated state={dehydrate(page.client)}>
        <Understood issues={page.issues}>
          <OverviewView today={page.today} scope={page.viewer.fundingSources} />
        </Understood>
      </Hydrated>
    </PageWords>
  )
}
