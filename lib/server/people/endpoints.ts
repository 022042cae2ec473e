import 'server-only'
import {
  sandboxSignInBodySchema,
  sessionsEndedSchema,
  sessionsSchema,
  signedInSchema,
  signedOutSchema,
  signInBodySchema,
} from '#lib/people/schema.ts'
import { defaulted, readName } from '#lib/search-params.ts'
import { done, mirrored, submitted } from '../endpoint.ts'

/** Signing in and out, and a person's own sessions. */
export const SIGN_IN_ENDPOINTS = {
  signIn: submitted({
    access: 'anyone',
    path: '/api/auth/sign-in',
    summary: 'Signs in with e-mail and password; the answer sets the session’s cookie',
    body: signInBodySchema,
    output: signedInSchema,
    problems: [413, 415, 503],
  }),
  signOut: done({
    access: 'anyone',
    path: '/api/auth/sign-out',
    summary: 'Ends the session that asks and takes its cookie away',
    output: signedOutSchema,
  }),
  signInToSandbox: submitted({
    access: 'anyone',
    path: '/api/auth/sandbox',
    summary: 'Signs in as one of the sandbox’s people; only where all data is invented',
    body: sandboxSignInBodySchema,
    output: signedInSchema,
    problems: [404, 413, 415, 503],
  }),
  ownSessions: mirrored({
    path: '/api/auth/sessions',
    summary: 'The open sessions of the person who asks',
    output: sessionsSchema,
  }),
  endOwnSession: done({
    path: '/api/auth/sessions/{id}/revoke',
    summary: 'Ends one session of the person who asks',
    pathParams: { id: defaulted(readName, 'the id of a session as the list gives it', '') },
    output: sessionsEndedSchema,
    problems: [404, 503],
  }),
  endOtherSessions: done({
    path: '/api/auth/sessions/revoke-others',
    summary: 'Ends every session of the person who asks but this one',
    output: sessionsEndedSchema,
  }),
}
