import 'server-only'
import { clientAddress } from './address.ts'
import { createFirstAdmin } from './first-admin.ts'
import { consumeLimit } from './limits.ts'
import type { Asking } from './open-session.ts'
import { startSession } from './sign-in.ts'

type SetUpBody = Parameters<typeof createFirstAdmin>[0]

/** Makes the first admin and signs her in. Throws as `createFirstAdmin` does, and a 429 after too many attempts. */
export async function setUp(asked: Asking & { body: SetUpBody }): Promise<Response> {
  await consumeLimit('sign_in_address', clientAddress(asked.request))
  return startSession(await createFirstAdmin(asked.body), 'setup', asked)
}
