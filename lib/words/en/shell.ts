/** Texts of the frame around every page: navigation, top bar, account. */
export const shell = {
  description: 'What was billed and what was collected.',
  skip: 'Skip to content',

  'nav.label': 'Main',
  'nav.overview': 'Overview',
  'nav.billing-periods': 'Billing periods',
  'nav.contracts': 'Contracts',
  'nav.invoices': 'Invoices',
  'nav.collections': 'Collections',
  'nav.report': 'Report',
  'nav.sources': 'Sources',
  'nav.admin': 'Admin',
  'short.billing-periods': 'Billing',

  'account.title': 'Your account',
  'account.label': 'Your account: {name}, {access}',
  'account.sign-out': 'Sign out',
  'account.all': 'Access to all funding sources',
  'account.none': 'No access to a funding source yet. Ask an admin.',
  'account.some': 'Access to these funding sources:',

  'sandbox.mark': 'Sandbox data',
  'sandbox.why': 'This is generated sample data. Connect a source to see your own.',

  'print.time': 'Printed {time}',
  'print.rows': 'Only the first {shown, number} of {total, number} rows. Export the list to get all of them.',

  'fresh.label': 'Last sync of each source',
  'fresh.unknown': 'Last sync unknown',
  'fresh.line': '{source} <age></age>',
  'fresh.line-none': '{source}: not synced yet',
  'fresh.line-trouble': '{source}: {trouble}',
  'fresh.line-trouble-age': '{source}: {trouble}, <age></age>',
  'fresh.notices':
    '{count, plural, one {One notice is listed under Sources} other {# notices are listed under Sources}}',
  'fresh.reading': 'syncing, {done, number} of {total, number} weeks',
  'fresh.partial': '{count, plural, one {# week partial} other {# weeks partial}}',
  'fresh.failing': 'not responding',
  'fresh.never_read': 'not synced yet',
  'fresh.paused': 'paused',
  'fresh.off': 'off',

  'outside.client-invoices': 'Client invoices name no funding source, so only operators and admins see them.',
  'outside.payment-links':
    'Payment links are not sorted by funding source here, so only operators and admins see them.',

  'offline.mark': 'Offline',
  'offline.said': 'You are offline',
  'offline.why': 'You are offline. This is the latest data; it updates as soon as you are back online.',

  'refresh.name': 'Refresh all sources now',
  'refresh.failed': 'The refresh couldn’t be started.',
  'refresh.done': 'Refresh started',

  'theme.system': 'Theme: system. Switch to light',
  'theme.light': 'Theme: light. Switch to dark',
  'theme.dark': 'Theme: dark. Switch to system',
} as const
