const NOT_VERIFIED =
  'Your organisation has not verified your e-mail address. Verify it there, then sign in again.'

/** The errors that single sign-on can return, in words that say what to do. */
export const SIGN_IN_PROBLEMS: Readonly<Record<string, string>> = {
  signup_disabled:
    'Your organisation knows you, but Furrow does not: nobody here has your e-mail. Ask an admin of Furrow for access.',
  email_not_verified: NOT_VERIFIED,
  account_not_linked: NOT_VERIFIED,
  unable_to_create_session: 'This account is disabled. Ask an admin of Furrow.',
  access_denied: 'You ended the sign-in at your organisation. Try again when you are ready.',
  other: 'Signing in with your organisation did not work. Try again; if it goes on, tell an admin of Furrow.',
}

/** Requirements of a new password. */
export const PASSWORD_HINT =
  '8 to 128 characters; not one that has leaked elsewhere, nor your name or e-mail address. A few words are best.'
