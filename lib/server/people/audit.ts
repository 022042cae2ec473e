import 'server-only'
import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { database } from '../db/client.ts'
import type { Viewer } from './viewer.ts'

/** Something that happened, as the log keeps it. */
export type AuditEntry = {
  actor: Viewer | 'system' | 'anonymous' | { kind: 'person'; id: string; name: string }
  action: string
  outcome: 'ok' | 'denied' | 'failed' | 'aborted'
  subject?: string
  details?: Record<string, string | number | boolean | null | readonly string[]>
  requestId?: string
}

/** Adds an event to the audit log. Throws if it cannot be written: what cannot be accounted for must not happen. */
export async function recordAudit(event: AuditEntry): Promise<void> {
  const { actor, action, outcome, subject = null, details = {}, requestId = null } = event
  const who = typeof actor === 'string' ? { kind: actor, id: null, name: null } : actor
  const facts = JSON.stringify(details)
  const hash = createHash('sha256')
    .update(JSON.stringify([who, action, outcome, subject, facts]))
    .digest('hex')
  await database().transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('audit_event'))`)
    await tx.execute(
      sql`insert into audit_event (sequence, at, actor_kind, actor_id, actor_name, action, outcome, subject, details, request_id, hash)
          select coalesce(max(sequence), 0) + 1, now(), ${who.kind}, ${who.id}, ${who.name}, ${action}, ${outcome}, ${subject},
                 ${facts}::jsonb, ${requestId}, ${hash} from audit_event`,
    )
  })
}
