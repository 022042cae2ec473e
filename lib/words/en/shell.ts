/** Texts of the frame around every page: navigation, top bar, account. */
export const shell = {
  description: 'What was billed, what was collected.',
  skip: 'Skip to content',

  'nav.label': 'Main',
  'nav.overview': 'Overview',
  'nav.billing-periods': 'Billing periods',
  'nav.invoices': 'Invoices',
  'nav.collections': 'Collections',
  'nav.sources': 'Sources',
  'nav.admin': 'Admin',
  'short.billing-periods': 'Billing',

  'account.title': 'Your account',
  'account.label': 'Your account: {name}, {access}',
  'account.sign-out': 'Sign out',
  'account.all': 'Sees all funding sources.',
  'account.none': 'Sees no funding source yet: ask an admin.',
  'account.some': 'Sees these funding sources:',

  'sandbox.mark': 'Sandbox data',
  'sandbox.why': 'Made-up data from the built-in sandbox. Configure a source to see your own.',

  'fresh.label': 'Freshness of the sources',
  'fresh.unknown': 'Freshness unknown',
  'fresh.reading': 'reading {done, number} of {total, number}',
  'fresh.partial': '{count, plural, one {# window partial} other {# windows partial}}',
  'fresh.failing': 'not answering',
  'fresh.never_read': 'not read yet',
  'fresh.paused': 'paused',
  'fresh.off': 'off',

  'offline.mark': 'Offline',
  'offline.said': 'You are offline',
  'offline.why': 'You are offline. What is shown is the last that came; it goes on by itself.',

  'refresh.name': 'Refresh all sources now',
  'refresh.failed': 'Could not ask for a refresh.',
  'refresh.done': 'Refresh requested.',

  'theme.system': 'Theme: as the system. Switch to light',
  'theme.light': 'Theme: light. Switch to dark',
  'theme.dark': 'Theme: dark. Switch to as the system',
} as const
