import 'server-only'
import { RequestError } from '#lib/errors.ts'
import { type Anchor, anchorFile, lastAnchor, writeAnchor } from '../audit/anchors.ts'
import { appendEvents } from '../audit/append.ts'
import { type AuditEntry as Entry, toRecord } from '../audit/entry.ts'
import { auditSeals } from '../audit/seal.ts'
import { database } from '../db/client.ts'
import { env } from '../env.ts'
import { errorFields, logger } from '../logger.ts'

export type AuditEntry = Entry

/** One transaction writes so many events at most; what comes meanwhile waits for the next. */
const MAX_BATCH = 500

type Waiting = {
  record: ReturnType<typeof toRecord>
  resolve: () => void
  reject: (error: unknown) => void
}
type Writer = { waiting: Waiting[]; isWriting: boolean; known: Map<string, Anchor | null> }

const shared = globalThis as typeof globalThis & { furrowAudit?: Writer }

/**
 * Writes one event to the audit log, sealed together with the one before, and returns when it is stored. Events that come
 * while others are being written share one transaction. Throws a 503 `audit_unavailable` if it cannot be written: what
 * must not happen unseen is then refused.
 */
export function recordAudit(entry: AuditEntry): Promise<void> {
  shared.furrowAudit ??= { waiting: [], isWriting: false, known: new Map() }
  const writer = shared.furrowAudit
  return new Promise((resolve, reject) => {
    writer.waiting.push({ record: toRecord(entry, new Date()), resolve, reject })
    if (!writer.isWriting) void writeWaiting(writer)
  })
}

async function writeWaiting(writer: Writer): Promise<void> {
  writer.isWriting = true
  while (writer.waiting.length > 0) {
    const batch = writer.waiting.splice(0, MAX_BATCH)
    try {
      await writeBatch(writer, batch)
      for (const { resolve } of batch) resolve()
    } catch (error) {
      logger().error(errorFields(error), 'the audit log cannot be written')
      for (const { reject } of batch) reject(unavailable(error))
    }
  }
  writer.isWriting = false
}

async function writeBatch({ known }: Writer, batch: readonly Waiting[]): Promise<void> {
  const url = process.env.FURROW_DATABASE_URL ?? process.env.DATABASE_URL
  const secret = env().authSecret
  if (!url || secret === null) throw new Error('The audit log needs a database and AUTH_SECRET')
  const file = anchorFile(env().dataDir, url)
  const before = known.get(url) ?? (await lastAnchor(file).catch(noteAnchorFault))
  const records = batch.map(({ record }) => record)
  const { head, notes } = await appendEvents(database(), auditSeals(secret), records, before)
  known.set(url, { sequence: head.sequence, hash: head.hash })
  // The same end goes to the log: lines that are kept elsewhere show a cut even where the file was cut as well.
  logger().info({ auditSequence: head.sequence, auditHash: head.hash }, 'audit log')
  for (const note of notes) logger().error({ note }, 'the audit log was not as this process left it')
  await writeAnchor(file, head).catch(noteAnchorFault)
}

/** The event itself is stored: a full disk does not make it unwritten. */
function noteAnchorFault(error: unknown): null {
  logger().error(errorFields(error), 'the end of the audit log cannot be written down beside the database')
  return null
}

function unavailable(cause: unknown): RequestError {
  const error = new RequestError(
    503,
    'audit_unavailable',
    'This cannot be recorded in the audit log just now, so it is refused. Please try again in a moment.',
  )
  error.cause = cause
  return error
}
