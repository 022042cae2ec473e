import clsx from 'clsx'
import { figureMark } from '#components/ui/figure-link.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { ToneIcon } from '#components/ui/tone-icon.tsx'
import { useWords } from '#components/ui/words.tsx'
import { billingPeriodsPath } from '#lib/billing-periods/paths.ts'
import { BILLING_STATUS_GROUPS } from '#lib/billing-periods/status.ts'
import { addDays } from '#lib/calendar-date.ts'
import { periodsOf } from '#lib/contracts/paths.ts'
import type { Contract, ContractWeek } from '#lib/contracts/schema.ts'
import { kindOfWeek, WEEK_KINDS, type WeekKind, withEmptyWeeks } from '#lib/contracts/weeks.ts'
import type { Tone } from '#lib/tones.ts'

/** The mark of each kind: a tone and its icon, so that kinds differ without colour. */
const MARKS: Record<WeekKind, { tone: Tone | null; className: string }> = {
  paid: { tone: 'ok', className: 'bg-ok-soft text-ok' },
  failed: { tone: 'bad', className: 'bg-bad-soft text-bad' },
  'in-flight': { tone: 'wait', className: 'bg-wait-soft text-wait' },
  draft: { tone: 'draft', className: 'bg-draft-soft text-draft' },
  mixed: { tone: null, className: 'mixed-mark ring-1 ring-edge ring-inset' },
  other: { tone: 'other', className: 'text-soft ring-1 ring-edge ring-inset' },
  none: { tone: null, className: 'ring-1 ring-line ring-inset' },
}

/** The weeks of a contract, one mark each, with what the marks mean. Each week leads to its periods. */
export function WeekStrip({ contract, weeks }: { contract: Contract; weeks: readonly ContractWeek[] }) {
  const t = useWords('contracts')
  const all = withEmptyWeeks(weeks)
  if (all.length === 0) return <p className="text-soft">{t('weeks.none')}</p>
  const kinds = new Set(all.map(({ counts }) => kindOfWeek(counts)))
  return (
    <>
      <p className="mb-2 text-faint text-sm">{t('weeks.hint')}</p>
      <ol className="flex flex-wrap gap-1">
        {all.map((week) => (
          <li key={week.week}>
            <Week contract={contract} week={week} />
          </li>
        ))}
      </ol>
      <ul className="mt-3 flex flex-wrap gap-x-4 gap-y-1 text-sm text-soft">
        {WEEK_KINDS.filter((kind) => kinds.has(kind)).map((kind) => (
          <li key={kind} className="flex items-center gap-1.5">
            <Mark kind={kind} />
            {t(`weeks.kind.${kind}`)}
          </li>
        ))}
      </ul>
    </>
  )
}

function Week({ contract, week: { week, counts } }: { contract: Contract; week: ContractWeek }) {
  const format = useFormat()
  const t = useWords('contracts')
  const kind = kindOfWeek(counts)
  const parts = BILLING_STATUS_GROUPS.flatMap((status) => {
    const count = counts[status]
    return count === undefined ? [] : [t(`weeks.count.${status}`, { count })]
  })
  const what = parts.length === 0 ? t('weeks.kind.none') : format.list(parts)
  const label = t('weeks.of', { day: format.day(week), what })
  if (kind === 'none')
    return (
      <span title={label} className="block">
        <Mark kind={kind} />
        <span className="sr-only">{label}</span>
      </span>
    )
  const href = billingPeriodsPath({ ...periodsOf(contract), start_from: week, start_to: addDays(week, 6) })
  return (
    <a
      href={href}
      title={label}
      aria-label={label}
      data-figure={figureMark({ count: Object.values(counts).reduce((sum, count) => sum + count, 0) })}
      className="block rounded-sm"
    >
      <Mark kind={kind} />
    </a>
  )
}

function Mark({ kind }: { kind: WeekKind }) {
  const { tone, className } = MARKS[kind]
  return (
    <span
      aria-hidden="true"
      className={clsx('flex size-6 items-center justify-center rounded-sm md:size-5', className)}
    >
      {tone === null ? null : <ToneIcon tone={tone} size={11} />}
    </span>
  )
}
