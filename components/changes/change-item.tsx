import type { Route } from 'next'
import { Change } from '#components/detail/history.tsx'
import { MoneyCell } from '#components/table/cells.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { SourceLine, SourceText } from '#components/ui/source-text.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import { richText, useWords } from '#components/ui/words.tsx'
import type { RowChange } from '#lib/changes/schema.ts'
import type { ChangedField, ValueChange } from '#lib/schema.ts'

const STATUS_NAMES = ['status', 'activity'] as const
/** A row's own status, or how far a payment link has come. */
type StatusName = (typeof STATUS_NAMES)[number]

/** The values that the rows of every list have. */
export type ChangedState = { currency: string | null; amount: string | null }

/** How the changes of a list are drawn. */
export type ChangeDrawing<State extends ChangedState> = {
  name: (state: State) => string
  /** When the row was: its days. */
  days: (state: State) => string
  href: (id: string) => Route
  /** The texts of its statuses. */
  statuses: (state: State) => Partial<Record<StatusName, string>>
  /** The further values that are compared. */
  fields: readonly (ChangedField & keyof State)[]
}

type ChangeItemProps<State extends ChangedState> = {
  change: RowChange<State>
  drawing: ChangeDrawing<State>
  hasAmounts: boolean
}

/** One row that changed: what it is, what happened, and each value that differs. */
export function ChangeItem<State extends ChangedState>({
  change,
  drawing,
  hasAmounts,
}: ChangeItemProps<State>) {
  const format = useFormat()
  const t = useWords('changes')
  const tUi = useWords('ui')
  const { before, now, kind } = change
  const state = now ?? before
  if (state === null) return null
  const name = <SourceLine text={drawing.name(state)} />
  return (
    <li className="grid gap-x-4 gap-y-1 py-3 md:grid-cols-[minmax(0,3fr)_minmax(0,5fr)_minmax(0,2fr)]">
      <div className="min-w-0">
        {kind === 'left' ? name : <TextLink href={drawing.href(change.id)}>{name}</TextLink>}
        <span className="block text-soft text-sm">{drawing.days(state)}</span>
      </div>
      <div className="min-w-0 wrap-anywhere">
        <span className="font-medium">{t(`kind.${kind}`)}</span>
        {before && now ? <Differences before={before} now={now} drawing={drawing} /> : null}
        <span className="block text-faint text-sm">
          {t('stored', { time: format.instant(change.recordedAt) })}
        </span>
      </div>
      <div className="min-w-0 md:text-end">
        {hasAmounts ? (
          <MoneyCell amount={state.amount} currency={state.currency} unknown={tUi('amount.unknown')} />
        ) : null}
      </div>
    </li>
  )
}

type DifferencesProps<State extends ChangedState> = {
  before: State
  now: State
  drawing: ChangeDrawing<State>
}

function Differences<State extends ChangedState>({ before, now, drawing }: DifferencesProps<State>) {
  const t = useWords('changes')
  const changes = drawing.fields.flatMap((field): ValueChange[] => {
    const [from, to] = [before[field], now[field]] as (string | null)[]
    if (from === to || from === undefined || to === undefined) return []
    return [{ field, from, to, fromCurrency: before.currency, currency: now.currency }]
  })
  const [was, is] = [drawing.statuses(before), drawing.statuses(now)]
  const text = (key: string, status = '') => <SourceText key={key} text={status} />
  return (
    <>
      {STATUS_NAMES.filter((name) => was[name] !== is[name]).map((name) => (
        <span key={name} className="block">
          {richText(
            t.rich(`value.${name}`, { from: () => text('from', was[name]), to: () => text('to', is[name]) }),
          )}
        </span>
      ))}
      {changes.map((change) => (
        <span key={change.field} className="block">
          <Change change={change} />
        </span>
      ))}
    </>
  )
}
