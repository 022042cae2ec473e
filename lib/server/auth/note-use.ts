import 'server-only'
import type { SQL } from 'drizzle-orm'
import { database } from '#lib/server/db/client.ts'
import { databaseFault } from '#lib/server/db/faults.ts'

/**
 * Writes down when a session or a key was last used. While PostgreSQL takes no writes nothing is noted, and whoever asks is
 * answered all the same.
 */
export async function noteUse(statement: SQL): Promise<void> {
  try {
    await database().execute(statement)
  } catch (error) {
    const fault = databaseFault(error)
    if (fault !== 'read_only' && fault !== 'full') throw error
  }
}
