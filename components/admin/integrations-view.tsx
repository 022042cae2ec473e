'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { lazyComponent } from '#components/ui/lazy-component.tsx'
import { adminPaths } from '#lib/admin/paths.ts'
import { adminQueries } from '#lib/admin/queries.ts'
import type { Integration } from '#lib/admin/schema.ts'
import { integrationState, ROLE_LABELS, scopeText } from '#lib/admin/words.ts'
import { AdminList, type AdminListConfig } from './admin-list.tsx'
import { INTEGRATION_COLUMNS } from './integration-columns.tsx'
import { IntegrationDetail } from './integration-detail.tsx'

const IntegrationSheet = lazyComponent(() =>
  import('./integration-sheet.tsx').then((module) => module.IntegrationSheet),
)

const CONFIG: AdminListConfig<Integration> = {
  title: 'Integrations',
  noun: 'integrations',
  searchHint: 'Search name, key, role',
  columns: INTEGRATION_COLUMNS,
  defaultSort: 'name',
  textOf: (row) =>
    [row.name, row.keyPrefix, ROLE_LABELS[row.role], scopeText(row), integrationState(row).label].join(' '),
  sortValue: (row, field) => {
    switch (field) {
      case 'role':
        return ROLE_LABELS[row.role]
      case 'state':
        return row.state
      case 'expires':
        return row.expiresAt
      case 'last_used':
        return row.lastUsedAt
      default:
        return row.name
    }
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
