import type { Metadata } from 'next'
import { adminViewer } from '#app/(dashboard)/admin/admin-viewer.ts'
import { readAddress, Understood } from '#app/address.tsx'
import { PageWords } from '#app/page-words.tsx'
import { RequestsView } from '#components/admin/requests-view.tsx'
import { adminListParams } from '#lib/admin/list-params.ts'
import { readerLanguage } from '#lib/server/words/reader-language.ts'
import { wordsIn } from '#lib/server/words/words.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: wordsIn(await readerLanguage(), 'admin-tabs')('tab.requests') }
}

export default async function RequestsPage({ searchParams }: PageProps<'/admin/requests'>) {
  const { issues } = await readAddress(adminListParams('requests'), searchParams)
  await adminViewer()
  return (
    <PageWords areas={['admin', 'forms']}>
      <Understood issues={issues}>
        <RequestsView />
      </Understood>
    </PageWords>
  )
}
