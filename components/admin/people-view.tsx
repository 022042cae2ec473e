'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { RowLink, TextCell } from '#components/table/cells.tsx'
import type { AppColumn } from '#components/table/column.ts'
import { Button } from '#components/ui/button.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { lazyComponent } from '#components/ui/lazy-component.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import type { AdminSortField } from '#lib/admin/list-params.ts'
import { adminQueries } from '#lib/admin/queries.ts'
import { scopeText } from '#lib/admin/words.ts'
import type { Format } from '#lib/format.ts'
import type { Words } from '#lib/words/words.ts'
import { AdminList, type AdminListConfig, type SortValue } from './admin-list.tsx'
import { AgeCell, accessColumns, StateBadge } from './cells.tsx'
import { InvitationDetail } from './invitation-detail.tsx'
import { type PersonRow, peopleRows } from './people-rows.ts'
import { PersonDetail } from './person-detail.tsx'

const InviteSheet = lazyComponent(() => import('./invite-sheet.tsx').then((module) => module.InviteSheet))

/** Returns the columns of people and invitations. */
function peopleColumns(
  t: Words<'admin'>,
  tAccess: Words<'access'>,
  format: Format,
): readonly AppColumn<PersonRow>[] {
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
      cell: (row) => (
        <RowLink id={row.id} text={row.person?.isYou ? t('people.you', { name: row.name }) : row.name} />
      ),
    },
    {
      id: 'email',
      meta: {
        label: t('field.email'),
        width: 144,
        grow: 2,
        sortField: 'email',
        card: 'detail',
        isDefault: true,
      },
      cell: (row) => <TextCell text={row.email} unknown="" isSoft />,
    },
    ...accessColumns(t, tAccess, format),
    {
      id: 'state',
      meta: {
        label: t('field.state'),
        width: 116,
        grow: 0,
        sortField: 'state',
        card: 'status',
        isDefault: true,
      },
      cell: (row) => <StateBadge state={row.state} />,
    },
    {
      id: 'last_used',
      meta: { label: t('field.last-use'), width: 104, grow: 0, sortField: 'last_used', isDefault: true },
      cell: (row) => (
        <AgeCell
          instant={row.lastUsedAt}
          never={row.invitation ? t('missing.accepted') : t('missing.session')}
        />
      ),
    },
  ]
}

function peopleList(t: Words<'admin'>, tAccess: Words<'access'>, format: Format): AdminListConfig<PersonRow> {
  return {
    list: 'people',
    searchHint: t('people.search'),
    columns: peopleColumns(t, tAccess, format),
    defaultSort: 'name',
    textsOf: (row) => [
      row.name,
      row.email,
      tAccess(`role.${row.role}`),
      scopeText(row, t, format),
      row.state.label,
    ],
    sortValues: {
      name: (row) => row.name,
      email: (row) => row.email,
      role: (row) => tAccess(`role.${row.role}`),
      state: (row) => row.state.label,
      last_used: (row) => row.lastUsedAt,
    } satisfies Record<AdminSortField<'people'>, SortValue<PersonRow>>,
    rowTitle: (row) => (row.invitation ? t('people.invitation') : t('people.person')),
    empty: { title: t('people.empty'), text: t('people.empty-hint') },
  }
}

/** Everyone with an account or an invitation, and the access of each. */
export function PeopleView() {
  const t = useWords('admin')
  const tAccess = useWords('access')
  const format = useFormat()
  const config = useMemo(() => peopleList(t, tAccess, format), [t, tAccess, format])
  const query = useQuery(adminQueries.people())
  const [isInviting, setIsInviting] = useState(false)
  return (
    <>
      <AdminList
        config={config}
        rows={peopleRows(query.data, t)}
        query={query}
        actions={
          <Button variant="primary" onClick={() => setIsInviting(true)}>
            <Icon name="plus" size={15} />
            {t('people.invite')}
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
