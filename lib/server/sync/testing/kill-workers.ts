import 'server-only'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { addDays, type Day } from '#lib/calendar-date.ts'
import type { Change } from '#lib/sandbox/changes.ts'
import type { Sandbox } from '#lib/sandbox/http/sandbox.ts'
import { sandboxEnvironment } from '#lib/sandbox/settings.ts'
import { ENV_VARIABLES } from '#lib/server/config/env.ts'
import { type Database, rows } from '#lib/server/db/client.ts'

/** A sandbox that changes constantly, and a mirror of it whose workers are killed again and again. */
export type Target = { sandbox: Sandbox; db: Database; url: string; firstDay: Day; now: Date }

/** So short that recent weeks are due again at once, and a worker is busy whenever it is killed. */
const INTERVAL_MS = 500
/** Kill deadline for a worker that makes no calls, for whatever reason. */
const LONGEST_LIFE_MS = 10_000
/** Most rows that are removed at the same time, over all lists. */
const MAX_REMOVED = 8

const chance = (of: number) => Math.floor(Math.random() * of)
const pick = <Item>(items: readonly Item[]): Item => {
  const item = items[chance(items.length)]
  if (item === undefined) throw new Error('Nothing to pick from')
  return item
}

function startWorker({ sandbox, url, firstDay, now }: Target, runsSince: number): ChildProcess {
  return fork(path.join(import.meta.dirname, 'worker-process.ts'), {
    execArgv: ['--conditions=react-server'],
    env: {
      ...process.env,
      ...Object.fromEntries(ENV_VARIABLES.map((name) => [name, ''])),
      ...sandboxEnvironment(sandbox),
      SYNC_FROM: firstDay,
      FURROW_DATABASE_URL: url,
      TEST_NOW: now.toISOString(),
      TEST_RUNS_SINCE: String(runsSince),
      TEST_INTERVAL_MS: String(INTERVAL_MS),
      TEST_STANDS_BY: '1',
    },
  })
}

/**
 * Starts a worker that stands by, and resolves once the worker has planned.
 * @throws when the worker's process ends first
 */
async function begin(child: ChildProcess): Promise<void> {
  const ended = new AbortController()
  child.once('exit', () => ended.abort(new Error('A worker ended before it had planned')))
  if (child.exitCode !== null) ended.abort(new Error('A worker ended while it stood by'))
  child.send('begin')
  await once(child, 'message', { signal: ended.signal })
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  if (child.kill('SIGKILL')) await ended
}

/**
 * Waits until the upstream has received up to `longestCalls` more calls, then up to 30 ms, to land between
 * two steps.
 */
async function waitForCalls({ sandbox }: Target, longestCalls: number): Promise<void> {
  const last = sandbox.calls.count() + chance(longestCalls)
  const until = performance.now() + LONGEST_LIFE_MS
  while (sandbox.calls.count() < last && performance.now() < until) await sleep(5)
  await sleep(chance(30))
}

/**
 * Runs workers one after another while `goesOn`, and kills each with SIGKILL at a random moment. The next
 * worker loads its code meanwhile.
 * @param runsSince real time, in epoch milliseconds, at which the workers' clock stood at `now`
 * @param longestLife longest life of a worker, in calls of all workers, so that a busy machine gets as much
 * done
 * @returns the number of kills, and of windows that were leased when they happened
 */
export async function killAgainAndAgain(
  target: Target,
  { runsSince, longestLife }: { runsSince: number; longestLife: number },
  goesOn: (kills: number) => boolean,
): Promise<{ kills: number; held: number }> {
  const counted = { kills: 0, held: 0 }
  let next = startWorker(target, runsSince)
  try {
    while (goesOn(counted.kills)) {
      const child = next
      await begin(child)
      next = startWorker(target, runsSince)
      await waitForCalls(target, longestLife)
      await kill(child)
      counted.kills += 1
      counted.held += await endLeases(target)
    }
    return counted
  } finally {
    await kill(next)
  }
}

/**
 * Ends all running leases, as time would, so that the next worker has work. The other worker loses its leases
 * too, as if it had stalled, so others may take over its windows.
 * @returns the number of leases ended
 */
async function endLeases({ db }: Target): Promise<number> {
  const ended = await rows(
    db,
    sql`update sync_window set leased_until = clock_timestamp() where leased_until > clock_timestamp() returning 1`,
  )
  return ended.length
}

export type Changing = {
  /** Changes one random row: its amount, status, funding source or day, or removes or restores it. */
  change: () => void
  /** Rows that the sandbox does not list at present, with a function that restores each. */
  removed: Map<string, () => void>
}

/** Returns a function that changes the sandbox's current rows at random. */
export function startChanging({ sandbox, firstDay }: Pick<Target, 'sandbox' | 'firstDay'>): Changing {
  const { truth, rows: sandboxRows } = sandbox
  const idsOf = (all: readonly { id: string }[]) => all.map(({ id }) => id)
  const ids = {
    'billing-periods': idsOf(truth.billingPeriods()),
    invoices: idsOf(truth.invoices()),
    'client-invoices': idsOf(truth.clientInvoices()),
  }
  const removed = new Map<string, () => void>()
  const change = () => {
    const resource = pick(['billing-periods', 'billing-periods', 'invoices', 'client-invoices'] as const)
    const id = pick(ids[resource])
    const name = `${resource} ${id}`
    // A removed row cannot change until it is restored.
    if (removed.has(name)) return
    if (chance(8) > 0) sandboxRows.change(pick(changesOf(id, firstDay, sandbox.fundingSources)[resource]))
    else if (removed.size < MAX_REMOVED) {
      sandboxRows.remove(resource, id)
      removed.set(name, () => sandboxRows.restore(resource, id))
    } else {
      const [former, restore] = pick([...removed])
      removed.delete(former)
      restore()
    }
  }
  return { change, removed }
}

function changesOf(
  id: string,
  firstDay: Day,
  fundingSources: readonly string[],
): Record<'billing-periods' | 'invoices' | 'client-invoices', Change[]> {
  const amount = `${1 + chance(900_000)}.${10 + chance(90)}`
  const day = addDays(firstDay, 14 + chance(50))
  const status = pick(['PENDING', 'PAYMENT_COMPLETE', 'PAYMENT_FAILED'])
  return {
    'billing-periods': [
      { resource: 'billing-periods', id, fields: { amount } },
      { resource: 'billing-periods', id, fields: { status } },
      { resource: 'billing-periods', id, fields: { startDate: day } },
      { resource: 'billing-periods', id, fields: { fundingSource: pick(fundingSources) } },
    ],
    invoices: [
      { resource: 'invoices', id, fields: { total: amount } },
      { resource: 'invoices', id, fields: { isPaid: chance(2) === 0 } },
    ],
    'client-invoices': [
      { resource: 'client-invoices', id, fields: { customerName: `Customer ${amount}` } },
      { resource: 'client-invoices', id, fields: { accountingDate: day } },
    ],
  }
}
