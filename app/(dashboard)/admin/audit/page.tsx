import { dehydrate } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { adminViewer } from '#app/(dashboard)/admin/admin-viewer.ts'
import { readListAddress, Understood } from '#app/address.tsx'
import { AuditView } from '#components/audit/audit-view.tsx'
import { Hydrated } from '#components/shell/hydrated.tsx'
import { FIRST_PAGE_QUERY } from '#lib/api/paging.ts'
import { prefetch } from '#lib/api/prefetch.ts'
import { getQueryClient } from '#lib/api/query-client.ts'
import { auditFilters } from '#lib/audit/filters.ts'
import { auditQueries } from '#lib/audit/queries.ts'
import { auditChain } from '#lib/server/audit-log/chain.ts'
import { listAudit } from '#lib/server/audit-log/list.ts'
import { auditOptions } from '#lib/server/audit-log/options.ts'
import { readerLanguage } from '#lib/server/words/reader-language.ts'
import { wordsIn } from '#lib/server/words/words.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: wordsIn(await readerLanguage(), 'audit')('title') }
}

export default async function AuditPage({ searchParams }: PageProps<'/admin/audit'>) {
  const viewer = await adminViewer()
  const { filters, issues } = await readListAddress(auditFilters, searchParams)
  const client = getQueryClient()
  await Promise.all([
    prefetch(client, auditQueries.list(filters), () =>
      listAudit(viewer, { ...filters, ...FIRST_PAGE_QUERY }),
    ),
    prefetch(client, auditQueries.options(), () => auditOptions(viewer)),
    prefetch(client, auditQueries.chain(), () => auditChain(viewer)),
  ])
  return (
    <Hydrated state={dehydrate(client)}>
      <Understood issues={issues}>
        <AuditView />
      </Understood>
    </Hydrated>
  )
}
