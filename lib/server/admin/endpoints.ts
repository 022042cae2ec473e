import 'server-only'
import type { z } from 'zod'
import * as bodies from '#lib/admin/bodies.ts'
import * as schemas from '#lib/admin/schema.ts'
import { defaulted, readName } from '#lib/search-params.ts'
import { type Endpoint, mirrored, submitted } from '#lib/server/http/endpoint.ts'

const pathParams = { id: defaulted(readName, 'an id as a list gives it', '') }
const access = 'admin'
const problems = [404, 409, 413, 415, 503]

/** Describes what an admin does to the object that the path names. */
function act<Body, Output>(
  described: Pick<Endpoint<never, never, unknown>, 'path' | 'summary'> & {
    body: z.ZodType<Body>
    output: z.ZodType<Output>
  },
) {
  return submitted({ ...described, access, pathParams, problems })
}

const PEOPLE = {
  listPeople: mirrored({
    access,
    path: '/api/admin/people',
    summary: 'Everybody who can sign in or could, and the invitations that wait',
    output: schemas.peopleSchema,
  }),
  changeAccess: act({
    path: '/api/admin/people/{id}/access',
    summary: 'Gives a person another role or other funding sources, from their next request on',
    body: bodies.changeAccessBody,
    output: schemas.changedAccessSchema,
  }),
  disablePerson: act({
    path: '/api/admin/people/{id}/disable',
    summary: 'Keeps a person from signing in and ends their sessions',
    body: bodies.versionBody(),
    output: schemas.personAnswerSchema,
  }),
  enablePerson: act({
    path: '/api/admin/people/{id}/enable',
    summary: 'Lets a disabled person sign in again, with the role and funding sources they had',
    body: bodies.versionBody(),
    output: schemas.personAnswerSchema,
  }),
  personSessions: mirrored({
    access,
    path: '/api/admin/people/{id}/sessions',
    summary: 'The open sessions of a person',
    pathParams,
    output: schemas.personSessionsSchema,
    problems: [404, 503],
  }),
  endPersonSessions: act({
    path: '/api/admin/people/{id}/sessions/end',
    summary: 'Ends one session of a person, or all',
    body: bodies.endSessionsBody,
    output: schemas.endedSessionsSchema,
  }),
  makePasswordLink: act({
    path: '/api/admin/people/{id}/password-link',
    summary:
      'Makes a link with which a person chooses a new password; the one before stops working. It is in this answer alone, and in the mail where a mail server is configured',
    body: bodies.versionBody(),
    output: schemas.passwordLinkAnswerSchema,
  }),
  invite: submitted({
    access,
    path: '/api/admin/invitations',
    summary:
      'Invites a person; the link is in this answer alone, and in the mail where a mail server is configured',
    body: bodies.inviteBody,
    output: schemas.invitationAnswerSchema,
    problems,
  }),
  renewInvitation: act({
    path: '/api/admin/invitations/{id}/renew',
    summary:
      'A new link for an invitation that was neither accepted nor revoked; the former one no longer works',
    body: bodies.versionBody(),
    output: schemas.invitationAnswerSchema,
  }),
  revokeInvitation: act({
    path: '/api/admin/invitations/{id}/revoke',
    summary: 'Revokes an invitation at once and for good',
    body: bodies.versionBody(),
    output: schemas.revokedInvitationSchema,
  }),
}

const REQUESTS = {
  listAccessRequests: mirrored({
    access,
    path: '/api/admin/access-requests',
    summary: 'Requests for access, open ones first',
    output: schemas.accessRequestsSchema,
  }),
  approveRequest: act({
    path: '/api/admin/access-requests/{id}/approve',
    summary: 'Approves a request with the role and funding sources given here, and makes the invitation',
    body: bodies.approveBody,
    output: schemas.invitationAnswerSchema,
  }),
  declineRequest: act({
    path: '/api/admin/access-requests/{id}/decline',
    summary: 'Declines a request; the person is told nothing',
    body: bodies.versionBody(),
    output: schemas.accessRequestAnswerSchema,
  }),
  reopenRequest: act({
    path: '/api/admin/access-requests/{id}/reopen',
    summary: 'Opens a declined request again',
    body: bodies.versionBody(),
    output: schemas.accessRequestAnswerSchema,
  }),
}

const INTEGRATIONS = {
  listIntegrations: mirrored({
    access,
    path: '/api/admin/integrations',
    summary: 'Every integration: what it may see, until when, and when it was last used',
    output: schemas.integrationsSchema,
  }),
  createIntegration: submitted({
    access,
    path: '/api/admin/integrations/create',
    summary: 'Registers an integration; its key is in this answer alone',
    body: bodies.createIntegrationBody,
    output: schemas.integrationKeySchema,
    problems: [413, 415, 503],
  }),
  rotateIntegration: act({
    path: '/api/admin/integrations/{id}/rotate',
    summary: 'A new key for an integration; the old one is accepted for the days of grace',
    body: bodies.rotateIntegrationBody,
    output: schemas.integrationKeySchema,
  }),
  revokeIntegration: act({
    path: '/api/admin/integrations/{id}/revoke',
    summary: 'Ends every key of an integration at once and for good',
    body: bodies.versionBody(),
    output: schemas.integrationAnswerSchema,
  }),
  knownFundingSources: mirrored({
    access,
    path: '/api/admin/funding-sources',
    summary: 'The funding sources that the mirror or the configuration name',
    output: schemas.knownFundingSourcesSchema,
  }),
}

const FUNDING_SOURCES = {
  sourceSettings: mirrored({
    access,
    path: '/api/admin/funding-sources/settings',
    summary: 'Every funding source, with the targets and seasons that admins set for it',
    output: schemas.fundingSourceSettingsSchema,
  }),
  setTarget: submitted({
    access,
    path: '/api/admin/funding-sources/target',
    summary: 'Sets or changes the target of a funding source in a currency',
    body: bodies.setTargetBody,
    output: schemas.targetAnswerSchema,
    problems,
  }),
  removeTarget: submitted({
    access,
    path: '/api/admin/funding-sources/target/remove',
    summary: 'Removes the target of a funding source in a currency',
    body: bodies.removeTargetBody,
    output: schemas.targetAnswerSchema,
    problems,
  }),
  setSeason: submitted({
    access,
    path: '/api/admin/funding-sources/season',
    summary: 'Sets or changes a season of a funding source; two seasons never share a month',
    body: bodies.setSeasonBody,
    output: schemas.seasonAnswerSchema,
    problems,
  }),
  removeSeason: submitted({
    access,
    path: '/api/admin/funding-sources/season/remove',
    summary: 'Removes a season of a funding source',
    body: bodies.removeSeasonBody,
    output: schemas.seasonAnswerSchema,
    problems,
  }),
}

/** Endpoints through which admins decide who may see which data, and what is expected of it. */
export const ADMIN_ENDPOINTS = { ...PEOPLE, ...REQUESTS, ...INTEGRATIONS, ...FUNDING_SOURCES }
