import { useFormat, useNow } from '#components/ui/reader.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { useWords } from '#components/ui/words.tsx'
import { addDays, dayInZone, readDay } from '#lib/calendar-date.ts'

/** How many days ago the choices lie; the usual one is the API's default. */
const DAYS_AGO = [1, 7, 28] as const
const USUAL = 7

type SinceControlProps = {
  since: string | null
  /** Since when there is a history; null: there is none yet. */
  earliest: string | null
  /** When the reader's previous visit ended; null: there was none. */
  previousVisitAt: string | null
  /** When the reader handed out the last report of an earlier day; null: there was none. */
  previousReportAt: string | null
  onChange: (since: string | null) => void
}

/** Picks the instant to compare with: the reader's previous visit or report, some days ago, the beginning of the history, or a day. */
export function SinceControl(props: SinceControlProps) {
  const { since, earliest, previousVisitAt, previousReportAt, onChange } = props
  const format = useFormat()
  const t = useWords('changes')
  const today = dayInZone(new Date(useNow()), format.timeZone)
  if (earliest === null) return null
  const first = dayInZone(new Date(earliest), format.timeZone)
  const choices = DAYS_AGO.flatMap((days) => {
    const day = addDays(today, -days)
    return day > first ? [{ value: days === USUAL ? '' : day, label: t(`since.${days}`) }] : []
  })
  const own = (['visit', 'report'] as const).flatMap((name) => {
    const at = { visit: previousVisitAt, report: previousReportAt }[name]
    return at !== null && at > earliest
      ? [{ value: at, label: t(`since.${name}`), title: format.instant(at) }]
      : []
  })
  // If the history is younger than seven days, the default compares with its beginning.
  const start = choices.some(({ value }) => value === '') ? earliest : ''
  const choose = (value: string) => onChange(value === '' ? null : value)
  return (
    <>
      <Segmented
        label={t('since.label')}
        options={[...own, ...choices, { value: start, label: t('since.start') }]}
        value={since ?? ''}
        onChange={choose}
      />
      <label className="flex items-center gap-2 text-soft">
        {t('since.day')}
        <input
          key={since}
          type="date"
          min={first}
          max={today}
          defaultValue={readDay(since) ?? ''}
          onBlur={(event) => {
            const day = readDay(event.target.value)
            // The history begins in the course of its first day.
            if (day !== null && day !== since) choose(day <= first ? start : day)
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.currentTarget.blur()
          }}
          className="field px-2"
        />
      </label>
    </>
  )
}
