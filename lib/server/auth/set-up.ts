import 'server-only'
import { clientAddress } from './address.ts'
import { limitedAttempt } from './attempts.ts'
import { createFirstAdmin } from './first-admin.ts'
import type { SignInRequest } from './open-session.ts'
import { startSession } from './sign-in.ts'

type SetUpBody = Parameters<typeof createFirstAdmin>[0]

/**
 * Creates the first admin and signs them in.
 * @throws RequestError as `createFirstAdmin`, and 429 after too many wrong links
 */
export async function setUp(asked: SignInRequest & { body: SetUpBody }): Promise<Response> {
  const limit = { name: 'sign_in_address', key: clientAddress(asked.request) } as const
  const made = await limitedAttempt([limit], 403, () => createFirstAdmin(asked.body))
  return startSession(made, 'setup', asked)
}
