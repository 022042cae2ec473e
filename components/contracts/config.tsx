import type { FilterSpec } from '#components/filters/filter-spec.ts'
import type { ListConfig } from '#components/list/list-screen.tsx'
import { DayCell, MoneyCell, RowLink, TextCell } from '#components/table/cells.tsx'
import type { AppColumn } from '#components/table/column.ts'
import { Figure } from '#components/ui/figure.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import { printLeftOut, printRate } from '#lib/collections/print-figure.ts'
import { BEHIND } from '#lib/contracts/filters.ts'
import type { Contract } from '#lib/contracts/schema.ts'
import type { Words } from '#lib/words/words.ts'
import { BehindText } from './behind-text.tsx'

type AmountName = 'outstanding' | 'billed' | 'collected' | 'failed' | 'inFlight'

function ContractRate({ row }: { row: Contract }) {
  const format = useFormat()
  const t = useWords('figures')
  const reason = row.rateIssue === null ? undefined : t('no-rate', { why: t(`issue.${row.rateIssue}`) })
  const share = (row.unknownAmounts + row.others) / Math.max(1, row.periods - row.drafts)
  const out = reason === undefined ? printLeftOut(share, format, t) : null
  return (
    <span title={reason ?? out ?? undefined}>
      <Figure text={printRate(row, format)} />
      {out ? (
        <span className="text-wait">
          <span aria-hidden="true">*</span>
          <span className="sr-only"> {out}</span>
        </span>
      ) : null}
      {reason ? <span className="sr-only"> {reason}</span> : null}
    </span>
  )
}

function Count({ value }: { value: number }) {
  return <Figure text={useFormat().count(value)} />
}

/** Returns the columns of contracts. */
function columns(t: Words<'contracts'>, tList: Words<'list'>): readonly AppColumn<Contract>[] {
  const amount = (id: string, field: AmountName, label: string, sortField?: string) => ({
    id,
    meta: { label, width: 148, grow: 0, isNumeric: true, sortField },
    amount: (row: Contract) => [row[field], row.currency] as const,
    cell: (row: Contract) => (
      <MoneyCell amount={row[field]} currency={row.currency} unknown={t('missing.amount')} />
    ),
  })
  const day = (
    id: string,
    field: 'oldestUnpaid' | 'firstBilled' | 'lastBilled' | 'lastPaid',
    label: string,
    unknown: string,
  ) => ({
    id,
    meta: { label, width: 124, grow: 0, sortField: id },
    cell: (row: Contract) => <DayCell day={row[field]} unknown={unknown} />,
  })
  const outstanding = amount('outstanding', 'outstanding', t('field.outstanding'), 'outstanding')
  const oldest = day('oldest_unpaid', 'oldestUnpaid', t('field.oldest'), t('missing.unpaid'))
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
      cell: (row) => (
        <span className="flex min-w-0 items-baseline gap-2">
          <span className="min-w-0">
            <RowLink id={row.id} text={row.contract ?? t('missing.contract')} />
          </span>
          {row.sameName ? (
            <span className="shrink-0 text-faint text-xs" title={t('same-name-why')}>
              {t('same-name')}
            </span>
          ) : null}
        </span>
      ),
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
      cell: (row) => <BehindText weeks={row.weeksBehind} />,
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
      cell: (row) => <ContractRate row={row} />,
    },
    {
      id: 'unpaid',
      meta: { label: t('field.unpaid'), width: 124, grow: 0, isNumeric: true, sortField: 'unpaid' },
      cell: (row) => <Count value={row.unpaid} />,
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
      cell: (row) => <TextCell text={row.fundingSource} unknown={t('missing.funding-source')} isSoft />,
    },
    amount('billed', 'billed', t('field.billed'), 'billed'),
    amount('collected', 'collected', t('field.collected'), 'collected'),
    amount('in_flight', 'inFlight', t('field.in-flight')),
    amount('failed', 'failed', t('field.failed'), 'failed'),
    day('first_billed', 'firstBilled', t('field.first'), t('missing.billed')),
    day('last_billed', 'lastBilled', t('field.last'), t('missing.billed')),
    day('last_paid', 'lastPaid', t('field.paid'), t('missing.paid')),
    {
      id: 'periods',
      meta: { label: t('field.periods'), width: 96, grow: 0, isNumeric: true, sortField: 'periods' },
      cell: (row) => <Count value={row.periods} />,
    },
  ]
}

/** Returns the configuration of the list of contracts. */
export function contractList(t: Words<'contracts'>, tList: Words<'list'>): ListConfig<Contract> {
  const behind = Object.fromEntries(BEHIND.map((weeks) => [weeks, t(`behind.choice.${weeks}`)]))
  const specs: readonly FilterSpec[] = [
    { kind: 'choice', key: 'funding_source', label: tList('field.funding-source'), isPinned: true },
    { kind: 'choice', key: 'behind', label: t('field.behind'), labels: behind, isPinned: true },
    { kind: 'choice', key: 'currency', label: t('field.currency'), isPinned: true },
    { kind: 'days', key: 'last_billed_from', to: 'last_billed_to', label: t('field.last') },
  ]
  return {
    title: t('title'),
    list: 'contracts',
    searchHint: t('search'),
    columns: columns(t, tList),
    fileName: 'contracts',
    rowTitle: () => t('row.title'),
    specs,
  }
}
