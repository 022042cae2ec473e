/** Texts of forms with a password. */
export const password = {
  password: 'Password',
  'new-password': 'New password',
  'password.hint':
    '8 to 128 characters. Use a few words, not your name, your email address or a password that has leaked.',
  'code.no_password': 'You sign in without a password, so there is none to change.',

  'wrong.password_short': 'The password must have at least {min, number} characters.',
  'wrong.password_long': 'The password can have up to {max, number} characters.',
  'wrong.password_repeats': 'The password is easy to guess. Choose another.',
  'wrong.password_leaked': 'The password has appeared in a data breach. Choose another.',
  'wrong.password_common': 'The password is easy to guess. Choose another.',
  'wrong.password_own': 'The password contains your name or email address. Choose another.',
  'wrong.password_needed': 'Choose a password: single sign-on isn’t set up here.',
  'wrong.password_wrong': 'This isn’t your current password.',
} as const
