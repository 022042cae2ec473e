import { sql } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { sandboxEnvironment } from '#lib/sandbox/settings.ts'
import { readEnv } from '#lib/server/config/env.ts'
import { type Mirror, startMirror, WEEK, WEEK_END, windowState } from '#lib/server/sync/testing/mirror.ts'
import { createUpstreams } from '#lib/server/upstream/sources/upstreams.ts'
import { rereadReconfigured } from './configuration.ts'
import { openHolder } from './holder.ts'
import { syncSettings } from './settings.ts'
import { runWorker } from './worker.ts'

const HELLO_TRACTOR = [{ source: 'hello-tractor', resource: 'billing-periods' }] as const

const KNOWN = 'AGRI-FUND-1'

async function countOf(mirror: Mirror, condition: ReturnType<typeof sql>): Promise<number> {
  const [found] = await mirror.select<{ count: number }>(sql`select count(*)::int as count from ${condition}`)
  return found?.count ?? 0
}

const known = (mirror: Mirror) => countOf(mirror, sql`billing_period where funding_source = ${KNOWN}`)
const refusals = (mirror: Mirror) => countOf(mirror, sql`source_fact where starts_with(fact, 'partition:')`)

/** A pass that reads none of the lists under test, so that all changes come from the start itself. */
const startAgain = (mirror: Mirror) => mirror.pass({ source: 'client-invoices', from: WEEK, to: WEEK_END })

async function reconfigure(mirror: Mirror, environment: Record<string, string>): Promise<void> {
  const env = readEnv({ ...sandboxEnvironment(mirror.sandbox), ...environment })
  const upstreams = createUpstreams(env)
  onTestFinished(() => upstreams.close())
  Object.assign(mirror.upstreams, upstreams)
  Object.assign(mirror.settings, syncSettings(env))
}

test('reads earlier weeks again for a funding source that is configured later', async () => {
  const mirror = await startMirror()
  const all = mirror.settings.fundingSources
  mirror.settings.fundingSources = all.filter((name) => name !== KNOWN)
  await mirror.passWeek()
  expect(await known(mirror)).toBe(0)
  mirror.settings.fundingSources = all
  await startAgain(mirror)
  const { state, detail } = await windowState(mirror)
  expect(state).toBe('partial')
  expect(detail).toContain('different configuration')
  await mirror.passWeek()
  expect((await windowState(mirror)).state).toBe('complete')
  expect(await known(mirror)).toBeGreaterThan(0)
})

test('reads nothing again when only the order of the configuration changes', async () => {
  const mirror = await startMirror()
  await mirror.passWeek()
  mirror.settings.fundingSources = mirror.settings.fundingSources.toReversed()
  await startAgain(mirror)
  expect((await windowState(mirror)).state).toBe('complete')
})

test('forgets that a name was refused when the source accepts it after a restart', async () => {
  const mirror = await startMirror()
  mirror.sandbox.faults.set({
    route: 'billing-periods',
    kind: 'status',
    status: 400,
    match: { funding_source: KNOWN },
  })
  await mirror.passWeek()
  expect(await refusals(mirror)).toBe(1)
  mirror.sandbox.faults.clear()
  await mirror.passWeek()
  expect(await refusals(mirror)).toBe(0)
})

test('forgets a refused name that is no longer configured', async () => {
  const mirror = await startMirror({ sandbox: { dialect: { strictFilters: true } } })
  const names = mirror.settings.fundingSources
  mirror.settings.fundingSources = [...names, 'AGRI-FUMD-1']
  await mirror.passWeek()
  expect(await refusals(mirror)).toBe(2)
  mirror.settings.fundingSources = names
  await startAgain(mirror)
  expect(await refusals(mirror)).toBe(0)
})

test('applies a currency configured later to payment links read without one', async () => {
  const mirror = await startMirror()
  const passLinks = () => mirror.pass({ source: 'payment-links', from: WEEK, to: WEEK_END })
  await passLinks()
  await reconfigure(mirror, { PAYMENT_LINKS_CURRENCY: 'NZD' })
  await startAgain(mirror)
  const waiting = sql`sync_window where source = 'payment-links' and state = 'partial'`
  expect(await countOf(mirror, waiting)).toBe(1)
  await passLinks()
  const others = sql`invoice where source = 'payment-links' and currency is distinct from 'NZD'`
  expect(await countOf(mirror, others)).toBe(0)
  expect(await countOf(mirror, sql`source_fact where starts_with(fact, 'equal_version')`)).toBe(0)
})

test('a process with other settings reads nothing while one with the former settings reads', async () => {
  const mirror = await startMirror()
  await mirror.passWeek()
  const inWeek = sql`billing_period where funding_source = ${KNOWN} and start_date between ${WEEK} and ${WEEK_END}`
  const attributed = await countOf(mirror, inWeek)
  expect(attributed).toBeGreaterThan(0)
  const stop = new AbortController()
  const former = { ...mirror.settings, hotIntervalMs: 3_600_000, historyCallsPerHour: 0 }
  const isReading = Promise.withResolvers<void>()
  const worker = runWorker({
    url: mirror.url,
    upstreams: mirror.upstreams,
    settings: former,
    signal: stop.signal,
    now: () => mirror.clock.now,
    onProgress: () => isReading.resolve(),
  })
  await isReading.promise
  mirror.settings.fundingSources = mirror.settings.fundingSources.filter((name) => name !== KNOWN)
  await expect(mirror.passWeek()).rejects.toThrow(
    /Another process reads Hello Tractor into this database with other settings/,
  )
  expect(await countOf(mirror, inWeek)).toBe(attributed)
  stop.abort(new Error('stopped by the test'))
  await worker
  await mirror.passWeek()
  expect(await countOf(mirror, inWeek)).toBe(0)
})

test('a worker with other settings waits for the one that reads, and goes on when that one has stopped', async () => {
  const mirror = await startMirror()
  const holder = await openHolder(mirror.url)
  await rereadReconfigured(mirror.db, HELLO_TRACTOR, mirror.settings, mirror.clock.now, holder)
  const stop = new AbortController()
  const notes: string[] = []
  const worker = runWorker({
    url: mirror.url,
    upstreams: mirror.upstreams,
    settings: { ...mirror.settings, timeZone: 'UTC' },
    signal: stop.signal,
    now: () => mirror.clock.now,
    onNote: (line) => notes.push(line),
  })
  const said = (words: string) => notes.some((line) => line.includes(words))
  await expect.poll(() => said('with other settings')).toBe(true)
  expect(await countOf(mirror, sql`sync_window where last_run_at is not null`)).toBe(0)
  await holder.close()
  await expect.poll(() => said('Reading the sources resumed')).toBe(true)
  stop.abort(new Error('stopped by the test'))
  await worker
})
