import 'server-only'
import { rm } from 'node:fs/promises'
import { sql } from 'drizzle-orm'
import { processWide } from '#lib/server/config/process-wide.ts'
import type { Database } from '#lib/server/db/client.ts'

/**
 * Resets the audit log of a test database.
 * @param db a superuser's connection, because the log's triggers stop everyone else.
 */
export async function emptyAuditLog(db: Database): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`)
    // Locks the tables in the order in which recording an event does; the other order can deadlock.
    await tx.execute(sql`truncate audit_head, audit_event`)
  })
  // Also resets what this process, and the file beside the database, know about the end of the log.
  processWide('furrowAudit').value = undefined
  await rm(`${process.env.DATA_DIR}/audit-anchors`, { recursive: true, force: true })
}
