import 'server-only'
import type { SQL } from 'drizzle-orm'
import { database } from '#lib/server/db/client.ts'
import { databaseFault } from '#lib/server/db/faults.ts'

/**
 * Runs a statement that records when a session or key was last used. While PostgreSQL accepts no writes
 * (read-only or disk full) nothing is recorded, and the request is answered all the same.
 */
export async function noteUse(statement: SQL): Promise<void> {
  try {
    await database().execute(statement)
  } catch (error) {
    const fault = databaseFault(error)
    if (fault !== 'read_only' && fault !== 'full') throw error
  }
}
