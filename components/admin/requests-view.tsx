'use client'

import { useQuery } from '@tanstack/react-query'
import { useFormat } from '#components/ui/reader.tsx'
import { adminQueries } from '#lib/admin/queries.ts'
import type { AccessRequest } from '#lib/admin/schema.ts'
import { requestState } from '#lib/admin/words.ts'
import { AdminList, type AdminListConfig } from './admin-list.tsx'
import { REQUEST_COLUMNS } from './request-columns.tsx'
import { RequestDetail } from './request-detail.tsx'

const CONFIG: AdminListConfig<AccessRequest> = {
  title: 'Access requests',
  noun: 'requests',
  searchHint: 'Search name, organisation',
  columns: REQUEST_COLUMNS,
  defaultSort: 'state',
  textOf: (row) =>
    [row.name, row.email, row.organisation, row.fundingSources, requestState(row).label].join(' '),
  sortValue: (row, field) => {
    switch (field) {
      case 'state':
        // Open requests first, then the latest decisions, in the order of the response.
        return row.decision === null ? '0' : '1'
      case 'asked':
        return row.createdAt
      case 'email':
        return row.email
      case 'organisation':
        return row.organisation
      default:
        return row.name
    }
  },
  rowTitle: () => 'Request for access',
  empty: {
    title: 'Nobody has asked for access',
    text: 'Requests made on the sign-in page’s “Request access” appear here.',
  },
}

/** Access requests and their decisions. */
export function RequestsView() {
  const format = useFormat()
  const query = useQuery(adminQueries.requests())
  const { rows = [], total = 0 } = query.data ?? {}
  return (
    <AdminList
      config={CONFIG}
      rows={query.data?.rows}
      query={query}
      note={
        total > rows.length
          ? `Open requests and the newest decisions: ${format.count(rows.length)} of ${format.count(total)}. Search looks through these alone.`
          : undefined
      }
      detail={(row) => <RequestDetail request={row} />}
    />
  )
}
