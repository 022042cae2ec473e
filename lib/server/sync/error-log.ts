import 'server-only'
import { sql } from 'drizzle-orm'
import { type Executor, rows } from '#lib/server/db/client.ts'
import type { ListName } from './windows.ts'

/** Entries kept per list. */
const KEPT = 10

export type LoggedFault = ListName & {
  fromDay: string
  code: string
  /** In Furrow's own words. */
  detail: string
  at: Date
  /** When the source asked to be called again; null: not stated. */
  retryAt: Date | null
}

/**
 * Adds a fault to the last ones of its list. A repeat of the newest entry only raises its count, so a source
 * that is down for a night is one entry. Costs at most two statements.
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

/**
 * A repeat belongs to the same outage while a window of the list still shows a fault. Once all have been
 * read, the outage is over.
 */
function isSameTrouble(source: string, resource: string) {
  return sql`exists (select 1 from sync_window
    where source = ${source} and resource = ${resource} and error_code is not null)`
}
