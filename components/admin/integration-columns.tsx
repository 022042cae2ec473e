import { RowLink } from '#components/table/cells.tsx'
import type { AppColumn } from '#components/table/column.ts'
import type { Integration } from '#lib/admin/schema.ts'
import { integrationState } from '#lib/admin/words.ts'
import { AgeCell, RoleCell, ScopeCell, StateBadge } from './cells.tsx'
import { EndCell } from './end-cell.tsx'

/** The columns of integrations. */
export const INTEGRATION_COLUMNS: readonly AppColumn<Integration>[] = [
  {
    id: 'name',
    meta: { label: 'Name', width: 128, grow: 2, sortField: 'name', card: 'title', isDefault: true },
    cell: (row) => <RowLink id={row.id} text={row.name} />,
  },
  {
    id: 'key',
    meta: { label: 'Key', width: 136, grow: 0, card: 'detail', isDefault: true },
    cell: (row) => <code className="text-soft text-sm">{row.keyPrefix}…</code>,
  },
  {
    id: 'role',
    meta: { label: 'Role', width: 92, grow: 0, sortField: 'role', card: 'aside', isDefault: true },
    cell: (row) => <RoleCell role={row.role} />,
  },
  {
    id: 'scope',
    meta: { label: 'Sees', width: 112, grow: 2, isDefault: true },
    cell: (row) => <ScopeCell granted={row} />,
  },
  {
    id: 'state',
    meta: { label: 'State', width: 104, grow: 0, sortField: 'state', card: 'status', isDefault: true },
    cell: (row) => <StateBadge state={integrationState(row)} />,
  },
  {
    id: 'expires',
    meta: { label: 'Ends', width: 116, grow: 0, sortField: 'expires', isDefault: true },
    cell: (row) => <EndCell integration={row} />,
  },
  {
    id: 'last_used',
    meta: { label: 'Last use', width: 104, grow: 0, sortField: 'last_used', isDefault: true },
    cell: (row) => <AgeCell instant={row.lastUsedAt} never="Never used" />,
  },
]
