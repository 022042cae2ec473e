import type { ReactNode } from 'react'
import { useFormat } from '#components/ui/reader.tsx'
import { SourceText } from '#components/ui/source-text.tsx'
import { TONE_TEXT, ToneIcon } from '#components/ui/tone-icon.tsx'
import { richText, useWords } from '#components/ui/words.tsx'
import { type Format, UNKNOWN } from '#lib/format.ts'
import type { HistoryEntry, ValueChange } from '#lib/schema.ts'
import type { Tone } from '#lib/tones.ts'

/** Draws a status of the row. */
type DrawStatus = (status: string | null) => { label: string; tone: Tone }

type HistoryProps = { entries: readonly HistoryEntry[]; draw: DrawStatus }

/** What changed in a row, newest first: its status, and its other values. Each change happened between two reads. */
export function History({ entries, draw }: HistoryProps) {
  const t = useWords('detail')
  const newestFirst = entries.toSorted((a, b) => b.seenAt.localeCompare(a.seenAt))
  // Only the very first entry has no read before it.
  const isCut = newestFirst.at(-1)?.previousSeenAt !== null
  return (
    <>
      <ol className="ms-1.5 border-line border-s">
        {newestFirst.map((entry) => (
          <HistoryItem key={entry.seenAt} entry={entry} draw={draw} />
        ))}
      </ol>
      {isCut ? <p className="mt-2 text-soft text-sm">{t('history.cut', { count: entries.length })}</p> : null}
    </>
  )
}

type HistoryItemProps = {
  entry: HistoryEntry
  draw: DrawStatus
  /** Names the row, where entries of several are listed. */
  title?: ReactNode
}

/** One entry of a history, as an item of a list. */
export function HistoryItem({ entry, draw, title }: HistoryItemProps) {
  const format = useFormat()
  const t = useWords('detail')
  const { label, tone } = entry.hasNewStatus ? draw(entry.status) : NO_STATUS
  return (
    <li className="relative pb-3 ps-4 last:pb-0">
      <span
        className={`absolute top-0.5 -start-2 grid size-4 place-items-center rounded-full bg-panel ${TONE_TEXT[tone]}`}
      >
        <ToneIcon tone={tone} />
      </span>
      {title ? <span className="block">{title}</span> : null}
      {label === null ? null : <SourceText text={label} />}
      {entry.changes.map((change) => (
        <span key={change.field} className="block wrap-anywhere">
          <Change change={change} />
        </span>
      ))}
      <span className="block text-faint text-sm">
        {entry.previousSeenAt === null
          ? t('history.first-seen', { time: format.instant(entry.seenAt) })
          : t('history.seen', { times: format.instantRange(entry.previousSeenAt, entry.seenAt) })}
      </span>
    </li>
  )
}

const NO_STATUS = { label: null, tone: 'other' } as const

/** One changed value, with the value before. */
export function Change({ change }: { change: ValueChange }) {
  const format = useFormat()
  const t = useWords('detail')
  const { field } = change
  if (field === 'presence')
    return t(`change.${change.to === 'gone' || change.to === 'listed' ? change.to : 'elsewhere'}`)
  const { from, to, fromCurrency, currency } = change
  const before = () => <SourceText key="from" text={valueText(field, from, fromCurrency, format)} />
  const after = () => <SourceText key="to" text={valueText(field, to, currency, format)} />
  return richText(t.rich(`change.${field}`, { from: before, to: after }))
}

/** A value as the row's fields show it. */
function valueText(
  field: ValueChange['field'],
  value: string | null,
  currency: string | null,
  format: Format,
): string {
  if (value === null) return UNKNOWN
  switch (field) {
    case 'amount':
    case 'paidAmount':
      return format.money(value, currency)
    case 'startDate':
    case 'endDate':
    case 'issuedOn':
    case 'dueOn':
      return format.day(value)
    default:
      return value
  }
}
