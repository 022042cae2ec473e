import { amountOutline, fundingSourceOutline } from '#components/list/source-outlines.ts'
import type { ColumnOutline } from '#components/table/column.ts'
import type { Words } from '#lib/words/words.ts'

/** Returns the outlines of the columns of billing periods. */
export function periodOutlines(t: Words<'billing-periods'>, tList: Words<'list'>): readonly ColumnOutline[] {
  return [
    {
      id: 'contract',
      meta: {
        label: t('field.contract'),
        width: 128,
        grow: 2,
        sortField: 'contract',
        card: 'title',
        isDefault: true,
      },
    },
    {
      id: 'period',
      meta: {
        label: t('field.period'),
        width: 176,
        grow: 0,
        sortField: 'start_date',
        card: 'detail',
        isDefault: true,
      },
    },
    {
      id: 'status',
      meta: {
        label: t('field.status'),
        width: 104,
        grow: 0,
        sortField: 'status',
        card: 'status',
        isDefault: true,
      },
    },
    fundingSourceOutline(tList),
    amountOutline(tList),
    { id: 'end_date', meta: { label: t('field.end'), width: 116, grow: 0, sortField: 'end_date' } },
    { id: 'changed_at', meta: { label: t('field.changed'), width: 116, grow: 0, sortField: 'changed_at' } },
    { id: 'first_seen', meta: { label: t('field.first-seen'), width: 116, grow: 0 } },
    { id: 'id', meta: { label: t('field.id'), width: 96, grow: 0 } },
  ]
}
