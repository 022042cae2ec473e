import 'server-only'
import { sql } from 'drizzle-orm'
import {
  type AuditHead,
  type AuditSeals,
  auditSeals,
  FIRST_PREVIOUS,
  type SealedEvent,
} from '#lib/server/audit/seal.ts'
import { type SealedRow, selectEvents, toSealed } from '#lib/server/audit/sealed-rows.ts'
import { type Database, type Executor, query, rows } from '#lib/server/db/client.ts'
import { transact } from '#lib/server/db/transact.ts'

const EVENTS_PER_FETCH = 5_000

export type Verifying = {
  /** The AUTH_SECRETs that sealed events, the oldest first and the current one last. */
  secrets: readonly string[]
  /** Ends of the chain that were written outside the database (anchors), by sequence. */
  anchors: ReadonlyMap<number, ReadonlySet<string>>
  /** The first event to check; the hash of its predecessor is then trusted. */
  from?: number
  onProgress?: (verified: number) => void
}
export type Verification = {
  /** How many events verify, from the first one checked. */
  verified: number
  /** The last event that verifies, or null without one. */
  end: { sequence: number; hash: string } | null
  /** The last event that an older secret sealed; 0 if there is none. */
  olderUntil: number
  fault: AuditFault | null
}

type Walk = Verification & { previous: string; sequence: number; key: number }

/**
 * Verifies the whole audit log in one snapshot, up to the first fault: each event's hash, the sequence
 * without gaps, the seal of the head, and the anchors outside the database.
 * @throws the database's error if the log cannot be read
 */
export function verifyAudit({ db, ...options }: Verifying & { db: Database }): Promise<Verification> {
  return transact(
    db,
    async (tx) => {
      await tx.execute(sql.raw("set local statement_timeout = '60s'"))
      return verifyIn(tx, options)
    },
    'begin isolation level repeatable read read only',
  )
}

/** Verifies like `verifyAudit`, inside the caller's transaction. */
export async function verifyIn(tx: Executor, options: Verifying): Promise<Verification> {
  const seals = options.secrets.map(auditSeals)
  const head = await readHead(tx)
  const walk = await startOf(tx, options.from ?? 1)
  walk.fault = (await walkEvents(tx, walk, seals, head, options)) ?? endFault(walk, seals, head, options)
  const { verified, end, olderUntil, fault } = walk
  return { verified, end, olderUntil, fault }
}

async function startOf(tx: Executor, from: number): Promise<Walk> {
  const [before] = await query<{ hash: string }>(tx)`
    select hash from audit_event where sequence = ${from - 1}`
  const place = { sequence: from - 1, previous: before?.hash ?? FIRST_PREVIOUS }
  return { verified: 0, end: null, olderUntil: 0, fault: null, key: 0, ...place }
}

async function walkEvents(
  tx: Executor,
  walk: Walk,
  seals: readonly AuditSeals[],
  head: AuditHead | null,
  options: Verifying,
): Promise<AuditFault | null> {
  const { anchors, onProgress } = options
  // A full check has no lower bound, so that it also finds a sequence below 1.
  const where = options.from ? sql.raw(`where sequence >= ${options.from}`) : sql``
  await tx.execute(sql`declare audit_rows no scroll cursor for ${selectEvents(where)}`)
  const fetch = () => rows<SealedRow>(tx, sql.raw(`fetch ${EVENTS_PER_FETCH} from audit_rows`))
  let page = (await fetch()).map(toSealed)
  while (page.length > 0) {
    const following = page.length < EVENTS_PER_FETCH ? [] : (await fetch()).map(toSealed)
    for (const [at, event] of page.entries()) {
      const gap = gapBefore(walk, event)
      if (gap) return gap
      if (!advance(walk, event, seals)) {
        const next = page[at + 1] ?? following[0] ?? null
        return explainMismatch({
          tx,
          seals: seals.slice(walk.key),
          previous: walk.previous,
          event,
          next,
          head,
        })
      }
      const written = anchors.get(event.sequence)
      if (written && [...written].some((hash) => hash !== event.hash)) return rewritten(event.sequence)
    }
    onProgress?.(walk.verified)
    page = following
  }
  return null
}

/** Returns false if the event does not verify. Events after a change of secret must use the newer secret. */
function advance(walk: Walk, event: SealedEvent, seals: readonly AuditSeals[]): boolean {
  for (let key = walk.key; key < seals.length; key += 1) {
    if (seals[key]?.hashOf(walk.previous, event) !== event.hash) continue
    walk.key = key
    walk.verified += 1
    walk.sequence = event.sequence
    walk.previous = event.hash
    walk.end = { sequence: event.sequence, hash: event.hash }
    if (key < seals.length - 1) walk.olderUntil = event.sequence
    return true
  }
  return false
}

function gapBefore(walk: Walk, event: SealedEvent): AuditFault | null {
  const sequence = walk.sequence + 1
  if (event.sequence === sequence) return null
  const count = event.sequence - sequence
  if (count < 0) return { sequence: event.sequence, kind: 'forged', detail: 'there is no such number' }
  const detail = count === 1 ? 'this event is not there' : `${count} events from this one on are not there`
  return { sequence, kind: 'missing', detail }
}

function rewritten(sequence: number): AuditFault {
  const detail =
    'another event with this number was written down when it was made: the log was cut back and continued'
  return { sequence, kind: 'truncated', detail }
}

/** Returns the fault behind the last event: a head that does not belong to it, or an anchor beyond it. */
function endFault(
  walk: Walk,
  seals: readonly AuditSeals[],
  head: AuditHead | null,
  { anchors }: Verifying,
): AuditFault | null {
  const sequence = walk.sequence + 1
  const last = anchors.keys().reduce((newest, each) => Math.max(newest, each), 0)
  if (last > walk.sequence) {
    const detail = `${last} events were written down as made; the newest ${last - walk.sequence} are not there`
    return { sequence, kind: 'truncated', detail }
  }
  const isEmpty = walk.sequence === 0 && (head === null || head.sequence === 0)
  if (isEmpty) return null
  if (head === null) return { sequence, kind: 'missing', detail: 'the end of the chain is not there' }
  const isSealed = seals
    .slice(walk.key)
    .some((own) => own.headOf(head.sequence, head.hash).seal === head.seal)
  if (!isSealed)
    return { sequence: head.sequence, kind: 'forged', detail: 'the end of the chain is not sealed' }
  if (head.sequence > walk.sequence) {
    const detail = `the chain ends at ${head.sequence}; the newest ${head.sequence - walk.sequence} events are not there`
    return { sequence, kind: 'truncated', detail }
  }
  if (head.sequence === walk.sequence && head.hash === walk.previous) return null
  const detail = `the end of the chain stands at ${head.sequence} and does not belong to the last event`
  return { sequence: head.sequence, kind: 'forged', detail }
}

/** Reads the head of the chain; null before the first event. */
export async function readHead(tx: Executor): Promise<AuditHead | null> {
  const [head] = await query<{ sequence: string; hash: string; seal: string }>(tx)`
    select sequence::text as sequence, hash, seal from audit_head`
  return head ? { ...head, sequence: Number(head.sequence) } : null
}

const FAULT_KINDS = ['edited', 'missing', 'reordered', 'truncated', 'forged'] as const

/** The first place where the chain does not verify, and what must have happened there. */
type AuditFault = { sequence: number; kind: (typeof FAULT_KINDS)[number]; detail: string }

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
async function explainMismatch(mismatch: Mismatch): Promise<AuditFault> {
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
  const all = await query<{ sequence: string; hash: string }>(tx)`
    select sequence::text as sequence, hash from audit_event order by audit_event.sequence`
  for (const { sequence, hash } of [{ sequence: '0', hash: FIRST_PREVIOUS }, ...all]) {
    // The predecessor may have been moved as well, usually by one position.
    for (const origin of [1, 0, 2].map((step) => Number(sequence) + step)) {
      if (seals.some((own) => own.hashOf(hash, { ...event, sequence: origin }) === event.hash)) return origin
    }
  }
  return null
}
