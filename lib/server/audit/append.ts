import 'server-only'
import { sql } from 'drizzle-orm'
import { type Database, type Executor, rows } from '#lib/server/db/client.ts'
import { transact } from '#lib/server/db/transact.ts'
import type { Anchor } from './anchors.ts'
import { toRecord } from './entry.ts'
import { type AuditHead, type AuditRecord, type AuditSeals, type SealedEvent, sealAll } from './seal.ts'

type Unsealed = Omit<AuditRecord, 'sequence'>

/** Whoever waits longer for the end of the chain is refused: the web must not hang on it. */
const LIMITS = sql`select set_config('lock_timeout', '2s', true), set_config('statement_timeout', '4s', true)`

/** The new end of the chain, and the actions of the events that note something wrong with the former one. */
export type Appended = { head: AuditHead; notes: string[] }

/** Appends events in a short transaction of their own; see `appendTo`. */
export function appendEvents(
  db: Database,
  seals: AuditSeals,
  records: readonly Unsealed[],
  known: Anchor | null,
): Promise<Appended> {
  return transact(db, (tx) => appendTo(tx, seals, records, known))
}

/**
 * Appends events as the last statements of a transaction. The end of the chain stays locked until the transaction ends, so
 * that sequences have no gap. `known` is the last end that this process has seen: a chain that ends before that one, or
 * whose end another secret sealed, gets an event that says so.
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
  const cut = known !== null && found < known.sequence
  const isForeign = end !== null && seals.headOf(end.sequence, end.hash).seal !== end.seal
  return [
    ...(cut ? [note('audit.cut_back', { expected: known.sequence, found })] : []),
    ...(isForeign ? [note('audit.secret_changed', { after: found })] : []),
  ]
}

async function lockHead(tx: Executor): Promise<AuditHead | null> {
  const read = () =>
    rows<{ sequence: string; hash: string; seal: string }>(
      tx,
      // The limits are set before the row is waited for, in the same round trip.
      sql`with limits as materialized (${LIMITS})
        select sequence::text as sequence, hash, seal from audit_head, limits for update of audit_head`,
    )
  let [end] = await read()
  if (!end) {
    // Two processes that write the very first event: one waits here for the other's end. Events without an end come from
    // the first release with people, which did not seal them: the chain goes on behind them, under a seal from there on.
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

/** Writes sealed events, and the end they make where it is given. Their instants pass as the text that was sealed. */
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
