'use client'

import { useQuery } from '@tanstack/react-query'
import { RowLink, TextCell } from '#components/table/cells.tsx'
import type { AppColumn } from '#components/table/column.ts'
import { useFormat } from '#components/ui/reader.tsx'
import { adminQueries } from '#lib/admin/queries.ts'
import type { AccessRequest } from '#lib/admin/schema.ts'
import { requestState } from '#lib/admin/words.ts'
import { AdminList, type AdminListConfig } from './admin-list.tsx'
import { AgeCell, StateBadge } from './cells.tsx'
import { RequestDetail } from './request-detail.tsx'

/** The columns of access requests. */
const REQUEST_COLUMNS: readonly AppColumn<AccessRequest>[] = [
  {
    id: 'name',
    meta: { label: 'Name', width: 136, grow: 2, sortField: 'name', card: 'title', isDefault: true },
    cell: (row) => <RowLink id={row.id} text={row.name} />,
  },
  {
    id: 'organisation',
    meta: {
      label: 'Organisation',
      width: 136,
      grow: 2,
      sortField: 'organisation',
      card: 'detail',
      isDefault: true,
    },
    cell: (row) => <TextCell text={row.organisation} unknown="" isSoft />,
  },
  {
    id: 'email',
    meta: { label: 'E-mail', width: 144, grow: 2, sortField: 'email', isDefault: true },
    cell: (row) => <TextCell text={row.email} unknown="" isSoft />,
  },
  {
    id: 'state',
    meta: { label: 'State', width: 108, grow: 0, sortField: 'state', card: 'status', isDefault: true },
    cell: (row) => <StateBadge state={requestState(row)} />,
  },
  {
    id: 'asked',
    meta: { label: 'Asked', width: 108, grow: 0, sortField: 'asked', card: 'aside', isDefault: true },
    cell: (row) => <AgeCell instant={row.createdAt} never="" />,
  },
]

const CONFIG: AdminListConfig<AccessRequest> = {
  title: 'Access requests',
  list: 'requests',
  searchHint: 'Search name, organisation',
  columns: REQUEST_COLUMNS,
  defaultSort: 'state',
  textOf: (row) =>
    [row.name, row.email, row.organisation, row.fundingSources, requestState(row).label].join(' '),
  sortValues: {
    name: (row) => row.name,
    organisation: (row) => row.organisation,
    email: (row) => row.email,
    // Open requests first, then the latest decisions, in the order of the response.
    state: (row) => (row.decision === null ? '0' : '1'),
    asked: (row) => row.createdAt,
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
