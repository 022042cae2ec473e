import { lazyComponent } from '#components/ui/lazy-component.tsx'
import { useFormat, useNow } from '#components/ui/reader.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { useWords } from '#components/ui/words.tsx'
import { type Day, dayInZone, type OpenDayRange, readDay } from '#lib/calendar-date.ts'
import type { SeasonRange } from '#lib/collections/season.ts'
import { visibleText } from '#lib/visible-text.ts'
import { dayPresets } from './day-presets.ts'
import { useTypedField } from './use-typed-field.ts'

const Calendar = lazyComponent(
  () => import('./calendar.tsx').then((module) => module.Calendar),
  <Skeleton className="h-[268px] w-full" />,
)

type DaysEditorProps = {
  label: string
  range: OpenDayRange
  /** The season of the list's funding sources on a day; null: there is none. */
  seasonOn: (today: Day) => SeasonRange | null
  onChange: (range: OpenDayRange) => void
}

/** Picks a range of days by preset, by typing, or in a calendar. */
export function DaysEditor({ label, range, seasonOn, onChange }: DaysEditorProps) {
  const format = useFormat()
  const t = useWords('filters')
  const today = dayInZone(new Date(useNow()), format.timeZone)
  const set = (next: OpenDayRange) => {
    const isReversed = next.from !== null && next.to !== null && next.from > next.to
    onChange(isReversed ? { from: next.to, to: next.from } : next)
  }
  return (
    <fieldset className="flex w-[300px] max-w-full flex-col gap-3 p-3">
      <legend className="sr-only">{label}</legend>
      <div className="grid grid-cols-2 gap-1">
        {dayPresets(today, seasonOn(today)).map((preset) => {
          const isChosen = preset.range.from === range.from && preset.range.to === range.to
          return (
            <button
              key={preset.name}
              type="button"
              aria-pressed={isChosen}
              title={format.dayRange(preset.range.from, preset.range.to)}
              onClick={() => set(preset.range)}
              className="h-8 rounded-md px-2 text-start hover:bg-hover aria-pressed:bg-accent-soft aria-pressed:font-medium"
            >
              {preset.name === 'season' ? visibleText(preset.season) : t(`days.${preset.name}`)}
            </button>
          )
        })}
      </div>
      <div className="grid grid-cols-2 gap-2">
        <DayInput label={t('days.from')} day={range.from} onChange={(from) => set({ ...range, from })} />
        <DayInput label={t('days.to')} day={range.to} onChange={(to) => set({ ...range, to })} />
      </div>
      <Calendar range={range} today={today} onChange={set} />
    </fieldset>
  )
}

type DayInputProps = {
  label: string
  day: string | null
  /** The days that can be chosen; by default all. */
  within?: OpenDayRange
  onChange: (day: string | null) => void
}

/** A field for one day. */
export function DayInput({ label, day, within, onChange }: DayInputProps) {
  const field = useTypedField({ value: day, read: readDay, onChange })
  return (
    <label className="flex flex-col gap-1 text-sm text-soft">
      {label}
      <input
        {...field}
        type="date"
        min={within?.from ?? undefined}
        max={within?.to ?? undefined}
        className="field px-2"
      />
    </label>
  )
}
