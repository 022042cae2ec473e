import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { addDays } from '#lib/calendar-date.ts'
import { ENV_VARIABLES } from '../env.ts'
import type { Change } from '../sandbox/changes.ts'
import { sandboxEnvironment } from '../sandbox/settings.ts'
import { contradictions, differences } from './testing/equality.ts'
import { FIRST_DAY, type Mirror, startMirror } from './testing/mirror.ts'

const KILLS = 20
const WORKERS = 2
/** Recent weeks are due again at once: a worker is at work whenever it is killed. */
const INTERVAL_MS = 500
const LONGEST_LIFE_MS = 900
const CHANGE_EVERY_MS = 15
/** Rows of a list that are removed at a time: so few that no disappearance is held back. */
const MAX_REMOVED = 8

const chance = (of: number) => Math.floor(Math.random() * of)
const pick = <Item>(items: readonly Item[]): Item => {
  const item = items[chance(items.length)]
  if (item === undefined) throw new Error('Nothing to pick from')
  return item
}

function startWorker(mirror: Mirror, runsSince: number): ChildProcess {
  return fork(path.join(import.meta.dirname, 'testing/worker-process.ts'), {
    execArgv: ['--conditions=react-server'],
    env: {
      ...process.env,
      ...Object.fromEntries(ENV_VARIABLES.map((name) => [name, ''])),
      ...sandboxEnvironment(mirror.sandbox),
      SYNC_FROM: FIRST_DAY,
      FURROW_DATABASE_URL: mirror.url,
      TEST_NOW: mirror.clock.now.toISOString(),
      TEST_RUNS_SINCE: String(runsSince),
      TEST_INTERVAL_MS: String(INTERVAL_MS),
    },
  })
}

/** Runs workers one after the other, each until it is killed at some moment of its work. Out: windows held at the kills. */
async function killAgainAndAgain(mirror: Mirror, kills: number, runsSince: number): Promise<number> {
  let held = 0
  for (let killed = 0; killed < kills; killed += 1) {
    const child = startWorker(mirror, runsSince)
    await once(child, 'message')
    await sleep(chance(LONGEST_LIFE_MS))
    const [leased] = await mirror.select<{ count: number }>(
      sql`select count(*)::int as count from sync_window where leased_by is not null`,
    )
    held += leased?.count ?? 0
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  return held
}

/** A random change of one row: its amount, status, funding source, day, or whether it is there at all. */
function changeSomething({ sandbox }: Mirror, removed: Map<string, () => void>): void {
  const resource = pick(['billing-periods', 'billing-periods', 'invoices', 'client-invoices'] as const)
  const truth = {
    'billing-periods': 'billingPeriods',
    invoices: 'invoices',
    'client-invoices': 'clientInvoices',
  } as const
  const { id, row } = pick(sandbox.truth[truth[resource]]())
  const amount = `${1 + chance(900_000)}.${10 + chance(90)}`
  const day = addDays(FIRST_DAY, 14 + chance(50))
  const changes: Record<typeof resource, Change[]> = {
    'billing-periods': [
      { resource: 'billing-periods', id, fields: { amount } },
      {
        resource: 'billing-periods',
        id,
        fields: { status: pick(['PENDING', 'PAYMENT_COMPLETE', 'PAYMENT_FAILED']) },
      },
      { resource: 'billing-periods', id, fields: { startDate: day } },
      { resource: 'billing-periods', id, fields: { fundingSource: pick(sandbox.fundingSources) } },
    ],
    invoices: [
      { resource: 'invoices', id, fields: { total: amount } },
      { resource: 'invoices', id, fields: { isPaid: row.invoice_paid !== true } },
    ],
    'client-invoices': [
      { resource: 'client-invoices', id, fields: { customerName: `Customer ${amount}` } },
      { resource: 'client-invoices', id, fields: { accountingDate: day } },
    ],
  }
  if (chance(8) > 0) sandbox.rows.change(pick(changes[resource]) as Change)
  else if (removed.size < MAX_REMOVED) {
    sandbox.rows.remove(resource, id)
    removed.set(`${resource} ${id}`, () => sandbox.rows.restore(resource, id))
  } else {
    const [name, restore] = pick([...removed])
    removed.delete(name)
    restore()
  }
}

test('F40 workers killed twenty times while the upstream changes: after it settles the mirror is the upstream, field for field', async () => {
  const mirror = await startMirror()
  const runsSince = Date.now()
  const removed = new Map<string, () => void>()
  const changing = setInterval(() => changeSomething(mirror, removed), CHANGE_EVERY_MS)
  onTestFinished(() => clearInterval(changing))
  const held = await Promise.all(
    Array.from({ length: WORKERS }, () => killAgainAndAgain(mirror, KILLS / WORKERS, runsSince)),
  )
  clearInterval(changing)
  expect(removed.size).toBeGreaterThan(0)
  expect(held.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(KILLS / 2)
  const [former] = await mirror.select<{ version: number }>(sql`select version::int from mirror_state`)
  expect(former?.version).toBeGreaterThan(KILLS)

  mirror.clock.now = new Date(mirror.clock.now.getTime() + Date.now() - runsSince)
  // Gone is what two complete readings in a row do not find.
  for (let times = 0; times < 3; times += 1) await mirror.pass()
  expect(await differences(mirror)).toEqual([])
  expect(await contradictions(mirror)).toEqual([])
}, 180_000)
