import 'server-only'
import { z } from 'zod'
import { acceptInvitationBody, accessRequestBody } from '#lib/admin/bodies.ts'
import * as schemas from '#lib/people/schema.ts'
import { signedInSchema } from '#lib/people/schema.ts'
import { handOutBodySchema, reportMarkSchema } from '#lib/report/schema.ts'
import { defaulted, readName } from '#lib/search-params.ts'
import { done, mirrored, streamed, submitted } from '#lib/server/http/endpoint.ts'

/** Endpoints for signing in and out, and for a person's own sessions and password. */
export const SIGN_IN_ENDPOINTS = {
  signIn: submitted({
    access: 'anyone',
    path: '/api/auth/sign-in',
    summary: 'Signs in with e-mail and password; the answer sets the session’s cookie',
    body: schemas.signInBodySchema,
    output: schemas.signedInSchema,
    problems: [413, 415, 503],
  }),
  signOut: done({
    access: 'anyone',
    path: '/api/auth/sign-out',
    summary: 'Ends the session that asks and takes its cookie away',
    output: schemas.signedOutSchema,
  }),
  signInToSandbox: submitted({
    access: 'anyone',
    path: '/api/auth/sandbox',
    summary: 'Signs in as one of the sandbox’s people; only where all data is invented',
    body: schemas.sandboxSignInBodySchema,
    output: schemas.signedInSchema,
    problems: [404, 413, 415, 503],
  }),
  setUp: submitted({
    access: 'anyone',
    path: '/api/auth/setup',
    summary: 'Makes the first admin, by the link that the first start prints, and signs her in',
    body: schemas.setupBodySchema,
    output: schemas.signedInSchema,
    problems: [409, 413, 415, 503],
  }),
  askForPasswordLink: submitted({
    access: 'anyone',
    path: '/api/auth/forgotten-password',
    summary:
      'Mails a link for a new password, where a mail server is configured; the answer is the same whether there is such an account or not',
    body: schemas.forgottenPasswordBodySchema,
    output: schemas.askedForLinkSchema,
    problems: [404, 413, 415, 503],
  }),
  chooseNewPassword: submitted({
    access: 'anyone',
    path: '/api/auth/new-password',
    summary: 'Sets the password of whoever holds such a link, once, and ends every session of the account',
    body: schemas.newPasswordBodySchema,
    output: schemas.sessionsEndedSchema,
    problems: [409, 413, 415, 503],
  }),
  startSingleSignOn: submitted({
    access: 'anyone',
    path: '/api/auth/oidc',
    summary: 'Begins a sign-in at the organisation’s own provider',
    body: schemas.oidcStartBodySchema,
    output: schemas.oidcStartSchema,
    problems: [404, 413, 415, 503],
  }),
  finishSingleSignOn: {
    ...streamed({
      access: 'anyone',
      path: '/api/auth/callback/oidc',
      summary: 'Where the provider sends the browser back to; leads on to a page',
      // The provider chooses these parameters; better-auth validates them.
      query: null,
      mediaTypes: [],
      problems: [404, 503],
    }),
    status: 303,
    isArrival: true,
  },
  changePassword: submitted({
    access: 'financier',
    path: '/api/auth/password',
    summary: 'Changes the password of the person who asks, and ends her other sessions',
    body: schemas.passwordBodySchema,
    output: schemas.sessionsEndedSchema,
    problems: [409, 413, 415, 503],
  }),
  chooseLanguage: submitted({
    access: 'financier',
    path: '/api/auth/language',
    summary:
      'Sets the language of screens for the person who asks, in this browser and at every later sign-in',
    body: schemas.languageBodySchema,
    output: schemas.ownLanguageSchema,
    problems: [413, 415, 503],
  }),
  handOutReport: submitted({
    access: 'financier',
    path: '/api/report/handed-out',
    summary:
      'Records that the person who asks hands out a report; the report of a later day tells what changed since',
    body: handOutBodySchema,
    output: reportMarkSchema,
    problems: [413, 415],
  }),
  ownSessions: mirrored({
    path: '/api/auth/sessions',
    summary: 'The open sessions of the person who asks',
    output: schemas.sessionsSchema,
  }),
  endOwnSession: done({
    path: '/api/auth/sessions/{id}/revoke',
    summary: 'Ends one session of the person who asks',
    pathParams: { id: defaulted(readName, 'the id of a session as the list gives it', '') },
    output: schemas.sessionsEndedSchema,
    problems: [404, 503],
  }),
  endOtherSessions: done({
    path: '/api/auth/sessions/revoke-others',
    summary: 'Ends every session of the person who asks but this one',
    output: schemas.sessionsEndedSchema,
  }),
}

/** Endpoints for people without an account: requesting access and accepting an invitation. */
export const ENTRANCE_ENDPOINTS = {
  requestAccess: submitted({
    access: 'anyone',
    path: '/api/access-requests',
    summary: 'Asks the admins for access; the answer is the same whether the e-mail address is known or not',
    body: accessRequestBody,
    output: z.object({ received: z.literal(true) }),
    problems: [413, 415, 503],
  }),
  acceptInvitation: submitted({
    access: 'anyone',
    path: '/api/invitations/accept',
    summary:
      'Makes the account of an invitation, once; with a password, the answer signs in and sets the session’s cookie',
    body: acceptInvitationBody,
    output: signedInSchema,
    problems: [409, 413, 415, 503],
  }),
}
