import 'server-only'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { RequestError } from '#lib/errors.ts'
import { databaseUrl } from '#lib/server/config/database-url.ts'
import { authSecret, env } from '#lib/server/config/env.ts'
import { processWide } from '#lib/server/config/process-wide.ts'
import { database } from '#lib/server/db/client.ts'
import { transact } from '#lib/server/db/transact.ts'
import { errorFields, logger } from '#lib/server/log/logger.ts'
import { createStateLog } from '#lib/server/log/state-log.ts'
import { type Anchor, anchorFile, lastAnchor, writeAnchor } from './anchors.ts'
import { type Appended, appendEvents, appendTo } from './append.ts'
import { type AuditEntry as Entry, toRecord } from './entry.ts'
import { type AuditSeals, auditSeals } from './seal.ts'

export type AuditEntry = Entry

/** How many events one transaction writes at most; events that arrive meanwhile wait for the next. */
const MAX_BATCH = 500

type Waiting = { record: ReturnType<typeof toRecord>; resolve: () => void; reject: (error: unknown) => void }
type Writer = { waiting: Waiting[]; isWriting: boolean; known: Map<string, Anchor | null> }

const UNAVAILABLE = 'audit_unavailable'
const unwritable = createStateLog({
  entered: 'the audit log cannot be written',
  left: 'the audit log can be written again',
})
const unanchored = createStateLog({
  entered: 'the anchor file of the audit log cannot be written',
  left: 'the anchor file of the audit log can be written again',
})

const shared = processWide<Writer>('furrowAudit')

/**
 * Writes one event to the audit log, sealed together with the previous one, and resolves when it is stored.
 * Events that arrive during a write share the next transaction.
 * @throws RequestError 503 `audit_unavailable` if the event cannot be written, so that the caller refuses the
 * audited action
 */
export function recordAudit(entry: AuditEntry): Promise<void> {
  const writer = sharedWriter()
  return new Promise((resolve, reject) => {
    writer.waiting.push({ record: toRecord(entry, new Date()), resolve, reject })
    if (!writer.isWriting) void writeWaiting(writer)
  })
}

function sharedWriter(): Writer {
  shared.value ??= { waiting: [], isWriting: false, known: new Map() }
  return shared.value
}

async function writeWaiting(writer: Writer): Promise<void> {
  writer.isWriting = true
  while (writer.waiting.length > 0) {
    const batch = writer.waiting.splice(0, MAX_BATCH)
    try {
      await writeBatch(writer, batch)
      for (const { resolve } of batch) resolve()
    } catch (error) {
      unwritable.enter(errorFields(error))
      for (const { reject } of batch) reject(unavailable(error))
    }
  }
  writer.isWriting = false
}

async function writeBatch(writer: Writer, batch: readonly Waiting[]): Promise<void> {
  const chain = await openChain(writer)
  const records = batch.map(({ record }) => record)
  await noteEnd(writer, chain, await appendEvents(database(), chain.seals, records, chain.known))
}

/** An act's result, and its audit event or events. */
type Recorded<Result> = { result: Result; audit: AuditEntry | readonly AuditEntry[] }

/**
 * Runs an act in one transaction with its audit event: both are stored, or neither is. The act may run again
 * after a deadlock, so its statements must be its only effect. Several events are stored in order; an act
 * that changed nothing returns none.
 * @throws the act's own error; RequestError 503 `audit_unavailable` if the event cannot be written, after a
 * rollback
 */
export async function transactRecorded<Result>(
  act: (tx: NodePgDatabase) => Promise<Recorded<Result>>,
): Promise<Result> {
  const writer = sharedWriter()
  const chain = await openChain(writer).catch((error: unknown) => {
    throw noteUnwritable(unavailable(error))
  })
  const { result, appended } = await transact(database(), async (tx) => {
    const { result, audit } = await act(tx)
    const records = [audit].flat().map((entry) => toRecord(entry, new Date()))
    if (records.length === 0) return { result, appended: null }
    const appended = await appendTo(tx, chain.seals, records, chain.known).catch((error: unknown) => {
      throw unavailable(error)
    })
    return { result, appended }
  }).catch((error: unknown) => {
    throw noteUnwritable(error)
  })
  if (appended !== null) await noteEnd(writer, chain, appended)
  return result
}

/** Logs that the audit log cannot be written if an act failed for that reason, as `recordAudit` does. */
function noteUnwritable(error: unknown): unknown {
  if (error instanceof RequestError && error.code === UNAVAILABLE) unwritable.enter(errorFields(error.cause))
  return error
}

type Chain = { url: string; file: string; seals: AuditSeals; known: Anchor | null }

async function openChain({ known }: Writer): Promise<Chain> {
  const url = databaseUrl()
  const file = anchorFile(env().dataDir, url)
  const before = known.get(url) ?? (await lastAnchor(file).catch(noteAnchorFault))
  return { url, file, seals: auditSeals(authSecret()), known: before }
}

/** Writes the chain's new end outside the database, to the anchor file and to the process's log. */
async function noteEnd({ known }: Writer, { url, file }: Chain, { head, notes }: Appended): Promise<void> {
  // Keeps a later end that another transaction of this process wrote. Notes mean that the chain was cut back
  // or sealed with another secret; a chain that was cut back has an earlier end, which must replace the known
  // one.
  if (notes.length > 0 || head.sequence > (known.get(url)?.sequence ?? 0))
    known.set(url, { sequence: head.sequence, hash: head.hash })
  logger().info({ auditSequence: head.sequence, auditHash: head.hash }, 'audit log')
  for (const note of notes)
    logger().error({ note }, 'the audit log differs from what this process last wrote')
  unwritable.leave()
  await writeAnchor(file, head).then(() => unanchored.leave(), noteAnchorFault)
}

/** Logs only: the event is stored, and a full disk for the anchor file does not change that. */
function noteAnchorFault(error: unknown): null {
  unanchored.enter(errorFields(error))
  return null
}

function unavailable(cause: unknown): RequestError {
  const detail =
    'This cannot be recorded in the audit log just now, so it is refused. Please try again in a moment.'
  const error = new RequestError(503, UNAVAILABLE, detail)
  error.cause = cause
  return error
}
