/** How days are written. In languages that have one order of day and month, the `month-first` texts are alike. */
export const format = {
  full: '{day} {month} {year}',
  short: '{day} {month}',
  'in-month': '{from} – {to} {month} {year}',
  'month-first.full': '{month} {day}, {year}',
  'month-first.short': '{month} {day}',
  'month-first.in-month': '{month} {from} – {to}, {year}',
  weekday: '{weekday} {day}',
  from: 'from {day}',
  until: 'until {day}',
} as const
