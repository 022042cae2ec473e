import type { ColumnOutline } from '#components/table/column.ts'
import type { Words } from '#lib/words/words.ts'

/** Returns the outlines of the columns of contracts. */
export function contractOutlines(t: Words<'contracts'>, tList: Words<'list'>): readonly ColumnOutline[] {
  const amount = (id: string, label: string, sortField?: string): ColumnOutline => ({
    id,
    meta: { label, width: 148, grow: 0, isNumeric: true, sortField },
  })
  const day = (id: string, label: string): ColumnOutline => ({
    id,
    meta: { label, width: 124, grow: 0, sortField: id },
  })
  const outstanding = amount('outstanding', t('field.outstanding'), 'outstanding')
  const oldest = day('oldest_unpaid', t('field.oldest'))
  return [
    {
      id: 'contract',
      meta: {
        label: t('field.contract'),
        width: 148,
        grow: 2,
        sortField: 'contract',
        card: 'title',
        isDefault: true,
      },
    },
    {
      id: 'weeks_behind',
      meta: {
        label: t('field.behind'),
        width: 132,
        grow: 0,
        sortField: 'weeks_behind',
        card: 'status',
        isDefault: true,
      },
    },
    { ...outstanding, meta: { ...outstanding.meta, card: 'aside', isDefault: true } },
    {
      id: 'rate',
      meta: {
        label: t('field.rate'),
        width: 124,
        grow: 0,
        isNumeric: true,
        sortField: 'rate',
        isDefault: true,
      },
    },
    {
      id: 'unpaid',
      meta: { label: t('field.unpaid'), width: 124, grow: 0, isNumeric: true, sortField: 'unpaid' },
    },
    { ...oldest, meta: { ...oldest.meta, isDefault: true } },
    {
      id: 'funding_source',
      meta: {
        label: tList('field.funding-source'),
        width: 104,
        grow: 1,
        sortField: 'funding_source',
        card: 'detail',
        isDefault: true,
      },
    },
    amount('billed', t('field.billed'), 'billed'),
    amount('collected', t('field.collected'), 'collected'),
    amount('in_flight', t('field.in-flight')),
    amount('failed', t('field.failed'), 'failed'),
    day('first_billed', t('field.first')),
    day('last_billed', t('field.last')),
    day('last_paid', t('field.paid')),
    {
      id: 'periods',
      meta: { label: t('field.periods'), width: 96, grow: 0, isNumeric: true, sortField: 'periods' },
    },
  ]
}
