import 'server-only'
import { sql } from 'drizzle-orm'
import { isSource, type Source } from '#lib/sources.ts'
import { type Executor, query } from './client.ts'

/**
 * The NOTIFY channel on which processes tell each other that a source asked for a pause; payload
 * `source:milliseconds`.
 */
export const PAUSE_CHANNEL = 'furrow_pause'
/** Longest believed pause, an hour and a minute: an end further ahead was written by a wrong clock. */
const LONGEST_MS = 3_660_000

/** Stores the latest pause that a source asked for, and notifies every process of this database at once. */
export async function writeAskedPause(
  db: Executor,
  source: Source,
  seconds: number,
  now: Date,
): Promise<void> {
  const until = now.getTime() + seconds * 1000
  await db.execute(sql`
    with kept as (
      insert into source_fact (source, resource, fact, value, at)
      values (${source}, 'all', 'asked_pause', jsonb_build_object('until', ${until}::float8), ${now.toISOString()})
      on conflict (source, resource, fact) do update set value = excluded.value, at = excluded.at
      returning 1
    ) select pg_notify(${PAUSE_CHANNEL}, ${`${source}:${seconds * 1000}`}) from kept`)
}

/**
 * Reads the pauses that sources asked for and that are not over yet.
 * @returns the end of each pause in milliseconds since 1970
 */
export async function readAskedPauses(db: Executor, now: Date): Promise<Map<Source, number>> {
  const found = await query<{ source: string; until: number | null }>(db)`
    select source, (value ->> 'until')::float8 as until from source_fact
      where resource = 'all' and fact = 'asked_pause'`
  const time = now.getTime()
  const open = found.flatMap(({ source, until }) =>
    isSource(source) && until !== null && until > time && until - time <= LONGEST_MS
      ? [[source, until] as const]
      : [],
  )
  return new Map(open)
}

/** Parses a payload of `PAUSE_CHANNEL`; null for any other text. */
export function readPauseMessage(payload: string): { source: Source; ms: number } | null {
  const [source, text = ''] = payload.split(':')
  return isSource(source) && /^\d+$/.test(text) ? { source, ms: Number(text) } : null
}
