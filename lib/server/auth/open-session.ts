import 'server-only'
import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { z } from 'zod'
import { personSchema } from '#lib/admin/schema.ts'
import { type AuditEntry, transactRecorded } from '#lib/server/audit/record.ts'
import { type Executor, query } from '#lib/server/db/client.ts'
import { parsedRows } from '#lib/server/db/parsed-rows.ts'
import { session } from '#lib/server/db/schema-people.ts'
import { clientAddress } from './address.ts'
import { passwordHashOf } from './passwords.ts'
import { newSecret } from './secrets.ts'
import { readSessionToken, SESSION_MAX_SECONDS } from './session-cookie.ts'
import { clearEndedSessions, endSessionOfCookie } from './sessions.ts'

/** A request that signs a person in or out, with the id under which the request is logged. */
export type SignInRequest = { request: Request; requestId: string }

/**
 * How a person proved who they are; `checkedHash` is the stored hash that the typed password was compared
 * with.
 */
type Proof = { way: string; checkedHash?: string }
const ownerSchema = personSchema
  .pick({ id: true, name: true, role: true })
  .extend({ language: z.string().nullable() })
type Owner = z.infer<typeof ownerSchema>
export type OpenedSession = Owner & { token: string }

/**
 * Opens a session in one transaction with its audit event, and ends the session that the request came with.
 * The transaction locks the person's row, so that a concurrent password change or disabling either ends the
 * new session or prevents it.
 * @returns null, with a refusal in the audit log, if the account is disabled or the checked hash is no longer
 * the stored one
 */
export async function openSession(
  personId: string,
  { way, checkedHash }: Proof,
  { request, requestId }: SignInRequest,
): Promise<OpenedSession | null> {
  const token = newSecret()
  const details = { way, address: clientAddress(request) }
  const opened = await transactRecorded(async (tx) => {
    const owner = await lockEnabled(tx, personId)
    const isProven = checkedHash === undefined || (await passwordHashOf(personId, tx)) === checkedHash
    if (owner === null || !isProven) return { result: null, audit: refusal(personId, details, requestId) }
    await insertSession(tx, personId, token, request)
    await endSessionOfCookie(tx, request.headers.get('cookie'))
    return { result: { ...owner, token }, audit: signInEvent(owner, details, requestId) }
  })
  await clearEndedSessions()
  return opened
}

/**
 * Confirms a session that better-auth has just created, in one transaction with its audit event, and ends the
 * session that the request came with.
 * @returns the person; null if the account is disabled: the session is then deleted and a refusal is in the
 * audit log
 */
export async function confirmSession(
  token: string,
  way: string,
  { request, requestId }: SignInRequest,
): Promise<Owner | null> {
  const details = { way, address: clientAddress(request) }
  return transactRecorded(async (tx) => {
    const [made] = await query<{ personId: string }>(tx)`
      select person_id as "personId" from session where token = ${token}`
    const owner = made ? await lockEnabled(tx, made.personId) : null
    if (owner === null) {
      await tx.execute(sql`delete from session where token = ${token}`)
      return { result: null, audit: refusal(made?.personId, details, requestId) }
    }
    // A browser that is redirected twice already sends the new session's cookie.
    if (readSessionToken(request.headers.get('cookie')) !== token)
      await endSessionOfCookie(tx, request.headers.get('cookie'))
    return { result: owner, audit: signInEvent(owner, details, requestId) }
  })
}

async function lockEnabled(tx: Executor, personId: string): Promise<Owner | null> {
  const [owner] = await parsedRows(
    tx,
    sql`select id, name, role, language from person where id = ${personId} and disabled_at is null for share`,
    ownerSchema,
  )
  return owner ?? null
}

async function insertSession(
  tx: NodePgDatabase,
  personId: string,
  token: string,
  request: Request,
): Promise<void> {
  await tx.insert(session).values({
    id: randomUUID(),
    token,
    personId,
    // By the database's clock, against which sessions are also checked.
    expiresAt: sql`now() + make_interval(secs => ${SESSION_MAX_SECONDS})`,
    ipAddress: clientAddress(request),
    userAgent: request.headers.get('user-agent') ?? '',
    createdAt: sql`now()`,
    updatedAt: sql`now()`,
  })
}

type Details = { way: string; address: string }

function signInEvent({ id, name }: Owner, details: Details, requestId: string): AuditEntry {
  return { actor: { kind: 'person', id, name }, action: 'sign_in', outcome: 'ok', details, requestId }
}

/** Builds the audit event of a refused sign-in. */
export function refusal(
  personId: string | undefined,
  details: Details & { reason?: string | null },
  requestId: string,
): AuditEntry {
  const subject = personId === undefined ? {} : { subject: `person:${personId}` }
  return { actor: 'anonymous', action: 'sign_in.refused', outcome: 'denied', ...subject, details, requestId }
}
