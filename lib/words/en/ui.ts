/** Texts of buttons and notices that every screen may use. */
export const ui = {
  retry: 'Try again',
  cancel: 'Cancel',
  close: 'Close',
  request: 'Request <code>{id}</code>',
  'request-line': 'Request {id}',

  'cell.no-currency': 'No currency from the source',
  'row.select': 'Select {row}',
  'column.resize': 'Resize {column} with the arrow keys',
} as const
