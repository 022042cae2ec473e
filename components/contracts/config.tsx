import type { FilterSpec } from '#components/filters/filter-spec.ts'
import type { ListConfig } from '#components/list/list-screen.tsx'
import { DayCell, MoneyCell, RowLink, TextCell } from '#components/table/cells.tsx'
import { type AppColumn, type ColumnDrawing, drawnColumns } from '#components/table/column.ts'
import { Figure } from '#components/ui/figure.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import { printLeftOut, printRate } from '#lib/collections/print-figure.ts'
import { MOVE_CHOICES, type StandingNow, type StandingThen } from '#lib/contracts/movement.ts'
import { BEHIND } from '#lib/contracts/rules.ts'
import type { Contract } from '#lib/contracts/schema.ts'
import type { Words } from '#lib/words/words.ts'
import { BehindText } from './behind-text.tsx'
import { contractOutlines } from './outlines.ts'

type AmountName = 'outstanding' | 'billed' | 'collected' | 'failed' | 'inFlight'
type DayName = 'oldestUnpaid' | 'firstBilled' | 'lastBilled' | 'lastPaid'

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

function ContractName({ row }: { row: Contract }) {
  const t = useWords('contracts')
  return (
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
  )
}

/** Returns the columns of contracts. */
function columns(t: Words<'contracts'>, tList: Words<'list'>): readonly AppColumn<Contract>[] {
  const amount = (field: AmountName): ColumnDrawing<Contract> => ({
    amount: (row) => [row[field], row.currency],
    cell: (row) => <MoneyCell amount={row[field]} currency={row.currency} unknown={t('missing.amount')} />,
  })
  const day = (field: DayName, unknown: string): ColumnDrawing<Contract> => ({
    cell: (row) => <DayCell day={row[field]} unknown={unknown} />,
  })
  return drawnColumns<Contract>(contractOutlines(t, tList), {
    contract: { cell: (row) => <ContractName row={row} /> },
    weeks_behind: { cell: (row) => <BehindText weeks={row.weeksBehind} /> },
    outstanding: amount('outstanding'),
    rate: { cell: (row) => <ContractRate row={row} /> },
    unpaid: { cell: (row) => <Count value={row.unpaid} /> },
    oldest_unpaid: day('oldestUnpaid', t('missing.unpaid')),
    funding_source: {
      cell: (row) => <TextCell text={row.fundingSource} unknown={t('missing.funding-source')} isSoft />,
    },
    billed: amount('billed'),
    collected: amount('collected'),
    in_flight: amount('inFlight'),
    failed: amount('failed'),
    first_billed: day('firstBilled', t('missing.billed')),
    last_billed: day('lastBilled', t('missing.billed')),
    last_paid: day('lastPaid', t('missing.paid')),
    periods: { cell: (row) => <Count value={row.periods} /> },
  })
}

function moveLabels(t: Words<'movement'>): Record<string, string> {
  const labels = MOVE_CHOICES.map((choice) => {
    if (choice === 'cured' || choice === 'worsened') return [choice, t(choice)]
    if (choice === 'any-to-any') return [choice, t('choice.all')]
    const [then, now] = choice.split('-to-') as [StandingThen | 'any', StandingNow | 'any']
    return [choice, t('choice', { before: t(`standing.${then}`), now: t(`standing.${now}`) })]
  })
  return Object.fromEntries(labels)
}

/** Returns the configuration of the list of contracts. */
export function contractList(
  t: Words<'contracts'>,
  tList: Words<'list'>,
  tMoved: Words<'movement'>,
): ListConfig<Contract> {
  const behind = Object.fromEntries(BEHIND.map((weeks) => [weeks, t(`behind.choice.${weeks}`)]))
  const specs: readonly FilterSpec[] = [
    { kind: 'choice', key: 'funding_source', label: tList('field.funding-source'), isPinned: true },
    { kind: 'choice', key: 'behind', label: t('field.behind'), labels: behind, isPinned: true },
    { kind: 'choice', key: 'currency', label: t('field.currency'), isPinned: true },
    { kind: 'choice', key: 'moved', label: tMoved('field'), labels: moveLabels(tMoved), isFixed: true },
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
