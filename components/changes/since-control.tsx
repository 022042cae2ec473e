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
  onChange: (since: string | null) => void
}

/** Picks the instant to compare with: the reader's previous visit, some days ago, the beginning of the history, or a day. */
export function SinceControl({ since, earliest, previousVisitAt, onChange }: SinceControlProps) {
  const format = useFormat()
  const t = useWords('changes')
  const today = dayInZone(new Date(useNow()), format.timeZone)
  if (earliest === null) return null
  const first = dayInZone(new Date(earliest), format.timeZone)
  const choices = DAYS_AGO.flatMap((days) => {
    const day = addDays(today, -days)
    return day > first ? [{ value: days === USUAL ? '' : day, label: t(`since.${days}`) }] : []
  })
  const visit =
    previousVisitAt !== null && previousVisitAt > earliest
      ? [{ value: previousVisitAt, label: t('since.visit'), title: format.instant(previousVisitAt) }]
      : []
  // If the history is younger than seven days, the default compares with its beginning.
  const start = choices.some(({ value }) => value === '') ? earliest : ''
  const choose = (value: string) => onChange(value === '' ? null : value)
  return (
    <>
      <Segmented
        label={t('since.label')}
        options={[...visit, ...choices, { value: start, label: t('since.start') }]}
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
