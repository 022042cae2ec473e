import 'server-only'
import type { Day } from '#lib/calendar-date.ts'
import { startSandbox } from '#lib/sandbox/http/sandbox.ts'
import { sandboxEnvironment } from '#lib/sandbox/settings.ts'
import { readEnv } from '#lib/server/config/env.ts'
import { openDatabase } from '#lib/server/db/client.ts'
import { runOnce } from '#lib/server/sync/once.ts'
import { syncSettings } from '#lib/server/sync/settings.ts'
import { killAgainAndAgain, startChanging, type Target } from '#lib/server/sync/testing/kill-workers.ts'
import { createUpstreams } from '#lib/server/upstream/sources/upstreams.ts'
import { type Agreement, type FilterChoices, newAgreement, readOn } from './read-on.ts'

const NOW = new Date('2026-11-21T12:00:00Z')
const FIRST_DAY: Day = '2026-09-14'
const DAYS = 70
const WORKERS = 2
/** Number of parallel readers. */
const READERS = 2
const CHANGE_EVERY_MS = 20

export type ReadWhileKillingOptions = {
  /** Contracts of the sandbox; determines its number of rows. */
  contracts: number
  /** Longest life of a worker, in calls, after it has planned. */
  longestLife: number
  /** Minimum of each before reading stops. */
  enough: { reads: number; kills: number; snapshots: number }
  /** Called after every tenth of the reads. */
  onProgress?: (agreement: Agreement) => void
}

/**
 * Reads from a mirror whose upstream changes and whose workers are killed continuously. The reads of this
 * process must already use the database at `url`, which must be migrated and empty.
 */
export async function readWhileKilling(
  url: string,
  options: ReadWhileKillingOptions,
): Promise<Agreement & { kills: number }> {
  const sandbox = await startSandbox({
    seed: 'small',
    originDay: '2026-11-21',
    now: () => NOW,
    scale: { contracts: options.contracts, weeks: 8 },
  })
  const db = openDatabase(url, { max: 2 })
  const target = { sandbox, db, url, firstDay: FIRST_DAY, now: NOW }
  let changing: NodeJS.Timeout | undefined
  try {
    await readFirst(target)
    changing = setInterval(startChanging(target).change, CHANGE_EVERY_MS)
    return await readAndKill(target, options)
  } finally {
    clearInterval(changing)
    await db.$client.end()
    await sandbox.close()
  }
}

async function readAndKill(
  target: Target,
  { longestLife, enough, onProgress }: ReadWhileKillingOptions,
): Promise<Agreement & { kills: number }> {
  const agreement = newAgreement()
  const { currencies, fundingSources } = target.sandbox
  const choices: FilterChoices = { firstDay: FIRST_DAY, days: DAYS, currencies, fundingSources }
  const life = { runsSince: Date.now(), longestLife }
  const killed = Array.from({ length: WORKERS }, () => 0)
  let isOver = false
  const killing = killed.map((_, worker) =>
    killAgainAndAgain(target, life, (kills) => {
      killed[worker] = kills
      return !isOver
    }),
  )
  // A worker that cannot start ends the reading; its error is thrown below.
  const allKilling = Promise.all(killing).finally(() => {
    isOver = true
  })
  const kills = () => killed.reduce((sum, own) => sum + own, 0)
  let tenths = 0
  const goesOn = () => {
    const { reads, snapshots } = agreement
    if (reads >= (enough.reads * (tenths + 1)) / 10) {
      tenths = Math.floor((reads * 10) / enough.reads)
      onProgress?.(agreement)
    }
    return !isOver && (reads < enough.reads || kills() < enough.kills || snapshots.size < enough.snapshots)
  }
  try {
    await Promise.all(Array.from({ length: READERS }, () => readOn(agreement, choices, goesOn)))
  } finally {
    isOver = true
    await Promise.allSettled([allKilling])
  }
  await allKilling
  return { ...agreement, kills: kills() }
}

/** Performs one full sync, so that there is data from the first moment. All windows are due again at once. */
async function readFirst({ sandbox, url, firstDay, now }: Target): Promise<void> {
  const env = readEnv({ ...sandboxEnvironment(sandbox), SYNC_FROM: firstDay })
  const upstreams = createUpstreams(env)
  const { signal } = new AbortController()
  const settings = { ...syncSettings(env), hotIntervalMs: 1 }
  try {
    await runOnce({ url, upstreams, settings, signal, now: () => now })
  } finally {
    await upstreams.close()
  }
}
