import { dehydrate } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { adminViewer } from '#app/(dashboard)/admin/admin-viewer.ts'
import { readAddress, Understood } from '#app/address.tsx'
import { PageWords } from '#app/page-words.tsx'
import { FundingSourcesView } from '#components/admin/funding-sources-view.tsx'
import { Hydrated } from '#components/shell/hydrated.tsx'
import { adminListParams } from '#lib/admin/list-params.ts'
import { adminQueries } from '#lib/admin/queries.ts'
import { prefetch } from '#lib/api/prefetch.ts'
import { getQueryClient } from '#lib/api/query-client.ts'
import { sourceSettings } from '#lib/server/admin/source-settings.ts'
import { readerLanguage } from '#lib/server/words/reader-language.ts'
import { wordsIn } from '#lib/server/words/words.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: wordsIn(await readerLanguage(), 'admin-tabs')('tab.sources') }
}

export default async function FundingSourcesPage({ searchParams }: PageProps<'/admin/funding-sources'>) {
  const viewer = await adminViewer()
  const { issues } = await readAddress(adminListParams('sources'), searchParams)
  const client = getQueryClient()
  await prefetch(client, adminQueries.sourceSettings(), () => sourceSettings(viewer))
  return (
    <PageWords areas={['admin', 'forms']}>
      <Hydrated state={dehydrate(client)}>
        <Understood issues={issues}>
          <FundingSourcesView />
        </Understood>
      </Hydrated>
    </PageWords>
  )
}
