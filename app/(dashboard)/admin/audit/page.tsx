import { dehydrate } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { AuditView } from '#components/audit/audit-view.tsx'
import { Hydrated } from '#components/shell/hydrated.tsx'
import { FIRST_PAGE_QUERY } from '#lib/api/paging.ts'
import { getQueryClient } from '#lib/api/query-client.ts'
import { auditFilters } from '#lib/audit/filters.ts'
import { auditQueries } from '#lib/audit/queries.ts'
import { readPageSearch } from '#lib/page-search.ts'
import { parseParamsLeniently } from '#lib/search-params.ts'
import { auditChain } from '#lib/server/audit-log/chain.ts'
import { listAudit } from '#lib/server/audit-log/list.ts'
import { auditOptions } from '#lib/server/audit-log/options.ts'
import { currentViewer } from '#lib/server/auth/viewer.ts'

export const metadata: Metadata = { title: 'Audit log' }

export default async function AuditPage({ searchParams }: PageProps<'/admin/audit'>) {
  const viewer = await currentViewer()
  if (viewer.role !== 'admin') notFound()
  const filters = parseParamsLeniently(auditFilters, readPageSearch(await searchParams))
  const client = getQueryClient()
  const read = { retry: false }
  await Promise.all([
    client.prefetchInfiniteQuery({
      ...auditQueries.list(filters),
      queryFn: () => listAudit(viewer, { ...filters, ...FIRST_PAGE_QUERY }),
      ...read,
    }),
    client.prefetchQuery({ ...auditQueries.options(), queryFn: () => auditOptions(viewer), ...read }),
    client.prefetchQuery({ ...auditQueries.chain(), queryFn: () => auditChain(viewer), ...read }),
  ])
  return (
    <Hydrated state={dehydrate(client)}>
      <AuditView />
    </Hydrated>
  )
}
