import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import type { SealedEvent } from './seal.ts'

export type SealedRow = Omit<SealedEvent, 'sequence'> & { sequence: string }

/**
 * Selects events exactly as they were sealed: the instant as a number, whatever the connection's settings.
 */
export function selectEvents(where: SQL): SQL {
  return sql`
    select sequence::text as sequence, extract(epoch from at)::text as at, actor_kind as "actorKind",
      actor_id as "actorId", actor_name as "actorName", action, outcome, subject, details,
      request_id as "requestId", hash
    from audit_event ${where} order by audit_event.sequence`
}

/** Converts a row of `selectEvents` to a sealed event. */
export function toSealed(row: SealedRow): SealedEvent {
  return { ...row, sequence: Number(row.sequence) }
}
