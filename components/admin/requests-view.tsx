'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { RowLink, TextCell } from '#components/table/cells.tsx'
import type { AppColumn } from '#components/table/column.ts'
import { useWords } from '#components/ui/words.tsx'
import type { AdminSortField } from '#lib/admin/list-params.ts'
import { adminQueries } from '#lib/admin/queries.ts'
import type { AccessRequest } from '#lib/admin/schema.ts'
import { requestState } from '#lib/admin/words.ts'
import type { Words } from '#lib/words/words.ts'
import { AdminList, type AdminListConfig, type SortValue } from './admin-list.tsx'
import { AgeCell, StateBadge } from './cells.tsx'
import { RequestDetail } from './request-detail.tsx'

/** Returns the columns of access requests. */
function requestColumns(t: Words<'admin'>): readonly AppColumn<AccessRequest>[] {
  return [
    {
      id: 'name',
      meta: {
        label: t('field.name'),
        width: 136,
        grow: 2,
        sortField: 'name',
        card: 'title',
        isDefault: true,
      },
      cell: (row) => <RowLink id={row.id} text={row.name} />,
    },
    {
      id: 'organisation',
      meta: {
        label: t('field.organisation'),
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
      meta: { label: t('field.email'), width: 144, grow: 2, sortField: 'email', isDefault: true },
      cell: (row) => <TextCell text={row.email} unknown="" isSoft />,
    },
    {
      id: 'state',
      meta: {
        label: t('field.state'),
        width: 108,
        grow: 0,
        sortField: 'state',
        card: 'status',
        isDefault: true,
      },
      cell: (row) => <StateBadge state={requestState(row, t)} />,
    },
    {
      id: 'asked',
      meta: {
        label: t('field.asked'),
        width: 108,
        grow: 0,
        sortField: 'asked',
        card: 'aside',
        isDefault: true,
      },
      cell: (row) => <AgeCell instant={row.createdAt} never="" />,
    },
  ]
}

function requestList(t: Words<'admin'>): AdminListConfig<AccessRequest> {
  return {
    list: 'requests',
    searchHint: t('requests.search'),
    columns: requestColumns(t),
    defaultSort: 'state',
    textsOf: (row) => [row.name, row.email, row.organisation, row.fundingSources, requestState(row, t).label],
    sortValues: {
      name: (row) => row.name,
      organisation: (row) => row.organisation,
      email: (row) => row.email,
      // Open requests first, then the latest decisions, in the order of the response.
      state: (row) => (row.decision === null ? '0' : '1'),
      asked: (row) => row.createdAt,
    } satisfies Record<AdminSortField<'requests'>, SortValue<AccessRequest>>,
    rowTitle: () => t('requests.row'),
    empty: {
      title: t('requests.empty'),
      text: t('requests.empty-hint'),
    },
  }
}

/** Access requests and their decisions. */
export function RequestsView() {
  const t = useWords('admin')
  const config = useMemo(() => requestList(t), [t])
  const query = useQuery(adminQueries.requests())
  const { rows = [], total = 0 } = query.data ?? {}
  return (
    <AdminList
      config={config}
      rows={query.data?.rows}
      query={query}
      note={total > rows.length ? t('requests.part', { shown: rows.length, total }) : undefined}
      detail={(row) => <RequestDetail request={row} />}
    />
  )
}
