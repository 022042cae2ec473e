import { RowLink, TextCell } from '#components/table/cells.tsx'
import type { AppColumn } from '#components/table/column.ts'
import type { AccessRequest } from '#lib/admin/schema.ts'
import { requestState } from '#lib/admin/words.ts'
import { AgeCell, StateBadge } from './cells.tsx'

/** The columns of access requests. */
export const REQUEST_COLUMNS: readonly AppColumn<AccessRequest>[] = [
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
