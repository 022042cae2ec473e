'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { RowLink } from '#components/table/cells.tsx'
import type { AppColumn } from '#components/table/column.ts'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { lazyComponent } from '#components/ui/lazy-component.tsx'
import { adminPaths } from '#lib/admin/paths.ts'
import { adminQueries } from '#lib/admin/queries.ts'
import type { Integration } from '#lib/admin/schema.ts'
import { integrationState, scopeText } from '#lib/admin/words.ts'
import { ROLE_LABELS } from '#lib/people/roles.ts'
import { AdminList, type AdminListConfig } from './admin-list.tsx'
import { ACCESS_COLUMNS, AgeCell, EndCell, StateBadge } from './cells.tsx'
import { IntegrationDetail } from './integration-detail.tsx'

const IntegrationSheet = lazyComponent(() =>
  import('./integration-sheet.tsx').then((module) => module.IntegrationSheet),
)

/** The columns of integrations. */
const INTEGRATION_COLUMNS: readonly AppColumn<Integration>[] = [
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
  ...ACCESS_COLUMNS,
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

const CONFIG: AdminListConfig<Integration> = {
  title: 'Integrations',
  list: 'integrations',
  searchHint: 'Search name, key, role',
  columns: INTEGRATION_COLUMNS,
  defaultSort: 'name',
  textOf: (row) =>
    [row.name, row.keyPrefix, ROLE_LABELS[row.role], scopeText(row), integrationState(row).label].join(' '),
  sortValues: {
    name: (row) => row.name,
    role: (row) => ROLE_LABELS[row.role],
    state: (row) => row.state,
    expires: (row) => row.expiresAt,
    last_used: (row) => row.lastUsedAt,
  },
  rowTitle: () => 'Integration',
  empty: {
    title: 'No integration yet',
    text: 'An approved team’s program gets a key of its own here, with a role, funding sources and an end.',
  },
}

/** The programs that read Furrow's API, and the access of each. */
export function IntegrationsView() {
  const query = useQuery(adminQueries.integrations())
  const [isCreating, setIsCreating] = useState(false)
  return (
    <>
      <AdminList
        config={CONFIG}
        rows={query.data?.integrations}
        query={query}
        actions={
          <>
            <Link href={adminPaths.apiDocs} className={buttonClass()}>
              <span>
                API<span className="max-md:sr-only"> documentation</span>
              </span>
            </Link>
            <Button variant="primary" onClick={() => setIsCreating(true)}>
              <Icon name="plus" size={15} />
              <span>
                New<span className="max-md:sr-only"> integration</span>
              </span>
            </Button>
          </>
        }
        detail={(row) => <IntegrationDetail integration={row} />}
      />
      {isCreating ? <IntegrationSheet onClose={() => setIsCreating(false)} /> : null}
    </>
  )
}
