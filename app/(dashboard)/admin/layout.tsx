import { dehydrate } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { PageWords } from '#app/page-words.tsx'
import { AdminTabs } from '#components/admin/admin-tabs.tsx'
import { Hydrated } from '#components/shell/hydrated.tsx'
import { adminQueries } from '#lib/admin/queries.ts'
import { prefetch } from '#lib/api/prefetch.ts'
import { getQueryClient } from '#lib/api/query-client.ts'
import { listAccessRequests } from '#lib/server/admin/decisions.ts'
import { adminViewer } from './admin-viewer.ts'

export default async function AdminLayout({ children }: { children: ReactNode }) {
  const viewer = await adminViewer()
  const client = getQueryClient()
  await prefetch(client, adminQueries.requests(), () => listAccessRequests(viewer))
  return (
    <PageWords areas={['admin-tabs', 'detail', 'filters', 'list']}>
      <Hydrated state={dehydrate(client)}>
        <div className="flex min-h-full flex-col md:h-full">
          <AdminTabs />
          <div className="min-h-0 flex-1">{children}</div>
        </div>
      </Hydrated>
    </PageWords>
  )
}
