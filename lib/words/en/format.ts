/**
 * How days and short amounts are written. In languages that have one order of day and month, the `month-first`
 * texts are alike. A number is tied to its unit by a space that never breaks.
 */
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
  thousands: '{number} k',
  millions: '{number} M',
  billions: '{number} bn',
  trillions: '{number} tn',
  points: '{number} pt',
} as const
