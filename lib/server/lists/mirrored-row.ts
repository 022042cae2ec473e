import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { instantText } from '#lib/server/db/instant-text.ts'
import { isRecord } from '#lib/server/log/redact.ts'
import type { RawRecord } from '#lib/server/upstream/contract.ts'
import type { Resource, Source } from '#lib/sources.ts'

/** The column `raw`: the upstream's record, of which the schema copies nothing. */
export const rawSchema = z.custom<RawRecord>(isRecord)

/**
 * Returns the SQL for when the window that holds `day` was last read completely, or for the row's own last
 * change if it never was.
 */
export function lastReadAt(source: Source, resource: Resource, day: SQL): SQL {
  return instantText(sql`coalesce(
    (select max(last_complete_at) from sync_window where source = ${source} and resource = ${resource}
      and from_day <= ${day} and (to_day is null or to_day >= ${day})), changed_at)`)
}
