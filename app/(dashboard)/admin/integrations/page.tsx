import { dehydrate } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { adminViewer } from '#app/(dashboard)/admin/admin-viewer.ts'
import { PageWords } from '#app/page-words.tsx'
import { IntegrationsView } from '#components/admin/integrations-view.tsx'
import { Hydrated } from '#components/shell/hydrated.tsx'
import { adminQueries } from '#lib/admin/queries.ts'
import { prefetch } from '#lib/api/prefetch.ts'
import { getQueryClient } from '#lib/api/query-client.ts'
import { listIntegrations } from '#lib/server/admin/integrations.ts'
import { readerLanguage } from '#lib/server/words/reader-language.ts'
import { wordsIn } from '#lib/server/words/words.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: wordsIn(await readerLanguage(), 'admin-tabs')('tab.integrations') }
}

export default async function IntegrationsPage() {
  const viewer = await adminViewer()
  const client = getQueryClient()
  await prefetch(client, adminQueries.integrations(), () => listIntegrations(viewer))
  return (
    <PageWords areas={['admin', 'forms']}>
      <Hydrated state={dehydrate(client)}>
        <IntegrationsView />
      </Hydrated>
    </PageWords>
  )
}
