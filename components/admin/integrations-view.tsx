'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { RowLink } from '#components/table/cells.tsx'
import type { AppColumn } from '#components/table/column.ts'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { lazyComponent } from '#components/ui/lazy-component.tsx'
import { PageLink } from '#components/ui/page-link.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { richText, useWords } from '#components/ui/words.tsx'
import type { AdminSortField } from '#lib/admin/list-params.ts'
import { adminPaths } from '#lib/admin/paths.ts'
import { adminQueries } from '#lib/admin/queries.ts'
import type { Integration } from '#lib/admin/schema.ts'
import { integrationState, scopeText } from '#lib/admin/words.ts'
import type { Format } from '#lib/format.ts'
import type { Words } from '#lib/words/words.ts'
import { AdminList, type AdminListConfig, type SortValue } from './admin-list.tsx'
import { AgeCell, accessColumns, drawWide, EndCell, StateBadge } from './cells.tsx'
import { IntegrationDetail } from './integration-detail.tsx'

const IntegrationSheet = lazyComponent(() =>
  import('./integration-sheet.tsx').then((module) => module.IntegrationSheet),
)

/** Returns the columns of integrations. */
function integrationColumns(
  t: Words<'admin'>,
  tAccess: Words<'access'>,
  format: Format,
): readonly AppColumn<Integration>[] {
  return [
    {
      id: 'name',
      meta: {
        label: t('field.name'),
        width: 128,
        grow: 2,
        sortField: 'name',
        card: 'title',
        isDefault: true,
      },
      cell: (row) => <RowLink id={row.id} text={row.name} />,
    },
    {
      id: 'key',
      meta: { label: t('field.key'), width: 136, grow: 0, card: 'detail', isDefault: true },
      cell: (row) => <code className="text-soft text-sm">{row.keyPrefix}…</code>,
    },
    ...accessColumns(t, tAccess, format),
    {
      id: 'state',
      meta: {
        label: t('field.state'),
        width: 104,
        grow: 0,
        sortField: 'state',
        card: 'status',
        isDefault: true,
      },
      cell: (row) => <StateBadge state={integrationState(row, t)} />,
    },
    {
      id: 'expires',
      meta: { label: t('field.ends'), width: 116, grow: 0, sortField: 'expires', isDefault: true },
      cell: (row) => <EndCell integration={row} />,
    },
    {
      id: 'last_used',
      meta: { label: t('field.last-use'), width: 104, grow: 0, sortField: 'last_used', isDefault: true },
      cell: (row) => <AgeCell instant={row.lastUsedAt} never={t('missing.use')} />,
    },
  ]
}

function integrationList(
  t: Words<'admin'>,
  tAccess: Words<'access'>,
  format: Format,
): AdminListConfig<Integration> {
  return {
    list: 'integrations',
    searchHint: t('integrations.search'),
    columns: integrationColumns(t, tAccess, format),
    defaultSort: 'name',
    textsOf: (row) => [
      row.name,
      row.keyPrefix,
      tAccess(`role.${row.role}`),
      scopeText(row, t, format),
      integrationState(row, t).label,
    ],
    sortValues: {
      name: (row) => row.name,
      role: (row) => tAccess(`role.${row.role}`),
      state: (row) => row.state,
      expires: (row) => row.expiresAt,
      last_used: (row) => row.lastUsedAt,
    } satisfies Record<AdminSortField<'integrations'>, SortValue<Integration>>,
    rowTitle: () => t('integrations.row'),
    empty: {
      title: t('integrations.empty'),
      text: t('integrations.empty-hint'),
    },
  }
}

/** The programs that read Furrow's API, and the access of each. */
export function IntegrationsView() {
  const t = useWords('admin')
  const tAccess = useWords('access')
  const format = useFormat()
  const config = useMemo(() => integrationList(t, tAccess, format), [t, tAccess, format])
  const query = useQuery(adminQueries.integrations())
  const [isCreating, setIsCreating] = useState(false)
  return (
    <>
      <AdminList
        config={config}
        rows={query.data?.integrations}
        query={query}
        actions={
          <>
            <PageLink href={adminPaths.apiDocs} className={buttonClass()}>
              <span>{richText(t.rich('integrations.docs', { wide: drawWide }))}</span>
            </PageLink>
            <Button variant="primary" onClick={() => setIsCreating(true)}>
              <Icon name="plus" size={15} />
              <span>{richText(t.rich('integrations.new', { wide: drawWide }))}</span>
            </Button>
          </>
        }
        detail={(row) => <IntegrationDetail integration={row} />}
      />
      {isCreating ? <IntegrationSheet onClose={() => setIsCreating(false)} /> : null}
    </>
  )
}
