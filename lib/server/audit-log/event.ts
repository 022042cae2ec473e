import 'server-only'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { type AuditEvent, auditEventSchema } from '#lib/audit/schema.ts'
import type { SealedEvent } from '#lib/server/audit/seal.ts'
import { instantText } from '#lib/server/db/instant-text.ts'

export type AuditRow = Omit<SealedEvent, 'sequence'> & { id: string }

/** Columns of `audit_event` in the form that people read. */
export const auditColumns = sql`
  sequence::text as id, ${instantText(sql`at`)} as at, actor_kind as "actorKind", actor_id as "actorId",
  actor_name as "actorName", action, outcome, subject, details, request_id as "requestId", hash`

const anything = z.record(z.string(), z.unknown())

/**
 * Converts a stored event for the API. A row that was edited into an invalid event is shown as far as it can
 * be parsed.
 */
export function toAuditEvent(row: AuditRow): AuditEvent {
  const { actorKind, actorId, actorName, details, ...rest } = row
  const event = {
    ...rest,
    actor: { kind: actorKind, id: actorId, name: actorName },
    details: readDetails(details),
  }
  const read = auditEventSchema.safeParse(event)
  if (read.success) return read.data
  return {
    ...rest,
    actor: { kind: 'anonymous', id: actorId, name: actorName },
    outcome: 'failed',
    details: { unreadable: `${actorKind} ${row.outcome} ${details}`.slice(0, 2_000) },
  }
}

function readDetails(text: string): unknown {
  try {
    return anything.parse(JSON.parse(text))
  } catch {
    return { unreadable: text.slice(0, 2_000) }
  }
}
