import 'server-only'
import {
  approveBody,
  changeAccessBody,
  createIntegrationBody,
  endSessionsBody,
  inviteBody,
  rotateIntegrationBody,
  versionBody,
} from '#lib/admin/bodies.ts'
import {
  accessRequestAnswerSchema,
  accessRequestsSchema,
  changedAccessSchema,
  endedSessionsSchema,
  integrationAnswerSchema,
  integrationKeySchema,
  integrationsSchema,
  invitationAnswerSchema,
  knownFundingSourcesSchema,
  passwordLinkAnswerSchema,
  peopleSchema,
  personAnswerSchema,
  personSessionsSchema,
  revokedInvitationSchema,
} from '#lib/admin/schema.ts'
import { defaulted, readName } from '#lib/search-params.ts'
import { mirrored, submitted } from '#lib/server/http/endpoint.ts'

const pathParams = { id: defaulted(readName, 'an id as a list gives it', '') }
const access = 'admin'
const problems = [404, 409, 413, 415, 503]

const PEOPLE = {
  listPeople: mirrored({
    access,
    path: '/api/admin/people',
    summary: 'Everybody who can sign in or could, and the invitations that wait',
    output: peopleSchema,
  }),
  changeAccess: submitted({
    access,
    path: '/api/admin/people/{id}/access',
    summary: 'Gives a person another role or other funding sources, from their next request on',
    pathParams,
    body: changeAccessBody,
    output: changedAccessSchema,
    problems,
  }),
  disablePerson: submitted({
    access,
    path: '/api/admin/people/{id}/disable',
    summary: 'Keeps a person from signing in and ends their sessions',
    pathParams,
    body: versionBody(),
    output: personAnswerSchema,
    problems,
  }),
  enablePerson: submitted({
    access,
    path: '/api/admin/people/{id}/enable',
    summary: 'Lets a disabled person sign in again, with the role and funding sources they had',
    pathParams,
    body: versionBody(),
    output: personAnswerSchema,
    problems,
  }),
  personSessions: mirrored({
    access,
    path: '/api/admin/people/{id}/sessions',
    summary: 'The open sessions of a person',
    pathParams,
    output: personSessionsSchema,
    problems: [404, 503],
  }),
  endPersonSessions: submitted({
    access,
    path: '/api/admin/people/{id}/sessions/end',
    summary: 'Ends one session of a person, or all',
    pathParams,
    body: endSessionsBody,
    output: endedSessionsSchema,
    problems,
  }),
  makePasswordLink: submitted({
    access,
    path: '/api/admin/people/{id}/password-link',
    summary:
      'Makes a link with which a person chooses a new password; the one before stops working. It is in this answer alone, and in the mail where a mail server is configured',
    pathParams,
    body: versionBody(),
    output: passwordLinkAnswerSchema,
    problems,
  }),
  invite: submitted({
    access,
    path: '/api/admin/invitations',
    summary:
      'Invites a person; the link is in this answer alone, and in the mail where a mail server is configured',
    body: inviteBody,
    output: invitationAnswerSchema,
    problems,
  }),
  renewInvitation: submitted({
    access,
    path: '/api/admin/invitations/{id}/renew',
    summary:
      'A new link for an invitation that was neither accepted nor revoked; the former one no longer works',
    pathParams,
    body: versionBody(),
    output: invitationAnswerSchema,
    problems,
  }),
  revokeInvitation: submitted({
    access,
    path: '/api/admin/invitations/{id}/revoke',
    summary: 'Revokes an invitation at once and for good',
    pathParams,
    body: versionBody(),
    output: revokedInvitationSchema,
    problems,
  }),
}

const REQUESTS = {
  listAccessRequests: mirrored({
    access,
    path: '/api/admin/access-requests',
    summary: 'Requests for access, open ones first',
    output: accessRequestsSchema,
  }),
  approveRequest: submitted({
    access,
    path: '/api/admin/access-requests/{id}/approve',
    summary: 'Approves a request with the role and funding sources given here, and makes the invitation',
    pathParams,
    body: approveBody,
    output: invitationAnswerSchema,
    problems,
  }),
  declineRequest: submitted({
    access,
    path: '/api/admin/access-requests/{id}/decline',
    summary: 'Declines a request; the person is told nothing',
    pathParams,
    body: versionBody(),
    output: accessRequestAnswerSchema,
    problems,
  }),
  reopenRequest: submitted({
    access,
    path: '/api/admin/access-requests/{id}/reopen',
    summary: 'Opens a declined request again',
    pathParams,
    body: versionBody(),
    output: accessRequestAnswerSchema,
    problems,
  }),
}

const INTEGRATIONS = {
  listIntegrations: mirrored({
    access,
    path: '/api/admin/integrations',
    summary: 'Every integration: what it may see, until when, and when it was last used',
    output: integrationsSchema,
  }),
  createIntegration: submitted({
    access,
    path: '/api/admin/integrations/create',
    summary: 'Registers an integration; its key is in this answer alone',
    body: createIntegrationBody,
    output: integrationKeySchema,
    problems: [413, 415, 503],
  }),
  rotateIntegration: submitted({
    access,
    path: '/api/admin/integrations/{id}/rotate',
    summary: 'A new key for an integration; the old one is accepted for the days of grace',
    pathParams,
    body: rotateIntegrationBody,
    output: integrationKeySchema,
    problems,
  }),
  revokeIntegration: submitted({
    access,
    path: '/api/admin/integrations/{id}/revoke',
    summary: 'Ends every key of an integration at once and for good',
    pathParams,
    body: versionBody(),
    output: integrationAnswerSchema,
    problems,
  }),
  knownFundingSources: mirrored({
    access,
    path: '/api/admin/funding-sources',
    summary: 'The funding sources that the mirror or the configuration name',
    output: knownFundingSourcesSchema,
  }),
}

/** Endpoints through which admins decide who may see which data. */
export const ADMIN_ENDPOINTS = { ...PEOPLE, ...REQUESTS, ...INTEGRATIONS }
