'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { RowLink, TextCell } from '#components/table/cells.tsx'
import type { AppColumn } from '#components/table/column.ts'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import type { AdminSortField } from '#lib/admin/list-params.ts'
import { adminQueries } from '#lib/admin/queries.ts'
import type { SourceSettings } from '#lib/admin/schema.ts'
import { seasonsText, sourceState, targetsText } from '#lib/admin/words.ts'
import type { Format } from '#lib/format.ts'
import type { Words } from '#lib/words/words.ts'
import { AdminList, type AdminListConfig, type SortValue } from './admin-list.tsx'
import { StateBadge } from './cells.tsx'
import { FundingSourceDetail } from './funding-source-detail.tsx'

type SourceRow = SourceSettings & { id: string }

/** Returns the columns of funding sources. */
function sourceColumns(t: Words<'admin'>, format: Format): readonly AppColumn<SourceRow>[] {
  return [
    {
      id: 'name',
      meta: {
        label: t('field.name'),
        width: 160,
        grow: 2,
        sortField: 'name',
        card: 'title',
        isDefault: true,
      },
      cell: (row) => <RowLink id={row.id} text={row.name} />,
    },
    {
      id: 'targets',
      meta: { label: t('field.targets'), width: 200, grow: 3, card: 'detail', isDefault: true },
      cell: (row) => <TextCell text={targetsText(row, t, format)} unknown={t('missing.targets')} isSoft />,
    },
    {
      id: 'seasons',
      meta: { label: t('field.seasons'), width: 160, grow: 2, isDefault: true },
      cell: (row) => <TextCell text={seasonsText(row, format)} unknown={t('missing.seasons')} isSoft />,
    },
    {
      id: 'state',
      meta: {
        label: t('field.state'),
        width: 160,
        grow: 0,
        sortField: 'state',
        card: 'status',
        isDefault: true,
      },
      cell: (row) => <StateBadge state={sourceState(row, t)} />,
    },
  ]
}

function sourceList(t: Words<'admin'>, format: Format): AdminListConfig<SourceRow> {
  return {
    list: 'sources',
    searchHint: t('settings.search'),
    columns: sourceColumns(t, format),
    defaultSort: 'name',
    textsOf: (row) => [row.name, ...row.currencies, ...row.seasons.map(({ name }) => name)],
    sortValues: { name: (row) => row.name, state: (row) => sourceState(row, t).label } satisfies Record<
      AdminSortField<'sources'>,
      SortValue<SourceRow>
    >,
    rowTitle: () => t('settings.row'),
    empty: { title: t('settings.empty'), text: t('settings.empty-hint') },
  }
}

/** The funding sources, and what admins set for each. */
export function FundingSourcesView() {
  const t = useWords('admin')
  const format = useFormat()
  const config = useMemo(() => sourceList(t, format), [t, format])
  const query = useQuery(adminQueries.sourceSettings())
  const rows = useMemo(
    () => query.data?.fundingSources.map((source) => ({ ...source, id: source.name })),
    [query.data],
  )
  return (
    <AdminList
      config={config}
      rows={rows}
      query={query}
      detail={(row) => <FundingSourceDetail source={row} />}
    />
  )
}
