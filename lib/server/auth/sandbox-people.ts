import 'server-only'
import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { Role } from '#lib/people/roles.ts'
import { env } from '#lib/server/config/env.ts'
import { database } from '#lib/server/db/client.ts'
import { person } from '#lib/server/db/schema-people.ts'
import { unknownPath } from '#lib/server/http/endpoint.ts'
import type { SignInRequest } from './open-session.ts'
import { personValues } from './passwords.ts'
import { startSession } from './sign-in.ts'

const NAMES: Record<Role, string> = {
  financier: 'Amina Bello',
  operator: 'David Otieno',
  admin: 'Grace Mensah',
}

/**
 * Signs a visitor in as one of the sandbox's three people, and creates the person if missing. The financier
 * sees the first two of the sandbox's funding sources.
 * @throws RequestError the 404 of an unknown path outside the sandbox
 */
export async function signInToSandbox(role: Role, incoming: SignInRequest): Promise<Response> {
  const { sandbox, upstreams } = env()
  if (sandbox === null) throw unknownPath()
  const email = `${role}@sandbox.example`
  const fundingSources = upstreams.helloTractor?.fundingSources.slice(0, 2) ?? []
  await database()
    .insert(person)
    .values({ ...personValues({ name: NAMES[role], email, role, fundingSources }), id: randomUUID() })
    .onConflictDoNothing({ target: person.email })
  const [found] = await database()
    .select({ id: person.id, name: person.name, role: person.role })
    .from(person)
    .where(eq(person.email, email))
  if (!found) throw new Error('A person of the sandbox could not be made')
  return startSession(found, 'sandbox', incoming)
}
