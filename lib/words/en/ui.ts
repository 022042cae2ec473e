/** Texts of buttons and notices that every screen may use. */
export const ui = {
  retry: 'Try again',
  cancel: 'Cancel',
  close: 'Close',
  request: 'Request <code>{id}</code>',
  'request-line': 'Request {id}',

  'cell.no-currency': 'The source gives no currency',
  'row.select': 'Select {row}',
  'column.resize': 'Change the width of {column}: arrow keys',
} as const
