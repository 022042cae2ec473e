import 'server-only'
import { sql } from 'drizzle-orm'
import { onTestFinished } from 'vitest'
import type { Day } from '#lib/calendar-date.ts'
import type { Sandbox } from '#lib/sandbox/http/sandbox.ts'
import type { SandboxOptions } from '#lib/sandbox/options.ts'
import { sandboxEnvironment } from '#lib/sandbox/settings.ts'
import { SMALL_NOW, startSmallSandbox } from '#lib/sandbox/testing.ts'
import { type Env, readEnv } from '#lib/server/config/env.ts'
import { type Database, rows } from '#lib/server/db/client.ts'
import { adoptOrigins } from '#lib/server/db/origin.ts'
import type { PlainColumns } from '#lib/server/db/plain-columns.ts'
import { transact } from '#lib/server/db/transact.ts'
import { LEVELS } from '#lib/server/lists/aggregates.ts'
import { type PassResult, runOnce } from '#lib/server/sync/once.ts'
import { type SyncSettings, syncSettings } from '#lib/server/sync/settings.ts'
import type { HttpOptions, Restraint } from '#lib/server/upstream/calls.ts'
import type { Upstreams } from '#lib/server/upstream/contract.ts'
import { createUpstreams } from '#lib/server/upstream/sources/upstreams.ts'
import { english } from '#lib/server/words/words.ts'
import { reasonsDetail } from '#lib/sources/reason-words.ts'
import type { Source } from '#lib/sources.ts'
import { type TestDatabase, templateOf, testDatabase } from '#lib/testing/database.ts'
import { readReasons } from '#lib/window-reasons.ts'

/** First day mirrored in tests: a Monday before the small sandbox's first row. */
export const FIRST_DAY: Day = '2026-09-14'
/** A Monday in the middle of the small sandbox's history. */
export const WEEK: Day = '2026-11-02'
export const WEEK_END: Day = '2026-11-08'

export type Mirror = {
  db: Database
  url: string
  sandbox: Sandbox
  upstreams: Upstreams
  restraint: Restraint
  settings: SyncSettings
  /** The clock of the passes; each pass first advances it by a minute. */
  clock: { now: Date }
  /** Reads every window, or the ones named, whether due or not. */
  pass(only?: Partial<{ source: Source; from: Day; to: Day }>): Promise<PassResult>
  /** Reads the billing periods and invoices of WEEK from Hello Tractor. */
  passWeek(): Promise<PassResult>
  select<Row extends PlainColumns<Row>>(statement: ReturnType<typeof sql>): Promise<Row[]>
}

export type MirrorOptions = {
  sandbox?: Partial<SandboxOptions>
  environment?: Record<string, string>
  /** An empty database, which is dropped with the mirror; by default a new one. */
  database?: TestDatabase
  /** Replaces the sandbox's own clients. */
  upstreams?: Upstreams
  /** Deadlines and retries of the sandbox's own clients. */
  http?: HttpOptions
}

/** What a pass takes by the clock of a mirror. */
const PASS_MS = 60_000
const QUICK_CALLS = { retry: { baseMs: 5, maxBackoffMs: 20, maxWaitMs: 500 } }

/** Starts a small sandbox over real HTTP and an empty mirror of it. Both are removed when the test ends. */
export async function startMirror(options: MirrorOptions = {}): Promise<Mirror> {
  const { env: _, end, ...mirror } = await openMirror(options)
  onTestFinished(end)
  return mirror
}

async function openMirror(options: MirrorOptions): Promise<Mirror & { env: Env; end: () => Promise<void> }> {
  const sandbox = await startSmallSandbox(options.sandbox)
  const { db, url, drop } = options.database ?? (await testDatabase())
  const env = readEnv({ ...sandboxEnvironment(sandbox), SYNC_FROM: FIRST_DAY, ...options.environment })
  const clients = createUpstreams(env, { ...QUICK_CALLS, ...options.http })
  const end = async () => {
    await clients.close()
    await sandbox.close()
    await drop()
  }
  const upstreams = options.upstreams ?? clients
  const settings = syncSettings(env)
  const clock = { now: SMALL_NOW }
  const pass: Mirror['pass'] = (only = {}) => {
    clock.now = new Date(clock.now.getTime() + PASS_MS)
    return runOnce({
      url,
      upstreams,
      restraint: clients.restraint,
      settings,
      signal: new AbortController().signal,
      now: () => clock.now,
      random: () => 0,
      only: { source: only.source ?? null, from: only.from ?? env.syncFrom, to: only.to ?? null },
    })
  }
  const passWeek = () => pass({ source: 'hello-tractor', from: WEEK, to: WEEK_END })
  const select: Mirror['select'] = (statement) => rows(db, statement)
  return {
    db,
    url,
    sandbox,
    upstreams,
    restraint: clients.restraint,
    settings,
    clock,
    pass,
    passWeek,
    select,
    env,
    end,
  }
}

/**
 * Starts a small sandbox and a mirror that one pass has read, as `startMirror` and `pass` do. The rows are copied, which
 * takes a tenth of the time of reading them.
 * @param open creates the mirror's database from a template; by default as `testDatabase`
 */
export async function startReadMirror(open = testDatabase): Promise<Mirror> {
  const template = await templateOf('furrow_read', async (database) => {
    const { pass, end } = await openMirror({ database: { ...database, drop: async () => {} } })
    const { isComplete } = await pass()
    await end()
    if (!isComplete) throw new Error('The small sandbox was not read completely')
  })
  const { env, end, ...mirror } = await openMirror({ database: await open(template) })
  onTestFinished(end)
  // The same rows, from a sandbox at another port.
  await transact(mirror.db, (tx) => adoptOrigins(tx, env))
  mirror.clock.now = new Date(mirror.clock.now.getTime() + PASS_MS)
  return mirror
}

/** Returns the ids of the sandbox's billing periods in WEEK. */
export function idsOfWeek(mirror: Mirror): string[] {
  return mirror.sandbox.truth
    .billingPeriods()
    .filter(({ row }) => String(row.start_date) >= WEEK && String(row.start_date) <= WEEK_END)
    .map(({ id }) => id)
}

/** Reads the stored state of one window. */
export async function windowState(
  mirror: Mirror,
  resource: 'billing-periods' | 'invoices' = 'billing-periods',
  fromDay: Day = WEEK,
): Promise<{ state: string; detail: string | null; rows: number; upstreamCount: number | null }> {
  const [found] = await mirror.select<{
    state: string
    reasons: unknown
    rows: number
    upstreamCount: number | null
  }>(sql`select state, reasons, rows, upstream_count as "upstreamCount" from sync_window
    where source = 'hello-tractor' and resource = ${resource} and from_day = ${fromDay}`)
  if (!found) throw new Error(`There is no window ${fromDay}`)
  const { reasons, ...state } = found
  return { ...state, detail: reasonsDetail(readReasons(reasons), english('reasons')) }
}

/**
 * Returns everything that readers can see of billing periods and invoices as text. Equal texts mean equal
 * mirrors.
 */
export async function visibleState(mirror: Mirror): Promise<string> {
  const parts = [
    sql`select to_jsonb(t) - 'search_text' as row from billing_period t order by id`,
    sql`select to_jsonb(t) - 'search_text' as row from invoice t order by source, id`,
    ...LEVELS.flatMap((level) => [
      sql`select to_jsonb(t) as row from ${sql.raw(`billing_period_${level}`)} t order by day, currency, funding_source, status`,
      sql`select to_jsonb(t) as row from ${sql.raw(`invoice_${level}`)} t
        order by source, day, currency, funding_source, state, funnel_state`,
    ]),
    sql`select to_jsonb(t) as row from collection_week t order by day`,
    sql`select to_jsonb(t) as row from unpaid_day t order by day, end_day, currency, funding_source, status`,
    sql`select to_jsonb(t) as row from row_history t order by entry`,
    sql`select to_jsonb(t) as row from mirror_state t`,
  ]
  const found = []
  for (const part of parts) found.push(await mirror.select(part))
  return JSON.stringify(found)
}
