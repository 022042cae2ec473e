import type { ColumnOutline } from '#components/table/column.ts'
import type { Words } from '#lib/words/words.ts'

/** Returns the outline of the column of amounts. */
export function amountOutline(t: Words<'list'>): ColumnOutline {
  return {
    id: 'amount',
    meta: {
      label: t('field.amount'),
      width: 148,
      grow: 0,
      isNumeric: true,
      sortField: 'amount',
      card: 'aside',
      isDefault: true,
    },
  }
}

/** Returns the outline of the column of funding sources. */
export function fundingSourceOutline(t: Words<'list'>): ColumnOutline {
  return {
    id: 'funding_source',
    meta: { label: t('field.funding-source'), width: 104, sortField: 'funding_source', isDefault: true },
  }
}
