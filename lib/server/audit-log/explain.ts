import 'server-only'
import { sql } from 'drizzle-orm'
import { type AuditHead, type AuditSeals, FIRST_PREVIOUS, type SealedEvent } from '#lib/server/audit/seal.ts'
import { type Executor, rows } from '#lib/server/db/client.ts'

export const FAULT_KINDS = ['edited', 'missing', 'reordered', 'truncated', 'forged'] as const

/** The first place where the chain does not verify, and what must have happened there. */
export type AuditFault = { sequence: number; kind: (typeof FAULT_KINDS)[number]; detail: string }

/** How many events removed before a renumbering are searched for at most. */
const MAX_SHIFT = 10_000

type Mismatch = {
  tx: Executor
  seals: readonly AuditSeals[]
  /** The hash that the event should follow. */
  previous: string
  event: SealedEvent
  next: SealedEvent | null
  head: AuditHead | null
}

/** Explains an event whose hash does not match, from the next event and the hashes of all others. */
export async function explainMismatch(mismatch: Mismatch): Promise<AuditFault> {
  const { event, seals, previous, next, head } = mismatch
  const { sequence } = event
  const follows = (hash: string, shift = 0) =>
    next
      ? seals.some((own) => own.hashOf(hash, { ...next, sequence: next.sequence + shift }) === next.hash)
      : head !== null && head.sequence === sequence && head.hash === hash
  const isHashEdited = seals.some((own) => follows(own.hashOf(previous, event)))
  if (isHashEdited || follows(event.hash))
    return { sequence, kind: 'edited', detail: 'its fields are not those that were sealed' }
  for (let shift = 1; next && shift <= MAX_SHIFT; shift += 1) {
    if (!follows(event.hash, shift)) continue
    const detail = `${shift} ${shift === 1 ? 'event' : 'events'} before it were taken out and the rest numbered anew`
    return { sequence, kind: 'missing', detail }
  }
  const origin = await findOrigin(mismatch)
  if (origin !== null)
    return { sequence, kind: 'reordered', detail: `this event was written as number ${origin}` }
  return { sequence, kind: 'forged', detail: 'no holder of this AUTH_SECRET sealed it in this place' }
}

/**
 * Finds the sequence under which an event was sealed, by trying every hash as its predecessor.
 * @returns null if no hash fits
 */
async function findOrigin({ tx, seals, event }: Mismatch): Promise<number | null> {
  const all = await rows<{ sequence: string; hash: string }>(
    tx,
    sql`select sequence::text as sequence, hash from audit_event order by audit_event.sequence`,
  )
  for (const { sequence, hash } of [{ sequence: '0', hash: FIRST_PREVIOUS }, ...all]) {
    // The predecessor may have been moved as well, usually by one position.
    for (const origin of [1, 0, 2].map((step) => Number(sequence) + step)) {
      if (seals.some((own) => own.hashOf(hash, { ...event, sequence: origin }) === event.hash)) return origin
    }
  }
  return null
}
