import 'react-day-picker/style.css'
import { DayPicker } from 'react-day-picker'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import type { OpenDayRange } from '#lib/calendar-date.ts'

type CalendarProps = { range: OpenDayRange; today: string; onChange: (range: OpenDayRange) => void }

/** A calendar to pick a range from. Weeks begin on Monday, like billing weeks. */
export function Calendar({ range, today, onChange }: CalendarProps) {
  const format = useFormat()
  const t = useWords('filters')
  const from = toDate(range.from)
  const { longMonths, longWeekdays, weekdayLetters } = format.rules
  const nameOfMonth = (month: Date) =>
    t('calendar.month', {
      month: longMonths[month.getMonth()] ?? '',
      year: String(month.getFullYear()),
    })
  // The calendar is drawn in the browser alone.
  const { lang, dir } = document.documentElement
  return (
    <DayPicker
      mode="range"
      lang={lang || undefined}
      dir={dir || undefined}
      ISOWeek
      showWeekNumber
      today={toDate(today)}
      defaultMonth={toDate(range.to ?? range.from ?? today)}
      selected={from ? { from, to: toDate(range.to) } : undefined}
      onSelect={(selected) =>
        onChange({ from: toDay(selected?.from) ?? null, to: toDay(selected?.to ?? selected?.from) ?? null })
      }
      formatters={{
        formatCaption: nameOfMonth,
        formatWeekdayName: (weekday) => weekdayLetters[weekday.getDay()] ?? '',
      }}
      labels={{
        labelNav: () => t('calendar.nav'),
        labelPrevious: () => t('calendar.previous'),
        labelNext: () => t('calendar.next'),
        labelGrid: nameOfMonth,
        labelWeekday: (weekday) => longWeekdays[weekday.getDay()] ?? '',
        labelWeekNumber: (week) => t('calendar.week', { week: String(week) }),
        labelWeekNumberHeader: () => t('calendar.weeks'),
        // Includes the number on the button, so that voice control finds the button by it.
        labelDayButton: (date, { today: isToday, selected }) => {
          const day = format.weekday(toDay(date) ?? '')
          if (isToday) return selected ? t('days.today-chosen', { day }) : t('days.today', { day })
          return selected ? t('days.chosen', { day }) : day
        },
      }}
      className="calendar"
    />
  )
}

/** Converts days to local midnights by year, month and date, so that no time zone can shift them. */
function toDate(day: string | null): Date | undefined {
  if (day === null) return undefined
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date)
}

function toDay(date: Date | undefined): string | undefined {
  if (!date) return undefined
  const pad = (value: number, length: number) => String(value).padStart(length, '0')
  return `${pad(date.getFullYear(), 4)}-${pad(date.getMonth() + 1, 2)}-${pad(date.getDate(), 2)}`
}
