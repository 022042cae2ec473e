/** Texts of the pages for visitors and of a person’s own account. */
export const people = {
  email: 'Email',
  back: 'Back to sign-in',
  sending: 'Sending…',

  'sign-in.title': 'Sign in',
  'sign-in.intro': 'See what was billed and what was collected.',
  'sign-in.busy': 'Signing in…',
  'sign-in.forgotten': 'Forgot your password?',
  'sign-in.provider': 'Sign in with your organisation',
  'sign-in.leaving': 'Opening your organisation’s sign-in…',
  'sign-in.no-account': 'No account? <link>Request access</link>',
  'problem.signup_disabled':
    'There is no Furrow account with your email address. Ask a Furrow admin for access.',
  'problem.email_not_verified':
    'Your organisation hasn’t verified your email address. Verify it there, then sign in again.',
  'problem.unable_to_create_session': 'This account is disabled. Ask a Furrow admin to enable it.',
  'problem.access_denied': 'You cancelled the sign-in at your organisation. You can try again.',
  'problem.other': 'Signing in with your organisation didn’t work. Try again, or contact a Furrow admin.',
  'sandbox.label': 'Sandbox',
  'sandbox.intro': 'This is the sandbox, with made-up data. Sign in as:',
  'sandbox.financier': 'access to two funding sources',
  'sandbox.operator': 'access to everything; manages sources',
  'sandbox.admin': 'access to everything; manages people',

  'forgotten.page': 'Forgotten password',
  'forgotten.title': 'Forgot your password?',
  'forgotten.intro':
    'We’ll email you a link to choose a new password. Your current password works until then.',
  'forgotten.submit': 'Send link',
  'forgotten.sent': 'Check your inbox',
  'forgotten.sent-text':
    'If an account uses this email address and a password, we’ve sent it a link that works once and expires in an hour. If nothing arrives, ask a Furrow admin.',
  'forgotten.ask': 'Email isn’t set up here, so ask a Furrow admin for a link to choose a new password.',
  'forgotten.admin':
    'Admins create these links under People. If you are the only admin, ask the person who runs the server to use <code>npm run people</code>.',
  'forgotten.provider': 'If you sign in with your organisation, change your password there.',

  'new.title': 'Choose a new password',
  'new.intro': 'For <who>{email}</who>. You will be signed out on all devices.',
  'new.submit': 'Save password',
  'new.busy': 'Saving…',
  'new.done': 'Password changed',
  'new.done-text': 'All sessions have ended. Sign in with your new password.',
  'new.useless': 'This link doesn’t work',
  'new.useless-text':
    'It has been used, has expired or was replaced by a newer one. Request a new link, or sign in.',
  'new.ask': 'Request a new link',

  'invitation.page': 'Invitation',
  'invitation.title': 'Welcome to Furrow',
  'invitation.intro': 'You’ve been invited as <who>{email}</who>. Choose how you want to sign in.',
  'invitation.submit': 'Create account and sign in',
  'invitation.busy': 'Creating your account…',
  'invitation.provider': 'Sign in with your organisation instead',
  'invitation.useless': 'This invitation link doesn’t work',
  'invitation.useless-text':
    'It has been used, was revoked or has expired. Ask the person who invited you for a new one, or sign in if you have an account.',

  'request.title': 'Request access',
  'request.intro': 'Tell us what you need. If an admin approves your request, you get an invitation link.',
  'request.submit': 'Send request',
  'request.organisation': 'Organisation',
  'request.funding-sources': 'Which funding sources do you need access to?',
  'request.hint': 'Use the names you know, such as programmes or funds.',
  'request.reason': 'Why do you need access?',
  'request.sent': 'Request sent',
  'request.sent-text': 'If an admin approves it, you get an invitation link that is valid for 7 days.',
  'request.have-account': 'Already have an account? <link>Sign in</link>',

  'setup.page': 'Set up',
  'setup.title': 'Create the first admin',
  'setup.intro':
    'Furrow has no admin yet. This person will invite everyone else and decide what they can access.',
  'setup.submit': 'Create admin and sign in',
  'setup.busy': 'Creating the admin…',
  'setup.useless': 'This setup link doesn’t work',
  'setup.useless-text':
    'It works once, within 24 hours, and only while there is no admin. If there is an admin, sign in or ask for an invitation; if not, restart Furrow to get a new link.',

  'code.sign_in_refused': 'The email or password is wrong. Check both, or ask a Furrow admin.',
  'code.person_disabled': 'This account is disabled. Ask a Furrow admin to enable it.',
  'code.email_taken': 'An account with this email address already exists.',
  'code.invitation_useless':
    'This invitation link doesn’t work. Ask the person who invited you for a new one.',
  'code.password_link_useless': 'This link doesn’t work. Request a new link.',
  'code.setup_link_ended':
    'This setup link doesn’t work. If there is an admin, sign in or ask for an invitation; if not, restart Furrow to get a new link.',
  'code.single_sign_on_unavailable':
    'Signing in with your organisation didn’t work. Try again, or sign in with a password.',
} as const
