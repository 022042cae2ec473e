/** Texts of a person’s own account. */
export const account = {
  'account.title': 'Your account',
  'account.intro': 'Only an admin can change your role and funding sources.',
  'account.role': 'Role',
  'account.funding-sources': 'Funding sources',
  'account.all': 'All',
  'account.none': 'None yet. Ask an admin for access.',
  'account.no-password': 'You sign in without a password, so there is none to change.',
  'account.current-password': 'Current password',
  'account.change': 'Change password',
  'account.changing': 'Changing…',
  'account.changed': 'Password changed. All other sessions have ended.',

  'language.title': 'Language',
  'language.browser': 'Same as the browser',
  'language.failed': 'The language couldn’t be changed: {why}',

  'sessions.title': 'Where you’re signed in',
  'sessions.rule': 'You are signed out after 30 minutes without activity, or 12 hours after signing in.',
  'sessions.ended': '{count, plural, one {# session} other {# sessions}} ended.',
  'sessions.failed': 'The session couldn’t be ended: {why}',
  'sessions.more':
    'Showing this session and the most recent ones: {shown, number} of {total, number}. To end a session that isn’t listed, end all other sessions.',
  'sessions.unloaded': 'Your sessions couldn’t be loaded',
  'sessions.end-others': 'End all other sessions…',
  'sessions.confirm': '{count, plural, one {End # other session} other {End # other sessions}}',
  'sessions.confirm-text':
    '{count, plural, one {# other session ends} other {# other sessions end}}; this one stays. This can’t be undone, but you can sign in again on any device.',
  'sessions.this': 'This session',
  'sessions.use': 'Last active <used></used>, signed in <since></since>',
  'sessions.use-from': 'Last active <used></used>, signed in <since></since><from>, from {address}</from>',
  'sessions.end': 'End',
  'sessions.end-one': 'End session on {device}',
} as const
