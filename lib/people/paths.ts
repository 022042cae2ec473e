/** Addresses of the part of the API through which people get in and out. */
export const accountApi = {
  signIn: '/api/auth/sign-in',
  signOut: '/api/auth/sign-out',
  setUp: '/api/auth/setup',
  changePassword: '/api/auth/password',
  askForPasswordLink: '/api/auth/forgotten-password',
  chooseNewPassword: '/api/auth/new-password',
  signInToSandbox: '/api/auth/sandbox',
  startSingleSignOn: '/api/auth/oidc',
  ownSessions: '/api/auth/sessions',
  endOwnSession: (id: string) => `/api/auth/sessions/${encodeURIComponent(id)}/revoke`,
  endOtherSessions: '/api/auth/sessions/revoke-others',
}
