/** Texts of buttons and notices that every screen may use. */
export const ui = {
  retry: 'Try again',
  cancel: 'Cancel',
  request: 'Request <code>{id}</code>',
  'request-line': 'Request {id}',
} as const
