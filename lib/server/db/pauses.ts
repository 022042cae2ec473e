import 'server-only'
import { sql } from 'drizzle-orm'
import type { Source } from '#lib/sources.ts'
import { type Executor, rows } from './client.ts'

/** A source that a person told Furrow to leave alone. `since`: ISO instant, UTC; `by`: who, for people. */
export type Pause = { source: Source; since: string; by: string }

/** Every source that is paused now. */
export function readPauses(db: Executor): Promise<Pause[]> {
  return rows<Pause>(
    db,
    sql`select source, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as since, value ->> 'by' as by
      from source_fact where resource = 'all' and fact = 'paused' order by source`,
  )
}

/** True while nothing may be read from a source. */
export async function isPaused(db: Executor, source: Source): Promise<boolean> {
  const found = await rows(
    db,
    sql`select 1 from source_fact where source = ${source} and resource = 'all' and fact = 'paused'`,
  )
  return found.length > 0
}

/** Pauses a source; one that is paused stays so since then. */
export async function writePause(db: Executor, { source, since, by }: Pause): Promise<void> {
  await db.execute(sql`
    insert into source_fact (source, resource, fact, value, at)
    values (${source}, 'all', 'paused', jsonb_build_object('by', ${by}::text), ${since})
    on conflict do nothing`)
}

/** Ends the pause of a source that began at `since`. Returns whether there was such a pause. */
export async function endPause(
  db: Executor,
  { source, since }: Pick<Pause, 'source' | 'since'>,
): Promise<boolean> {
  const ended = await rows(
    db,
    sql`delete from source_fact where source = ${source} and resource = 'all' and fact = 'paused'
      and date_trunc('milliseconds', at) = ${since}::timestamptz returning 1`,
  )
  return ended.length > 0
}

/** Windows that may be read: those of sources that are not paused. For `where` on `sync_window`. */
export const isNotPaused = sql`not exists (select 1 from source_fact
  where source_fact.source = sync_window.source and source_fact.resource = 'all' and fact = 'paused')`
