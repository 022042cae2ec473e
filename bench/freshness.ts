import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { addDays, dayInZone } from '#lib/calendar-date.ts'
import { type Sandbox, startSandbox } from '#lib/sandbox/http/sandbox.ts'
import { sandboxEnvironment } from '#lib/sandbox/settings.ts'
import { readEnv } from '#lib/server/config/env.ts'
import { openDatabase } from '#lib/server/db/client.ts'
import { listRunners } from '#lib/server/sync/runners.ts'
import { syncSettings } from '#lib/server/sync/settings.ts'
import { ensureWindows } from '#lib/server/sync/windows.ts'
import { runWorker } from '#lib/server/sync/worker.ts'
import { createUpstreams } from '#lib/server/upstream/sources/upstreams.ts'
import type { BenchEnvironment } from './environment.ts'
import { type Finding, times } from './report.ts'

/** One year of history, and the factor for the long history: twenty years. */
const WEEKS = 52
const TIMES = 20
/** Speed-up of the sync's clock; the sync's waits are minutes. */
const SPEED = 60
const MEASURED_MS = 60_000
const HOT_INTERVAL_MS = 5 * 60_000
const CALLS_PER_HOUR = 600
const TOLERANCE = 0.05
const CONTRACTS = 5

/**
 * P13: measures upstream calls per hour with one and with twenty years of history, each week with the same
 * number of rows.
 */
export async function measureFreshness(environment: BenchEnvironment): Promise<Finding[]> {
  environment.note('P13: two workers for an hour that lasts a minute, after ten to warm up …')
  const startedAt = performance.now()
  const origin = Date.now()
  const now = () => new Date(origin + (performance.now() - startedAt) * SPEED)
  const [once, many] = await Promise.all([
    callsPerHour(environment, WEEKS, now),
    callsPerHour(environment, WEEKS * TIMES, now),
  ])
  const ratio = many / once
  return [
    {
      name: `upstream calls per hour with ${TIMES}x the history`,
      figure: `${Math.round(many)}`,
      anchor: `with ${WEEKS} weeks ${Math.round(once)}`,
      ratio: times(ratio),
      target: `1.00x ±${TOLERANCE * 100} %`,
      isMet: Math.abs(ratio - 1) <= TOLERANCE,
    },
  ]
}

async function callsPerHour(environment: BenchEnvironment, weeks: number, now: () => Date): Promise<number> {
  const today = dayInZone(now(), 'UTC')
  const sandbox = await startSandbox({
    seed: 'bench',
    originDay: today,
    now,
    scale: { contracts: CONTRACTS, weeks: WEEKS * TIMES },
  })
  const env = readEnv({ ...sandboxEnvironment(sandbox), SYNC_FROM: addDays(today, -7 * weeks) })
  const upstreams = createUpstreams(env)
  const url = await environment.emptyDatabase()
  const settings = {
    ...syncSettings(env),
    hotIntervalMs: HOT_INTERVAL_MS,
    historyCallsPerHour: CALLS_PER_HOUR,
  }
  const stop = new AbortController()
  try {
    await readEverythingBefore(url, listRunners(upstreams, settings), addDays(today, -7 * weeks), now())
    const ended = runWorker({ url, upstreams, settings, signal: stop.signal, now })
    // Warm-up: the saved call budget for older weeks is used up, and the schedule of recent weeks becomes
    // steady.
    await wait(MEASURED_MS / 6)
    const calls = await countCalls(sandbox)
    stop.abort()
    await ended
    return calls
  } finally {
    stop.abort()
    await upstreams.close()
    await sandbox.close()
  }
}

async function countCalls({ calls }: Sandbox): Promise<number> {
  const counted = () => calls.count() - calls.count('token')
  const before = counted()
  await wait(MEASURED_MS)
  return ((counted() - before) * 3_600_000) / (MEASURED_MS * SPEED)
}

/**
 * Creates the state after a first sync without its hours: every window complete, each read at a random moment
 * of the last day.
 */
async function readEverythingBefore(
  url: string,
  lists: ReturnType<typeof listRunners>,
  first: string,
  now: Date,
): Promise<void> {
  const db = openDatabase(url, { max: 1 })
  try {
    for (const { source, resource } of lists) {
      await ensureWindows(db, { source, resource }, first, dayInZone(now, 'UTC'), now)
    }
    await db.execute(sql`
      update sync_window set state = 'complete', state_since = at, last_run_at = at, last_complete_at = at, due_at = at
      from (select ctid as place, ${now.toISOString()}::timestamptz - random() * interval '1 day' as at
        from sync_window) as given
      where ctid = given.place`)
  } finally {
    await db.$client.end()
  }
}
