import 'server-only'
import { sql } from 'drizzle-orm'
import { isSource, type Source } from '#lib/sources.ts'
import { type Executor, query } from './client.ts'

/** A source that a person paused. `since` is an ISO instant in UTC; `by` is the person's name for display. */
export type Pause = { source: Source; since: string; by: string | null }

/** Reads every source that is paused now, in order of name. */
export async function readPauses(db: Executor): Promise<Pause[]> {
  const found = await query<Omit<Pause, 'source'> & { source: string }>(db)`
    select source, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as since, value ->> 'by' as by
      from source_fact where resource = 'all' and fact = 'paused' order by source`
  return found.flatMap(({ source, ...pause }) => (isSource(source) ? [{ source, ...pause }] : []))
}

/** True while a source is paused and must not be read. */
export async function isPaused(db: Executor, source: Source): Promise<boolean> {
  const found = await query(db)`
    select 1 from source_fact where source = ${source} and resource = 'all' and fact = 'paused'`
  return found.length > 0
}

/** Pauses a source; a source that is already paused keeps its first pause. */
export async function writePause(db: Executor, { source, since, by }: Pause): Promise<void> {
  await db.execute(sql`
    insert into source_fact (source, resource, fact, value, at)
    values (${source}, 'all', 'paused', jsonb_build_object('by', ${by}::text), ${since})
    on conflict do nothing`)
}

/**
 * Ends the pause of a source that began at `since`; a newer pause stays.
 * @returns true when there was such a pause
 */
export async function endPause(
  db: Executor,
  { source, since }: Pick<Pause, 'source' | 'since'>,
): Promise<boolean> {
  const ended = await query(db)`
    delete from source_fact where source = ${source} and resource = 'all' and fact = 'paused'
      and date_trunc('milliseconds', at) = ${since}::timestamptz returning 1`
  return ended.length > 0
}

/** SQL condition on `sync_window`: the window's source is not paused, so the window may be read. */
export const whereNotPaused = sql`not exists (select 1 from source_fact
  where source_fact.source = sync_window.source and source_fact.resource = 'all' and fact = 'paused')`
