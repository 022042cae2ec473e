import { dehydrate } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { adminViewer } from '#app/(dashboard)/admin/admin-viewer.ts'
import { readAddress, Understood } from '#app/address.tsx'
import { PageWords } from '#app/page-words.tsx'
import { PeopleView } from '#components/admin/people-view.tsx'
import { Hydrated } from '#components/shell/hydrated.tsx'
import { adminListParams } from '#lib/admin/list-params.ts'
import { adminQueries } from '#lib/admin/queries.ts'
import { prefetch } from '#lib/api/prefetch.ts'
import { getQueryClient } from '#lib/api/query-client.ts'
import { listPeople } from '#lib/server/admin/directory.ts'
import { readerLanguage } from '#lib/server/words/reader-language.ts'
import { wordsIn } from '#lib/server/words/words.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: wordsIn(await readerLanguage(), 'admin-tabs')('tab.people') }
}

export default async function PeoplePage({ searchParams }: PageProps<'/admin/people'>) {
  const viewer = await adminViewer()
  const { issues } = await readAddress(adminListParams('people'), searchParams)
  const client = getQueryClient()
  await prefetch(client, adminQueries.people(), () => listPeople(viewer))
  return (
    <PageWords areas={['admin', 'forms']}>
      <Hydrated state={dehydrate(client)}>
        <Understood issues={issues}>
          <PeopleView />
        </Understood>
      </Hydrated>
    </PageWords>
  )
}
