import 'server-only'
import { sql } from 'drizzle-orm'
import { type Executor, query } from '#lib/server/db/client.ts'
import { instantText } from '#lib/server/db/instant-text.ts'
import { CALL_OUTCOMES, type CallOutcome, type SourceCalls } from '#lib/sources/diagnostics-schema.ts'
import type { Source } from '#lib/sources.ts'

const HOUR_MS = 3_600_000

/** Reads the calls to a source in the last hour, by outcome and by minute. */
export async function readCalls(tx: Executor, source: Source, now: Date): Promise<SourceCalls> {
  const from = new Date(now.getTime() - HOUR_MS).toISOString()
  const counted = await query<{ minute: string; outcome: string; calls: number; repeats: number }>(tx)`
    select ${instantText(sql`minute`)} as minute, outcome, calls, repeats from source_call
      where source = ${source} and minute > ${from} and minute <= ${now.toISOString()} order by minute`
  const sum = (own: readonly { calls: number }[]) => own.reduce((total, { calls }) => total + calls, 0)
  const of = (outcome: CallOutcome) => sum(counted.filter((count) => count.outcome === outcome))
  const minutes = [...Map.groupBy(counted, ({ minute }) => minute)].map(([minute, own]) => {
    const ok = sum(own.filter(({ outcome }) => outcome === 'ok'))
    const aborted = sum(own.filter(({ outcome }) => outcome === 'aborted'))
    return { minute, ok, failed: sum(own) - ok - aborted }
  })
  return {
    from,
    to: now.toISOString(),
    total: sum(counted),
    repeats: counted.reduce((total, { repeats }) => total + repeats, 0),
    outcomes: CALL_OUTCOMES.flatMap((outcome) => {
      const calls = of(outcome)
      return calls > 0 ? [{ outcome, calls }] : []
    }),
    minutes,
  }
}
