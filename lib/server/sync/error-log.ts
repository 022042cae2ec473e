import 'server-only'
import { sql } from 'drizzle-orm'
import { type Executor, rows } from '#lib/server/db/client.ts'
import type { ListName } from './windows.ts'

/** Entries kept of each list. */
const KEPT = 10

export type LoggedFault = ListName & {
  fromDay: string
  code: string
  /** In our own words. */
  detail: string
  at: Date
  /** Until when the source asked to be left alone. */
  retryAt: Date | null
}

/**
 * Keeps a fault among the last ones of its list. The same kind of fault as the newest entry, with no other between them,
 * is counted there: a source that is down for a night is one entry. Costs two statements.
 */
export async function logFault(db: Executor, fault: LoggedFault): Promise<void> {
  const { source, resource, fromDay, code, detail } = fault
  const at = fault.at.toISOString()
  const retryAt = fault.retryAt?.toISOString() ?? null
  const [entry] = await rows<{ isNew: boolean }>(
    db,
    sql`with newest as (
        select entry, code from source_error where source = ${source} and resource = ${resource}
        order by entry desc limit 1
      ), counted as (
        update source_error set times = times + 1, last_at = greatest(last_at, ${at}::timestamptz),
          detail = ${detail}, from_day = ${fromDay}, retry_at = ${retryAt}
        where entry = (select entry from newest where code = ${code}) and ${isSameTrouble(source, resource)}
        returning entry
      ), added as (
        insert into source_error (source, resource, code, detail, from_day, first_at, last_at, retry_at)
        select ${source}, ${resource}, ${code}, ${detail}, ${fromDay}, ${at}, ${at}, ${retryAt}
        where not exists (select 1 from counted)
        returning entry
      )
      select exists (select 1 from added) as "isNew"`,
  )
  if (!entry?.isNew) return
  await db.execute(sql`
    delete from source_error where source = ${source} and resource = ${resource} and entry <= (
      select entry from source_error where source = ${source} and resource = ${resource}
      order by entry desc offset ${KEPT} limit 1)`)
}

/** The trouble is the same one while a window of the list still shows a fault: once all were read, it was over. */
function isSameTrouble(source: string, resource: string) {
  return sql`exists (select 1 from sync_window
    where source = ${source} and resource = ${resource} and error_code is not null)`
}
