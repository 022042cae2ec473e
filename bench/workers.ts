import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { addDays } from '#lib/calendar-date.ts'
import { type Sandbox, startSandbox } from '#lib/sandbox/http/sandbox.ts'
import { sandboxEnvironment } from '#lib/sandbox/settings.ts'
import { ENV_VARIABLES } from '#lib/server/config/env.ts'
import { type Database, openDatabase, query } from '#lib/server/db/client.ts'
import { requestWindows } from '#lib/server/db/window-requests.ts'
import type { BenchEnvironment } from './environment.ts'
import { atMost, type Finding, ms, times } from './report.ts'

const NOW = new Date('2026-11-21T12:00:00Z')
const TODAY = '2026-11-21'
const WEEKS = 16
/** Hello Tractor's billing periods and invoices, and the invoices of the other two sources. */
const LISTS = 4
const INSTANCES = 3
const TOLERANCE = 0.05
const TAKEOVER_MS = 15_000
const PATIENCE_MS = 180_000
const WORKER = path.resolve(import.meta.dirname, '../lib/server/sync/testing/worker-process.ts')

type Setting = {
  sandbox: Sandbox
  url: string
  db: Database
  workers: ChildProcess[]
  end: () => Promise<void>
}

/**
 * R7: measures several workers on one database against a single one, and how soon another worker takes over
 * from a killed one.
 */
export async function measureWorkers(environment: BenchEnvironment): Promise<Finding[]> {
  environment.note(`R7: one worker, then ${INSTANCES} of one database …`)
  const one = await readAll(environment, 1)
  const many = await readAll(environment, INSTANCES)
  const ratio = many.calls / one.calls
  const takeoverMs = await measureTakeover(environment)
  return [
    {
      name: `upstream calls of ${INSTANCES} workers, ${many.readTwice} windows read twice`,
      figure: `${many.calls}`,
      anchor: `of one ${one.calls}`,
      ratio: times(ratio),
      target: `1.00x ±${TOLERANCE * 100} %, none twice`,
      isMet: Math.abs(ratio - 1) <= TOLERANCE && many.readTwice === 0,
    },
    atMost(
      'until another worker takes the window of one that was killed with SIGKILL',
      takeoverMs,
      TAKEOVER_MS,
      ms,
    ),
  ]
}

async function readAll(
  environment: BenchEnvironment,
  instances: number,
): Promise<{ calls: number; readTwice: number }> {
  const setting = await start(environment, instances)
  try {
    const { db, sandbox } = setting
    await untilAllRead(db)
    // A run increments its window's token at its beginning and at its end.
    const again = await query(db)`select 1 from sync_window where token <> 2`
    return { calls: sandbox.calls.count() - sandbox.calls.count('token'), readTwice: again.length }
  } finally {
    await setting.end()
  }
}

async function measureTakeover(environment: BenchEnvironment): Promise<number> {
  const setting = await start(environment, 2)
  try {
    const { db, sandbox, workers } = setting
    const [first, second] = workers
    if (!first || !second) throw new Error('There are no two workers')
    await untilAllRead(db)
    // The second worker is suspended, so that only the first can lease the window.
    second.kill('SIGSTOP')
    const week = addDays(TODAY, -19)
    const match = { start_date_gte: week }
    sandbox.faults.set({ route: 'billing-periods', kind: 'delay', ms: PATIENCE_MS, match, times: 1 })
    const whereWeek = sql`resource = 'billing-periods' and from_day = ${week}`
    await requestWindows(db, whereWeek, NOW)
    await until(async () => sandbox.calls.list('billing-periods').some(({ status }) => status === 0))
    const token = async () =>
      (await query<{ token: number }>(db)`select token from sync_window where ${whereWeek}`)[0]?.token
    const held = await token()
    second.kill('SIGCONT')
    first.kill('SIGKILL')
    const killedAt = performance.now()
    await until(async () => (await token()) !== held)
    return performance.now() - killedAt
  } finally {
    await setting.end()
  }
}

async function untilAllRead(db: Database): Promise<void> {
  const open = sql`count(*) filter (where state <> 'complete' or leased_by is not null)`
  await until(async () => {
    const [found] = await query<{ lists: number; open: number }>(db)`
      select count(distinct (source, resource))::int as lists, ${open}::int as open from sync_window`
    return found?.lists === LISTS && found.open === 0
  })
}

async function start(environment: BenchEnvironment, instances: number): Promise<Setting> {
  const sandbox = await startSandbox({
    seed: 'bench',
    originDay: TODAY,
    now: () => NOW,
    scale: { contracts: 10, weeks: WEEKS },
  })
  const url = await environment.emptyDatabase()
  const db = openDatabase(url, { max: 2 })
  const workers = Array.from({ length: instances }, () => startWorker(sandbox, url))
  const end = async () => {
    await Promise.all(workers.map(kill))
    await db.$client.end()
    await sandbox.close()
  }
  return { sandbox, url, db, workers, end }
}

function startWorker(sandbox: Sandbox, url: string): ChildProcess {
  return fork(WORKER, {
    execArgv: ['--conditions=react-server'],
    env: {
      ...process.env,
      ...Object.fromEntries(ENV_VARIABLES.map((name) => [name, ''])),
      ...sandboxEnvironment(sandbox),
      SYNC_FROM: addDays(TODAY, -7 * WEEKS),
      FURROW_DATABASE_URL: url,
      TEST_NOW: NOW.toISOString(),
    },
  })
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const startedAt = performance.now()
  while (!(await isSo())) {
    if (performance.now() - startedAt > PATIENCE_MS)
      throw new Error('It did not come to pass in three minutes')
    await wait(50)
  }
}
