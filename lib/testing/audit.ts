import 'server-only'
import { rm } from 'node:fs/promises'
import { sql } from 'drizzle-orm'
import { processWide } from '#lib/server/config/process-wide.ts'
import type { Database } from '#lib/server/db/client.ts'

/** Starts the audit log of a test's database anew. In: a connection of a superuser, whom the log's triggers let through. */
export async function emptyAuditLog(db: Database): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`)
    // In the order in which an event that is being recorded takes them: the other one is a deadlock.
    await tx.execute(sql`truncate audit_head, audit_event`)
  })
  // What this process, and the file beside the database, know of the end of the log.
  processWide('furrowAudit').value = undefined
  await rm(`${process.env.DATA_DIR}/audit-anchors`, { recursive: true, force: true })
}
