import 'server-only'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { RequestError } from '#lib/errors.ts'
import { ConfigurationError, type Env } from '#lib/server/config/env.ts'
import { type Database, database, type Executor, query } from '#lib/server/db/client.ts'
import { verification } from '#lib/server/db/schema-people.ts'
import { transact } from '#lib/server/db/transact.ts'
import { hashPassword } from './password-hash.ts'
import { checkPassword, emailTaken, insertPerson, weakPassword } from './passwords.ts'

/** Identifies the one row of `verification` that holds the setup link. */
const SETUP = 'setup'
const LINK_HOURS = 24

/**
 * Makes sure that an installation has a way in. Creates the first admin from ADMIN_EMAIL and ADMIN_PASSWORD
 * if no person exists yet. If there is still no admin, creates a setup link.
 * @returns the setup link, or null if an admin exists or in the sandbox
 * @throws ConfigurationError for a weak ADMIN_PASSWORD
 */
export async function prepareFirstAdmin(
  db: Database,
  { admin, sandbox, appUrl }: Pick<Env, 'admin' | 'sandbox' | 'appUrl'>,
): Promise<string | null> {
  if (admin && !(await isAnyPerson(db))) await insertFirstAdmin(db, admin)
  if (sandbox !== null || (await isAnyAdmin(db))) return null
  return `${new URL(appUrl).origin}/setup?token=${await newSetupToken(db)}`
}

/**
 * Creates the admin under an advisory lock: of several servers that start at once, one creates it, whatever
 * their variables.
 */
async function insertFirstAdmin(db: Database, { email, password }: NonNullable<Env['admin']>): Promise<void> {
  const fault = checkPassword(password, { email, names: [] })
  if (fault) throw new ConfigurationError([`ADMIN_PASSWORD ${fault}`])
  const hash = await hashPassword(password)
  await transact(db, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('furrow first admin'))`)
    if (await isAnyPerson(tx)) return
    await insertPerson(tx, { name: email, email, role: 'admin', fundingSources: [] }, hash)
  })
}

async function newSetupToken(db: Database): Promise<string> {
  const token = randomBytes(24).toString('base64url')
  await transact(db, async (tx) => {
    // Only the link of the latest start works.
    await tx.delete(verification).where(eq(verification.identifier, SETUP))
    await tx.insert(verification).values({
      id: randomUUID(),
      identifier: SETUP,
      value: hashOf(token),
      // By the database's clock, against which the link is also checked.
      expiresAt: sql`now() + make_interval(hours => ${LINK_HOURS})`,
      createdAt: sql`now()`,
      updatedAt: sql`now()`,
    })
  })
  return token
}

/** True while a setup link works: it is the latest one, has not expired, and no admin exists. */
export async function isSetupOpen(token: string): Promise<boolean> {
  return !(await isAnyAdmin(database())) && (await isTokenKnown(database(), token))
}

/**
 * Creates the first admin with a setup link, which works once: one transaction uses up the link and inserts
 * the account.
 * @throws RequestError 400 for a weak password, 403 for a link that does not work, 409 if the e-mail address
 * already has an account; after a 409 the link still works
 */
export async function createFirstAdmin(given: {
  token: string
  name: string
  email: string
  password: string
}): Promise<{ id: string }> {
  const { token, password, name, email } = given
  const weakness = weakPassword('password', password, { email, names: [name] })
  if (weakness !== null) throw weakness
  if (!(await isSetupOpen(token))) throw linkEnded()
  const hash = await hashPassword(password)
  return transact(database(), async (tx) => {
    // The second of two requests with one link waits here, then finds that the link is gone.
    await tx.execute(sql`select id from verification where identifier = ${SETUP} for update`)
    if ((await isAnyAdmin(tx)) || !(await isTokenKnown(tx, token))) throw linkEnded()
    await tx.delete(verification).where(eq(verification.identifier, SETUP))
    const made = await insertPerson(tx, { name, email, role: 'admin', fundingSources: [] }, hash)
    if (made === null) throw emailTaken()
    return made
  })
}

function linkEnded(): RequestError {
  const detail =
    'This setup link was used, is over, or a newer one was printed. If Furrow has an admin, sign in, or ask that admin for an invitation. If it has none, start Furrow again and open the link it prints.'
  return new RequestError(403, 'setup_link_ended', detail)
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

async function isTokenKnown(db: Executor, token: string): Promise<boolean> {
  return isAny(
    db,
    sql`select 1 from verification
        where identifier = ${SETUP} and value = ${hashOf(token)} and expires_at > now()`,
  )
}

const isAnyPerson = (db: Executor) => isAny(db, sql`select 1 from person`)
const isAnyAdmin = (db: Executor) => isAny(db, sql`select 1 from person where role = 'admin'`)

async function isAny(db: Executor, statement: ReturnType<typeof sql>): Promise<boolean> {
  const [found] = await query<{ isAny: boolean }>(db)`select exists (${statement}) as "isAny"`
  return found?.isAny === true
}
