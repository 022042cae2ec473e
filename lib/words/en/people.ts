/** Texts of the pages for visitors and of a person’s own account. */
export const people = {
  email: 'E-mail',
  name: 'Name',
  password: 'Password',
  'new-password': 'New password',
  'password.hint':
    '8 to 128 characters; not one that has leaked elsewhere, nor your name or e-mail address. A few words are best.',
  back: 'Back to sign-in',
  sending: 'Sending …',

  'sign-in.title': 'Sign in',
  'sign-in.intro': 'What was billed, what was collected.',
  'sign-in.busy': 'Signing in …',
  'sign-in.forgotten': 'Forgot your password?',
  'sign-in.provider': 'Sign in with your organisation',
  'sign-in.leaving': 'Leaving for your organisation …',
  'sign-in.no-account': 'No account? <link>Request access</link>',
  'problem.signup_disabled':
    'Your organisation knows you, but Furrow does not: nobody here has your e-mail. Ask an admin of Furrow for access.',
  'problem.email_not_verified':
    'Your organisation has not verified your e-mail address. Verify it there, then sign in again.',
  'problem.unable_to_create_session': 'This account is disabled. Ask an admin of Furrow.',
  'problem.access_denied': 'You ended the sign-in at your organisation. Try again when you are ready.',
  'problem.other':
    'Signing in with your organisation did not work. Try again; if it goes on, tell an admin of Furrow.',
  'sandbox.label': 'Sandbox',
  'sandbox.intro': 'This is the sandbox: all data is invented. Look around as one of three people.',
  'sandbox.financier': 'sees two funding sources',
  'sandbox.operator': 'sees everything, and looks after sources',
  'sandbox.admin': 'sees everything, and who may see it',

  'forgotten.page': 'Forgotten password',
  'forgotten.title': 'Forgot your password?',
  'forgotten.intro':
    'You get a link by mail, with which you choose a new one. Until then the present one stays.',
  'forgotten.submit': 'Send the link',
  'forgotten.sent': 'Look into your mailbox',
  'forgotten.sent-text':
    'If there is an account with a password under this e-mail address, a link for a new one is on its way. It works once, for an hour. If nothing comes, ask an admin of Furrow.',
  'forgotten.ask':
    'Ask an admin of Furrow for a link with which you choose a new one: this Furrow sends no mails, so they pass it on to you.',
  'forgotten.admin':
    'An admin makes it under People. If you are the only admin, whoever runs the server prints one with <code>npm run people</code>.',
  'forgotten.provider': 'If you sign in with your organisation, your password is there, not here.',

  'new.title': 'Choose a new password',
  'new.intro': 'For <who>{email}</who>. Every session of the account ends with it.',
  'new.submit': 'Set the new password',
  'new.busy': 'Setting …',
  'new.done': 'Your new password works',
  'new.done-text':
    'The former one does not any more, and whoever was signed in to your account has been signed out.',
  'new.useless': 'This link does not work',
  'new.useless-text': 'It was used, has ended, or a newer one was made. Ask for a new one, or sign in.',
  'new.ask': 'Ask for a new one',

  'invitation.page': 'Invitation',
  'invitation.title': 'Welcome to Furrow',
  'invitation.intro': 'You are invited as <who>{email}</who>. Choose how you will sign in.',
  'invitation.submit': 'Make my account and sign in',
  'invitation.busy': 'Making your account …',
  'invitation.provider': 'Sign in with your organisation instead',
  'invitation.useless': 'This invitation link does not work',
  'invitation.useless-text':
    'It was used, withdrawn or is older than a week. Ask whoever invited you for a new one; if you have an account, sign in.',

  'request.title': 'Request access',
  'request.intro': 'An admin reads this and decides what you may see. You then get an invitation link.',
  'request.submit': 'Send request',
  'request.organisation': 'Organisation',
  'request.funding-sources': 'Which funding sources do you want to see?',
  'request.hint': 'As you call them: the programmes or funds that are yours.',
  'request.reason': 'Why?',
  'request.sent': 'Your request is with the admins',
  'request.sent-text':
    'If they approve it, you get an invitation link that works for a week. There is nothing else to do here.',
  'request.have-account': 'Have an account? <link>Sign in</link>',

  'setup.page': 'Set up',
  'setup.title': 'The first admin',
  'setup.intro': 'Furrow has no admin yet. Whoever you make here decides who else gets in and what they see.',
  'setup.submit': 'Make the admin and sign in',
  'setup.busy': 'Making the admin …',
  'setup.useless': 'This link does not work any more',
  'setup.useless-text':
    'A setup link works once, for 24 hours, and only while there is no admin. If Furrow has an admin, sign in, or ask that admin for an invitation. If it has none, start Furrow again and open the link it prints.',

  'account.title': 'Your account',
  'account.intro': 'Only an admin can change your role and funding sources.',
  'account.role': 'Role',
  'account.funding-sources': 'Funding sources',
  'account.all': 'All',
  'account.none': 'None yet: ask an admin',
  'account.no-password': 'You sign in without a password, so there is none to change.',
  'account.current-password': 'Current password',
  'account.change': 'Change password',
  'account.changing': 'Changing …',
  'account.changed': 'Changed. Your other sessions have ended.',

  'sessions.title': 'Where you are signed in',
  'sessions.rule': 'A session ends after 30 minutes without use, and 12 hours after signing in.',
  'sessions.ended': '{count, plural, one {One session} other {# sessions}} ended.',
  'sessions.failed': 'The session was not ended: {why}',
  'sessions.more':
    'This session and those used last: {shown, number} of {total, number}. To end one that is not listed, end all other sessions.',
  'sessions.unloaded': 'Your sessions could not be loaded',
  'sessions.end-others': 'End all other sessions…',
  'sessions.confirm': '{count, plural, one {End one other session} other {End # other sessions}}',
  'sessions.confirm-text':
    '{count, plural, one {One other session ends} other {# other sessions end}}, on whatever device. This one stays. It cannot be undone, but signing in again is possible at once.',
  'sessions.this': 'This session',
  'sessions.use': 'Last used <used></used>, signed in <since></since>',
  'sessions.use-from': 'Last used <used></used>, signed in <since></since><from>, from {address}</from>',
  'sessions.end': 'End',
  'sessions.end-one': 'End the session of {device}',
} as const
