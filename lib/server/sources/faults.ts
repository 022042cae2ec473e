import 'server-only'
import { sql } from 'drizzle-orm'
import { type Executor, rows } from '#lib/server/db/client.ts'
import { instantText } from '#lib/server/db/instant-text.ts'
import type { MirroredList } from '#lib/server/lists/mirrored-list.ts'
import type { SourceFault } from '#lib/sources/care-schema.ts'
import { explain } from './notices.ts'

const SHOWN = 10

type Entry = Omit<SourceFault, 'message' | 'fix'> & { detail: string }

/**
 * Reads the last ten faults of a list, newest first, in plain words with a fix. The newest is over once no
 * window of the list shows a fault.
 */
export async function readFaults(tx: Executor, { source, resource }: MirroredList): Promise<SourceFault[]> {
  const entries = await rows<Entry>(
    tx,
    sql`select code, detail, from_day::text as week, ${instantText(sql`first_at`)} as "firstAt",
        ${instantText(sql`last_at`)} as "lastAt", times, ${instantText(sql`retry_at`)} as "retryAt",
        row_number() over (order by entry desc) > 1 or not exists (
          select 1 from sync_window as own
          where own.source = ${source} and own.resource = ${resource} and error_code is not null
        ) as "isOver"
      from source_error where source = ${source} and resource = ${resource}
      order by entry desc limit ${SHOWN}`,
  )
  return entries.map(({ detail, ...entry }) => {
    const { message, fix } = explain(source, { errorCode: entry.code, errorDetail: detail })
    return { ...entry, message, fix }
  })
}
