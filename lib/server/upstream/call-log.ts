import 'server-only'
import { sql } from 'drizzle-orm'
import type { Executor } from '#lib/server/db/client.ts'
import { jsonText } from '#lib/server/db/json-text.ts'
import type { CallRecord } from './calls.ts'

const MINUTE_MS = 60_000
const KEPT_MS = 3 * 60 * MINUTE_MS
/** Most counts kept in memory while PostgreSQL cannot be reached. */
const MAX_WAITING = 2_000

type Count = { source: string; minute: string; outcome: string; calls: number; repeats: number }

/**
 * Counts this process's calls by minute and outcome; a flush writes them in one statement, however many calls
 * there were.
 */
export type CallLog = {
  note(call: CallRecord): void
  /**
   * Adds the counts to `source_call` and deletes counts older than three hours. On an error the counts stay
   * for the next flush.
   */
  flush(db: Executor): Promise<void>
}

/** Creates an empty call log; counts beyond 2,000 are dropped until a flush succeeds. */
export function createCallLog(now: () => Date = () => new Date()): CallLog {
  const counts = new Map<string, Count>()
  const add = (count: Count) => {
    const key = `${count.source} ${count.minute} ${count.outcome}`
    const known = counts.get(key)
    if (known) {
      known.calls += count.calls
      known.repeats += count.repeats
    } else if (counts.size < MAX_WAITING) counts.set(key, { ...count })
  }
  return {
    note: ({ source, outcome, attempts }) => {
      const minute = new Date(Math.floor(now().getTime() / MINUTE_MS) * MINUTE_MS).toISOString()
      add({ source, minute, outcome, calls: 1, repeats: Math.max(0, attempts - 1) })
    },
    flush: async (db) => {
      const waiting = [...counts.values()]
      if (waiting.length === 0) return
      counts.clear()
      try {
        await write(db, waiting, now())
      } catch (error) {
        for (const count of waiting) add(count)
        throw error
      }
    },
  }
}

async function write(db: Executor, counts: readonly Count[], now: Date): Promise<void> {
  const oldest = new Date(now.getTime() - KEPT_MS).toISOString()
  await db.execute(sql`
    with old as (delete from source_call where minute < ${oldest})
    insert into source_call as known (source, minute, outcome, calls, repeats)
    select source, minute, outcome, calls, repeats
    from jsonb_to_recordset(${jsonText(counts)}::jsonb)
      as counted(source text, minute timestamptz, outcome text, calls integer, repeats integer)
    where minute >= ${oldest}
    on conflict (source, minute, outcome)
      do update set calls = known.calls + excluded.calls, repeats = known.repeats + excluded.repeats`)
}
