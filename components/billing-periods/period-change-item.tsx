import { Change } from '#components/detail/history.tsx'
import { MoneyCell } from '#components/table/cells.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { SourceLine, SourceText } from '#components/ui/source-text.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import { richText, useWords } from '#components/ui/words.tsx'
import type { PeriodChange, PeriodState } from '#lib/billing-periods/changes-schema.ts'
import { billingPeriodsPath } from '#lib/billing-periods/paths.ts'
import { billingStatusText } from '#lib/billing-periods/status.ts'
import type { ValueChange } from '#lib/schema.ts'

/** One billing period that changed: what it is, what happened, and each value that differs. */
export function PeriodChangeItem({ change }: { change: PeriodChange }) {
  const format = useFormat()
  const t = useWords('changes')
  const tUi = useWords('ui')
  const tPeriods = useWords('billing-periods')
  const state = change.now ?? change.before
  if (state === null) return null
  const name = <SourceLine text={state.contract ?? tPeriods('missing.contract')} />
  return (
    <li className="grid gap-x-4 gap-y-1 py-3 md:grid-cols-[minmax(0,3fr)_minmax(0,5fr)_minmax(0,2fr)]">
      <div className="min-w-0">
        {change.kind === 'left' ? name : <TextLink href={billingPeriodsPath({}, change.id)}>{name}</TextLink>}
        <span className="block text-soft text-sm">{format.dayRange(state.startDate, state.endDate)}</span>
      </div>
      <div className="min-w-0 wrap-anywhere">
        <span className="font-medium">{t(`kind.${change.kind}`)}</span>
        {change.before && change.now ? <Differences before={change.before} now={change.now} /> : null}
        <span className="block text-faint text-sm">
          {t('stored', { time: format.instant(change.recordedAt) })}
        </span>
      </div>
      <div className="min-w-0 md:text-end">
        <MoneyCell amount={state.amount} currency={state.currency} unknown={tUi('amount.unknown')} />
      </div>
    </li>
  )
}

const FIELDS = ['amount', 'currency', 'startDate', 'endDate', 'fundingSource', 'contract'] as const

function Differences({ before, now }: { before: PeriodState; now: PeriodState }) {
  const t = useWords('changes')
  const tStatuses = useWords('statuses')
  const changes = FIELDS.flatMap((field): ValueChange[] =>
    before[field] === now[field]
      ? []
      : [
          {
            field,
            from: before[field],
            to: now[field],
            fromCurrency: before.currency,
            currency: now.currency,
          },
        ],
  )
  const status = (key: string, word: string | null) => () => (
    <SourceText key={key} text={billingStatusText(word, tStatuses)} />
  )
  return (
    <>
      {before.status === now.status ? null : (
        <span className="block">
          {richText(t.rich('status', { from: status('from', before.status), to: status('to', now.status) }))}
        </span>
      )}
      {changes.map((change) => (
        <span key={change.field} className="block">
          <Change change={change} />
        </span>
      ))}
    </>
  )
}
