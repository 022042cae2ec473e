import { RowLink, TextCell } from '#components/table/cells.tsx'
import type { AppColumn } from '#components/table/column.ts'
import { AgeCell, RoleCell, ScopeCell, StateBadge } from './cells.tsx'
import type { PersonRow } from './people-rows.ts'

/** The columns of people and invitations. */
export const PEOPLE_COLUMNS: readonly AppColumn<PersonRow>[] = [
  {
    id: 'name',
    meta: { label: 'Name', width: 136, grow: 2, sortField: 'name', card: 'title', isDefault: true },
    cell: (row) => <RowLink id={row.id} text={row.person?.isYou ? `${row.name} (you)` : row.name} />,
  },
  {
    id: 'email',
    meta: { label: 'E-mail', width: 144, grow: 2, sortField: 'email', card: 'detail', isDefault: true },
    cell: (row) => <TextCell text={row.email} unknown="" isSoft />,
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
    meta: { label: 'State', width: 116, grow: 0, sortField: 'state', card: 'status', isDefault: true },
    cell: (row) => <StateBadge state={row.state} />,
  },
  {
    id: 'last_used',
    meta: { label: 'Last use', width: 104, grow: 0, sortField: 'last_used', isDefault: true },
    cell: (row) => (
      <AgeCell
        instant={row.lastUsedAt}
        never={row.invitation ? 'The invitation is not accepted yet' : 'No session is open'}
      />
    ),
  },
]
