import 'server-only'
import { sql } from 'drizzle-orm'
import { type Database, type Executor, rows } from '#lib/server/db/client.ts'
import { transact } from '#lib/server/db/transact.ts'
import type { Anchor } from './anchors.ts'
import { toRecord } from './entry.ts'
import { type AuditHead, type AuditRecord, type AuditSeals, type SealedEvent, sealAll } from './seal.ts'

type Unsealed = Omit<AuditRecord, 'sequence'>

/**
 * Limits the wait for the chain's head to 2 s and the statement to 4 s, so that the web process does not hang
 * on either.
 */
const LIMITS = sql`select set_config('lock_timeout', '2s', true), set_config('statement_timeout', '4s', true)`

/** The new head of the chain, and the actions of the events that report a fault of the former head. */
export type Appended = { head: AuditHead; notes: string[] }

/** Appends events in a separate short transaction, as `appendTo` does. */
export function appendEvents(
  db: Database,
  seals: AuditSeals,
  records: readonly Unsealed[],
  known: Anchor | null,
): Promise<Appended> {
  return transact(db, (tx) => appendTo(tx, seals, records, known))
}

/**
 * Appends events as the last statements of a transaction. The chain's head stays locked until the transaction
 * ends, so that sequences have no gaps.
 * @param known the last end that this process has seen: a chain that ends earlier, or whose head another
 * secret sealed, gets an event that says so
 */
export async function appendTo(
  tx: Executor,
  seals: AuditSeals,
  records: readonly Unsealed[],
  known: Anchor | null,
): Promise<Appended> {
  const end = await lockHead(tx)
  const notes = findings(seals, end, known)
  const sealed = sealAll(seals, end, [...notes, ...records])
  await insertEvents(tx, sealed.events, sealed.head)
  return { head: sealed.head, notes: notes.map((note) => note.action) }
}

function findings(seals: AuditSeals, end: AuditHead | null, known: Anchor | null): Unsealed[] {
  const note = (action: string, details: Record<string, number>) =>
    toRecord({ actor: 'system', action, outcome: 'failed', details }, new Date())
  const found = end?.sequence ?? 0
  const isCutBack = known !== null && found < known.sequence
  const isForeign = end !== null && seals.headOf(end.sequence, end.hash).seal !== end.seal
  return [
    ...(isCutBack ? [note('audit.cut_back', { expected: known.sequence, found })] : []),
    ...(isForeign ? [note('audit.secret_changed', { after: found })] : []),
  ]
}

async function lockHead(tx: Executor): Promise<AuditHead | null> {
  const read = () =>
    rows<{ sequence: string; hash: string; seal: string }>(
      tx,
      // Sets the limits before the statement waits for the row, in the same round trip.
      sql`with limits as materialized (${LIMITS})
        select sequence::text as sequence, hash, seal from audit_head, limits for update of audit_head`,
    )
  let [end] = await read()
  if (!end) {
    // Serialises two processes that write the very first event: the second waits here for the first one's
    // head. Events without a head come from the first release with people, which did not seal them. The chain
    // continues after those events, sealed from there on.
    await tx.execute(
      sql`insert into audit_head ("only", sequence, hash, seal)
        select true, coalesce(max(sequence), 0), coalesce((array_agg(hash order by sequence desc))[1], ''), ''
        from audit_event on conflict do nothing`,
    )
    ;[end] = await read()
  }
  if (!end) throw new Error('The end of the audit log cannot be read')
  const sequence = Number(end.sequence)
  return sequence === 0 ? null : { ...end, sequence }
}

/** Inserts sealed events and, if given, moves the head. Timestamps are passed as the text that was sealed. */
export async function insertEvents(
  tx: Executor,
  events: readonly SealedEvent[],
  head?: AuditHead,
): Promise<void> {
  const column = (name: keyof SealedEvent) => sql.param(events.map((event) => event[name]))
  const moveHead = head
    ? sql`with moved as (
        update audit_head set sequence = ${head.sequence}, hash = ${head.hash}, seal = ${head.seal})`
    : sql``
  await tx.execute(sql`
    ${moveHead}
    insert into audit_event
      (sequence, at, actor_kind, actor_id, actor_name, action, outcome, subject, details, request_id, hash)
    select * from unnest(
      ${column('sequence')}::bigint[], ${sql.param(events.map(instant))}::timestamptz[],
      ${column('actorKind')}::text[], ${column('actorId')}::text[], ${column('actorName')}::text[],
      ${column('action')}::text[], ${column('outcome')}::text[], ${column('subject')}::text[],
      ${column('details')}::text[], ${column('requestId')}::text[], ${column('hash')}::text[])`)
}

const instant = ({ at }: SealedEvent) => new Date(Math.round(Number(at) * 1000)).toISOString()
