import { dehydrate } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { adminViewer } from '#app/(dashboard)/admin/admin-viewer.ts'
import { readAddress, Understood } from '#app/address.tsx'
import { PageWords } from '#app/page-words.tsx'
import { IntegrationsView } from '#components/admin/integrations-view.tsx'
import { Hydrated } from '#components/shell/hydrated.tsx'
import { adminListParams } from '#lib/admin/list-params.ts'
import { adminQueries } from '#lib/admin/queries.ts'
import { prefetch } from '#lib/api/prefetch.ts'
import { getQueryClient } from '#lib/api/query-client.ts'
import { listIntegrations } from '#lib/server/admin/integrations.ts'
import { readerLanguage } from '#lib/server/words/reader-language.ts'
import { wordsIn } from '#lib/server/words/words.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: wordsIn(await readerLanguage(), 'admin-tabs')('tab.integrations') }
}

export default async function IntegrationsPage({ searchParams }: PageProps<'/admin/integrations'>) {
  const viewer = await adminViewer()
  const { issues } = await readAddress(adminListParams('integrations'), searchParams)
  const client = getQueryClient()
  await prefetch(client, adminQueries.integrations(), () => listIntegrations(viewer))
  return (
    <PageWords areas={['admin', 'forms']}>
      <Hydrated state={dehydrate(client)}>
        <Understood issues={issues}>
          <IntegrationsView />
        </Understood>
      </Hydrated>
    </PageWords>
  )
}
