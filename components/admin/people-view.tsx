'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { RowLink, TextCell } from '#components/table/cells.tsx'
import type { AppColumn } from '#components/table/column.ts'
import { Button } from '#components/ui/button.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { lazyComponent } from '#components/ui/lazy-component.tsx'
import { adminQueries } from '#lib/admin/queries.ts'
import { scopeText } from '#lib/admin/words.ts'
import { ROLE_LABELS } from '#lib/people/roles.ts'
import { AdminList, type AdminListConfig } from './admin-list.tsx'
import { ACCESS_COLUMNS, AgeCell, StateBadge } from './cells.tsx'
import { InvitationDetail } from './invitation-detail.tsx'
import { type PersonRow, peopleRows } from './people-rows.ts'
import { PersonDetail } from './person-detail.tsx'

const InviteSheet = lazyComponent(() => import('./invite-sheet.tsx').then((module) => module.InviteSheet))

/** The columns of people and invitations. */
const PEOPLE_COLUMNS: readonly AppColumn<PersonRow>[] = [
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
  ...ACCESS_COLUMNS,
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

const CONFIG: AdminListConfig<PersonRow> = {
  title: 'People',
  list: 'people',
  searchHint: 'Search name, e-mail, role',
  columns: PEOPLE_COLUMNS,
  defaultSort: 'name',
  textOf: (row) => [row.name, row.email, ROLE_LABELS[row.role], scopeText(row), row.state.label].join(' '),
  sortValues: {
    name: (row) => row.name,
    email: (row) => row.email,
    role: (row) => ROLE_LABELS[row.role],
    state: (row) => row.state.label,
    last_used: (row) => row.lastUsedAt,
  },
  rowTitle: (row) => (row.invitation ? 'Invitation' : 'Person'),
  empty: { title: 'Nobody yet', text: 'Invite the first person.' },
}

/** Everyone with an account or an invitation, and the access of each. */
export function PeopleView() {
  const query = useQuery(adminQueries.people())
  const [isInviting, setIsInviting] = useState(false)
  return (
    <>
      <AdminList
        config={CONFIG}
        rows={peopleRows(query.data)}
        query={query}
        actions={
          <Button variant="primary" onClick={() => setIsInviting(true)}>
            <Icon name="plus" size={15} />
            Invite a person
          </Button>
        }
        detail={(row) => {
          if (row.invitation) return <InvitationDetail invitation={row.invitation} />
          return row.person ? <PersonDetail person={row.person} /> : null
        }}
      />
      {isInviting ? <InviteSheet onClose={() => setIsInviting(false)} /> : null}
    </>
  )
}
