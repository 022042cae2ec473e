/** Texts of buttons and notices that every screen may use. */
export const ui = {
  retry: 'Try again',
  cancel: 'Cancel',
  close: 'Close',
  request: 'Request <code>{id}</code>',
  'request-line': 'Request {id}',

  'age.now': 'just now',
  'age.seconds': '{count, number} s ago',
  'age.minutes': '{count, number} min ago',
  'age.hours': '{count, number} h ago',
  'age.days': '{count, plural, one {# day ago} other {# days ago}}',
  reloading: 'Updated. Reloading…',

  'amount.missing': 'Amount unknown: the source provides none',
  'amount.not-a-number': 'Amount unknown: not a number',
  'amount.too-large': 'Amount unknown: too large',
  'amount.too-many-decimals': 'Amount unknown: too many decimals',
  'amount.unknown': 'Amount unknown',
  'cell.no-currency': 'No currency from the source',
  'row.select': 'Select {row}',
  'table.label': '{title}, table',
  'column.resize': 'Resize {column} with the arrow keys',
} as const
