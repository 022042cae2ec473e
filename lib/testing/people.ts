import 'server-only'
import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { hashPassword } from '#lib/server/auth/password-hash.ts'
import { emailTaken, insertPerson, type NewPerson, weakPassword } from '#lib/server/auth/passwords.ts'
import { sessionSetCookie } from '#lib/server/auth/session-cookie.ts'
import { type Database, database } from '#lib/server/db/client.ts'
import { person, session } from '#lib/server/db/schema-people.ts'
import { transact } from '#lib/server/db/transact.ts'
import type { Viewer } from '#lib/server/viewer.ts'

/**
 * Signs a viewer in to a test database: creates or updates the person and creates a session.
 * @returns the Cookie header for the viewer's requests.
 */
export async function signedInAs(viewer: Viewer, db: Database): Promise<string> {
  const { id, name, role } = viewer
  const fundingSources = viewer.fundingSources === 'all' ? [] : [...viewer.fundingSources]
  const email = `${Buffer.from(id).toString('hex')}@test.example`
  await db
    .insert(person)
    .values({ id, name, email, role, fundingSources })
    .onConflictDoUpdate({ target: person.id, set: { name, role, fundingSources, disabledAt: null } })
  const token = randomUUID()
  const at = sql`now()`
  const expiresAt = sql`now() + interval '1 hour'`
  await db
    .insert(session)
    .values({ id: randomUUID(), token, personId: id, expiresAt, createdAt: at, updatedAt: at })
  return sessionSetCookie(token).split(';')[0] ?? ''
}

/**
 * Creates a person who signs in with a password, for an e-mail address that is known to be theirs.
 * @throws RequestError 400 for a weak password, 409 if the address already has an account
 */
export async function createPersonWithPassword(
  { password, ...given }: NewPerson,
  db: Database = database(),
): Promise<{ id: string }> {
  const weakness = weakPassword('password', password, { email: given.email, names: [given.name] })
  if (weakness !== null) throw weakness
  const hash = await hashPassword(password)
  return transact(db, async (tx) => {
    const made = await insertPerson(tx, given, hash)
    if (made === null) throw emailTaken()
    return made
  })
}
