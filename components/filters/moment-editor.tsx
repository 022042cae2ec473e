import { useQuery } from '@tanstack/react-query'
import { useFormat, useNow } from '#components/ui/reader.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { useWords } from '#components/ui/words.tsx'
import { addDays, dayInZone, readDay } from '#lib/calendar-date.ts'
import { sourceQueries } from '#lib/sources/queries.ts'
import { DayInput } from './days-editor.tsx'
import type { MomentFilter } from './filter-spec.ts'

type MomentEditorProps = { spec: MomentFilter; value: string | null; onChange: (day: string | null) => void }

/** How many days ago the offered days lie. */
const DAYS_AGO = [1, 7, 28] as const

/** Picks one day of a list's history. */
export function MomentEditor({ spec, value, onChange }: MomentEditorProps) {
  const format = useFormat()
  const t = useWords('filters')
  const { data, isError } = useQuery(sourceQueries.health())
  const now = useNow()
  const { source, resource } = spec.list
  if (!data) {
    return isError ? <p className="p-3">{t('choice.failed')}</p> : <Skeleton className="m-4 h-24 w-48" />
  }
  const list = data.sources
    .find((each) => each.source === source)
    ?.resources.find((each) => each.resource === resource)
  const kept = list?.historyFrom ?? null
  const today = dayInZone(new Date(now), format.timeZone)
  // A day has an end to look at once it is over. The history begins in the course of its first day.
  const began = kept === null ? null : dayInZone(new Date(kept), format.timeZone)
  const first = began && (spec.edge === 'end' ? began : addDays(began, 1))
  const last = spec.edge === 'end' ? addDays(today, -1) : today
  const isOffered = (day: string) => first !== null && day >= first && day <= last
  if (first === null || kept === null || last < first) {
    return (
      <p className="w-[300px] max-w-full p-3 text-pretty text-soft">
        {kept === null ? t('moment.none') : t('moment.tomorrow', { time: format.instant(kept) })}
      </p>
    )
  }
  const day = readDay(value ?? '')
  return (
    <fieldset className="flex w-[300px] max-w-full flex-col gap-3 p-3">
      <legend className="sr-only">{spec.label}</legend>
      <div className="grid grid-cols-3 gap-1">
        {DAYS_AGO.map((days) => {
          const offered = addDays(today, -days)
          return isOffered(offered) ? (
            <button
              key={days}
              type="button"
              aria-pressed={offered === day}
              title={format.day(offered)}
              onClick={() => onChange(offered)}
              className="h-8 rounded-md px-2 text-start hover:bg-hover aria-pressed:bg-accent-soft aria-pressed:font-medium"
            >
              {t('moment.ago', { days })}
            </button>
          ) : null
        })}
      </div>
      <DayInput
        label={spec.edge === 'end' ? t('moment.at-end') : t('moment.from-start')}
        day={day}
        within={{ from: first, to: last }}
        onChange={(chosen) => (chosen === null || isOffered(chosen)) && onChange(chosen)}
      />
      <p className="text-pretty text-soft text-sm">
        {spec.edge === 'end' ? t('moment.meaning') : t('moment.changed')}{' '}
        {t('moment.kept', { time: format.instant(kept) })}
      </p>
    </fieldset>
  )
}
