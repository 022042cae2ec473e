'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { lazyComponent } from '#components/ui/lazy-component.tsx'
import { adminQueries } from '#lib/admin/queries.ts'
import { AdminList, type AdminListConfig } from './admin-list.tsx'
import { InvitationDetail } from './invitation-detail.tsx'
import { PEOPLE_COLUMNS } from './people-columns.tsx'
import { type PersonRow, peopleRows, personSortValue, personText } from './people-rows.ts'
import { PersonDetail } from './person-detail.tsx'

const InviteSheet = lazyComponent(() => import('./invite-sheet.tsx').then((module) => module.InviteSheet))

const CONFIG: AdminListConfig<PersonRow> = {
  title: 'People',
  noun: 'people',
  searchHint: 'Search name, e-mail, role',
  columns: PEOPLE_COLUMNS,
  defaultSort: 'name',
  textOf: personText,
  sortValue: personSortValue,
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
