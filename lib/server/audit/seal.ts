import 'server-only'
import { createHmac, createSecretKey, hkdfSync } from 'node:crypto'

/**
 * One event in the form that is sealed: every column of `audit_event` except the hash, each as exact text.
 */
export type AuditRecord = {
  sequence: number
  /** Seconds since 1970 with six decimals, as PostgreSQL's `extract(epoch …)` prints a timestamp. */
  at: string
  actorKind: string
  actorId: string | null
  actorName: string | null
  action: string
  outcome: string
  subject: string | null
  /** JSON text. */
  details: string
  requestId: string | null
}
export type SealedEvent = AuditRecord & { hash: string }

/** The head of the chain. `seal` proves that its writer knows the secret. */
export type AuditHead = { sequence: number; hash: string; seal: string }

/** The `previous` of the first event, which has no predecessor. */
export const FIRST_PREVIOUS = ''

export type AuditSeals = {
  /** Returns the hash of an event that follows the event with the hash `previous`. */
  hashOf: (previous: string, record: AuditRecord) => string
  headOf: (sequence: number, hash: string) => AuditHead
}

/**
 * Returns the functions that seal events with one AUTH_SECRET. HKDF derives keys that serve nothing else, so
 * that a writer of the database without the secret cannot forge an event or a head that verifies.
 */
export function auditSeals(secret: string): AuditSeals {
  const derive = (purpose: string) =>
    createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', `furrow audit ${purpose} 1`, 32)))
  const eventKey = derive('event')
  const headKey = derive('head')
  return {
    hashOf: (previous, record) =>
      createHmac('sha256', eventKey).update(canonicalText(previous, record)).digest('base64url'),
    headOf: (sequence, hash) => ({
      sequence,
      hash,
      seal: createHmac('sha256', headKey).update(`${sequence} ${hash}`).digest('base64url'),
    }),
  }
}

/** Serialises an event as a JSON array, so that no two different events share a text. */
function canonicalText(previous: string, record: AuditRecord): string {
  return JSON.stringify([
    previous,
    record.sequence,
    record.at,
    record.actorKind,
    record.actorId,
    record.actorName,
    record.action,
    record.outcome,
    record.subject,
    record.details,
    record.requestId,
  ])
}

/** Prints an instant in the form of `AuditRecord.at`. */
export function epochText(at: Date): string {
  const ms = at.getTime()
  return `${Math.floor(ms / 1000)}.${String(ms % 1000).padStart(3, '0')}000`
}

/**
 * Seals records in order behind the chain's head.
 * @returns the sealed events and the new head
 */
export function sealAll(
  seals: AuditSeals,
  head: Pick<AuditHead, 'sequence' | 'hash'> | null,
  records: readonly Omit<AuditRecord, 'sequence'>[],
): { events: SealedEvent[]; head: AuditHead } {
  let sequence = head?.sequence ?? 0
  let hash = head?.hash ?? FIRST_PREVIOUS
  const events = records.map((fields) => {
    sequence += 1
    const record = { ...fields, sequence }
    hash = seals.hashOf(hash, record)
    return { ...record, hash }
  })
  return { events, head: seals.headOf(sequence, hash) }
}
