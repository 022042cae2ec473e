import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import * as detail from '#app/api/billing-periods/[id]/route.ts'
import { sandboxEnvironment } from '#lib/sandbox/settings.ts'
import { readEnv } from '#lib/server/config/env.ts'
import { processWide } from '#lib/server/config/process-wide.ts'
import { requestWindows } from '#lib/server/db/window-requests.ts'
import { upstreams } from '#lib/server/live/connected.ts'
import {
  FIRST_DAY,
  idsOfWeek,
  type Mirror,
  startMirror,
  startReadMirror,
} from '#lib/server/sync/testing/mirror.ts'
import { runWorker } from '#lib/server/sync/worker.ts'
import { createUpstreams } from '#lib/server/upstream/sources/upstreams.ts'
import { ask, readFrom } from '#lib/testing/ask.ts'

const SOON = { interval: 20 }

/** Starts a worker with its own clients, as on another machine. */
function startWorker(mirror: Mirror): void {
  const clients = createUpstreams(readEnv({ ...sandboxEnvironment(mirror.sandbox), SYNC_FROM: FIRST_DAY }))
  const stop = new AbortController()
  const since = Date.now()
  const start = mirror.clock.now.getTime()
  const worker = runWorker({
    url: mirror.url,
    upstreams: clients,
    restraint: clients.restraint,
    settings: { ...mirror.settings, hotIntervalMs: 100 },
    signal: stop.signal,
    now: () => new Date(start + Date.now() - since),
  })
  onTestFinished(async () => {
    stop.abort(new Error('stopped by the test'))
    await worker
    await clients.close()
  })
}

const callsOf = (mirror: Mirror) =>
  mirror.sandbox.calls.count('billing-periods') + mirror.sandbox.calls.count('invoices')
const askedPauses = sql`select 1 from source_fact where fact = 'asked_pause'`

test("F10 makes all workers keep a four-second pause that a source requested from one of them, even for a person's request", async () => {
  const mirror = await startReadMirror()
  startWorker(mirror)
  startWorker(mirror)
  const before = callsOf(mirror)
  await expect.poll(() => callsOf(mirror) - before, SOON).toBeGreaterThan(20)
  mirror.sandbox.faults.set({
    route: 'billing-periods',
    kind: 'status',
    status: 503,
    retryAfter: '4',
    times: 1,
  })
  await expect.poll(async () => (await mirror.select(askedPauses)).length, SOON).toBe(1)
  // Calls already in flight may still arrive.
  await sleep(300)
  const calls = callsOf(mirror)
  await requestWindows(mirror.db, sql`source = 'hello-tractor'`, mirror.clock.now)
  await sleep(2_000)
  expect(callsOf(mirror)).toBe(calls)
  await expect.poll(() => callsOf(mirror), SOON).toBeGreaterThan(calls)
})

/** Creates the web process's own clients from its configuration. */
async function startWeb(): Promise<Mirror> {
  const mirror = await startMirror()
  await mirror.passWeek()
  readFrom(mirror)
  Object.assign(process.env, sandboxEnvironment(mirror.sandbox))
  const shared = processWide<ReturnType<typeof createUpstreams>>('furrowUpstreams')
  onTestFinished(async () => {
    await shared.value?.close()
    delete shared.value
  })
  return mirror
}

test("counts the web process's calls in the last hour and makes it keep a pause requested from a worker", async () => {
  const mirror = await startWeb()
  const [id = ''] = idsOfWeek(mirror)
  const open = async () => {
    const response = await ask(detail, `/api/billing-periods/${id}`)
    return { status: response.status, ...((await response.json()) as { live: boolean }) }
  }
  mirror.sandbox.calls.clear()
  expect(await open()).toMatchObject({ status: 200 })
  expect(mirror.sandbox.calls.count('billing-period')).toBe(1)
  const counted = sql`select source, outcome, calls from source_call`
  await expect
    .poll(() => mirror.select(counted), SOON)
    .toEqual([{ source: 'hello-tractor', outcome: 'ok', calls: 1 }])

  await mirror.select(sql`insert into source_fact (source, resource, fact, value, at)
    values ('hello-tractor', 'all', 'asked_pause', jsonb_build_object('until', ${Date.now() + 60_000}::float8), now())`)
  expect(await open()).toMatchObject({ status: 200 })
  expect(mirror.sandbox.calls.count('billing-period')).toBe(1)
  expect(upstreams()).toBe(upstreams())
})
