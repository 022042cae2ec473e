import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { HistoryEntry } from '#lib/schema.ts'
import { type Executor, query } from '#lib/server/db/client.ts'
import { instantText } from '#lib/server/db/instant-text.ts'
import { isRecord } from '#lib/server/log/redact.ts'
import type { RawRecord } from '#lib/server/upstream/contract.ts'
import type { Resource, Source } from '#lib/sources.ts'

/** The column `raw`: the upstream's record, of which the schema copies nothing. */
export const rawSchema = z.custom<RawRecord>(isRecord)

/** Reads the newest 200 observed status changes of one row, newest first. */
export function readHistory(
  tx: Executor,
  source: Source,
  resource: Resource,
  id: string,
): Promise<HistoryEntry[]> {
  return query<HistoryEntry>(tx)`
    select status, ${instantText(sql`previous_seen_at`)} as "previousSeenAt",
        ${instantText(sql`seen_at`)} as "seenAt"
      from row_history where source = ${source} and resource = ${resource} and id = ${id}
      order by entry desc limit 200`
}

/**
 * Returns the SQL for when the window that holds `day` was last read completely, or for the row's own last
 * change if it never was.
 */
export function lastReadAt(source: Source, resource: Resource, day: SQL): SQL {
  return instantText(sql`coalesce(
    (select max(last_complete_at) from sync_window where source = ${source} and resource = ${resource}
      and from_day <= ${day} and (to_day is null or to_day >= ${day})), changed_at)`)
}
