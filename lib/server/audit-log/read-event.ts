import 'server-only'
import { sql } from 'drizzle-orm'
import type { AuditEventAnswer } from '#lib/audit/schema.ts'
import { notFound } from '#lib/errors.ts'
import { auditSeals, FIRST_PREVIOUS } from '#lib/server/audit/seal.ts'
import { type SealedRow, selectEvents, toSealed } from '#lib/server/audit/sealed-rows.ts'
import { authSecret } from '#lib/server/config/env.ts'
import { query, readSnapshot, rows } from '#lib/server/db/client.ts'
import { requireRole, type Viewer } from '#lib/server/viewer.ts'
import { type AuditRow, auditColumns, toAuditEvent } from './event.ts'

/**
 * Reads one event, and checks that its hash fits the event and its predecessor.
 * @throws RequestError 404 for an unknown sequence, 403 for anyone but an admin
 */
export async function readAuditEvent(viewer: Viewer, sequence: number): Promise<AuditEventAnswer> {
  requireRole(viewer, 'admin')
  return readSnapshot(viewer, async ({ tx }) => {
    const [row] = await query<AuditRow>(tx)`
      select ${auditColumns} from audit_event where sequence = ${sequence}`
    const [sealed] = await rows<SealedRow>(tx, selectEvents(sql`where sequence = ${sequence}`))
    if (!row || !sealed) throw notFound('event')
    const [before] = await query<{ hash: string }>(tx)`
      select hash from audit_event where sequence = ${sequence - 1}`
    const previousHash = before?.hash ?? FIRST_PREVIOUS
    const isIntact = auditSeals(authSecret()).hashOf(previousHash, toSealed(sealed)) === sealed.hash
    return { event: toAuditEvent(row), previousHash, isIntact }
  })
}
