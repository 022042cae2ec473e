/** API addresses for signing in and out and for a person's own account. */
export const accountApi = {
  signIn: '/api/auth/sign-in',
  signOut: '/api/auth/sign-out',
  setUp: '/api/auth/setup',
  changePassword: '/api/auth/password',
  chooseLanguage: '/api/auth/language',
  askForPasswordLink: '/api/auth/forgotten-password',
  chooseNewPassword: '/api/auth/new-password',
  signInToSandbox: '/api/auth/sandbox',
  startSingleSignOn: '/api/auth/oidc',
  ownSessions: '/api/auth/sessions',
  endOwnSession: (id: string) => `/api/auth/sessions/${encodeURIComponent(id)}/revoke`,
  endOtherSessions: '/api/auth/sessions/revoke-others',
}
