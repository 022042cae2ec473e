import 'server-only'
import { z } from 'zod'
import { acceptInvitationBody, accessRequestBody } from '#lib/admin/bodies.ts'
import { signedInSchema } from '#lib/people/schema.ts'
import { submitted } from '#lib/server/http/endpoint.ts'

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
