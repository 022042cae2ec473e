const at = (id: string) => encodeURIComponent(id)

/** Addresses of the admin pages. */
export const adminPaths = {
  people: '/admin/people' as const,
  requests: '/admin/requests' as const,
  fundingSources: '/admin/funding-sources' as const,
  integrations: '/admin/integrations' as const,
  audit: '/admin/audit' as const,
  apiDocs: '/api-docs' as const,
}

/**
 * Addresses of the admin API, and of the two public routes for requesting access and accepting an invitation.
 */
export const adminApi = {
  people: '/api/admin/people',
  access: (id: string) => `/api/admin/people/${at(id)}/access`,
  disable: (id: string) => `/api/admin/people/${at(id)}/disable`,
  enable: (id: string) => `/api/admin/people/${at(id)}/enable`,
  sessions: (id: string) => `/api/admin/people/${at(id)}/sessions`,
  endSessions: (id: string) => `/api/admin/people/${at(id)}/sessions/end`,
  passwordLink: (id: string) => `/api/admin/people/${at(id)}/password-link`,
  invite: '/api/admin/invitations',
  renewInvitation: (id: string) => `/api/admin/invitations/${at(id)}/renew`,
  revokeInvitation: (id: string) => `/api/admin/invitations/${at(id)}/revoke`,
  requests: '/api/admin/access-requests',
  approve: (id: string) => `/api/admin/access-requests/${at(id)}/approve`,
  decline: (id: string) => `/api/admin/access-requests/${at(id)}/decline`,
  reopen: (id: string) => `/api/admin/access-requests/${at(id)}/reopen`,
  integrations: '/api/admin/integrations',
  createIntegration: '/api/admin/integrations/create',
  rotate: (id: string) => `/api/admin/integrations/${at(id)}/rotate`,
  revoke: (id: string) => `/api/admin/integrations/${at(id)}/revoke`,
  fundingSources: '/api/admin/funding-sources',
  sourceSettings: '/api/admin/funding-sources/settings',
  setTarget: '/api/admin/funding-sources/target',
  removeTarget: '/api/admin/funding-sources/target/remove',
  setSeason: '/api/admin/funding-sources/season',
  removeSeason: '/api/admin/funding-sources/season/remove',
  requestAccess: '/api/access-requests',
  acceptInvitation: '/api/invitations/accept',
}
