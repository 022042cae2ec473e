import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { addDays, dayInZone } from '#lib/calendar-date.ts'
import { newKeys } from '#lib/sandbox/options.ts'
import { sandboxEnvironment } from '#lib/sandbox/settings.ts'
import { readEnv } from '#lib/server/config/env.ts'
import { runOnce } from '#lib/server/sync/once.ts'
import { syncSettings } from '#lib/server/sync/settings.ts'
import { createUpstreams } from '#lib/server/upstream/sources/upstreams.ts'
import type { BenchEnvironment } from './environment.ts'
import { type Finding, median, ms, spread, times } from './report.ts'
import { interleaved, ratios, timed } from './rounds.ts'

const CONTROL_KEY = 'bench'
const SCALE = { contracts: 150, weeks: 26 }
const RATIO_TO_UPSTREAM = 1.3
/** Concurrent windows of one source, as in the sync. */
const AT_A_TIME = 2
const ROUNDS = 3
const ROUTES = ['billing-periods', 'invoices']

/**
 * Response times of the upstream: those of a source on the internet, where a round trip alone takes this
 * long, and those of the bare sandbox, which answers from memory in half a millisecond as no real source
 * does.
 */
const ANSWERING = [
  { name: 'a source that answers in 40 ms', delayMs: 40, isTarget: true },
  { name: 'the sandbox as it is', delayMs: 0, isTarget: false },
]

type Called = { path: string; query: Record<string, string> }

/**
 * P12: measures a first full sync of Hello Tractor against the same upstream calls without any processing.
 */
export async function measureFirstSync(environment: BenchEnvironment): Promise<Finding[]> {
  environment.note('P12: first full syncs …')
  const today = dayInZone(new Date(), 'UTC')
  const keys = newKeys()
  const sandbox = await startSandboxProcess({ seed: 'bench', originDay: today, scale: SCALE, keys })
  try {
    const from = addDays(today, -7 * SCALE.weeks)
    const { HELLO_TRACTOR_URL, HELLO_TRACTOR_API_KEY, ...others } = sandboxEnvironment({
      url: sandbox.url,
      keys,
    })
    const hello = Object.entries(others).filter(([name]) => name.startsWith('HELLO_TRACTOR'))
    const env = readEnv({
      HELLO_TRACTOR_URL,
      HELLO_TRACTOR_API_KEY,
      ...Object.fromEntries(hello),
      SYNC_FROM: from,
    })
    let calls: Called[] = []
    const sync = async () => {
      const url = await environment.emptyDatabase()
      await sandbox.control('DELETE', 'calls')
      const upstreams = createUpstreams(env)
      const signal = new AbortController().signal
      let isComplete = false
      const tookMs = await timed(async () => {
        ;({ isComplete } = await runOnce({ url, upstreams, settings: syncSettings(env), signal }))
      })
      await upstreams.close()
      if (!isComplete) throw new Error('The first sync did not end complete')
      calls = (await sandbox.control('GET', 'calls')).calls
      return tookMs
    }
    const serve = () => timed(() => replay(sandbox.url, `Bearer ${keys.helloTractor}`, calls))
    const findings: Finding[] = []
    for (const { name, delayMs, isTarget } of ANSWERING) {
      await sandbox.control('DELETE', 'faults')
      for (const route of ROUTES)
        await sandbox.control('POST', 'faults', { route, kind: 'delay', ms: delayMs })
      const figures = await interleaved({ sync, serve }, ROUNDS)
      const ratio = median(ratios(figures.sync, figures.serve))
      findings.push({
        name: `first full sync of ${name}, ${calls.length} calls`,
        figure: spread(figures.sync, ms),
        anchor: `the same calls alone ${ms(median(figures.serve))}`,
        ratio: times(ratio),
        target: isTarget ? `<= ${RATIO_TO_UPSTREAM}x` : '(none: writing is slower than such an upstream)',
        isMet: isTarget ? ratio <= RATIO_TO_UPSTREAM : null,
      })
    }
    return findings
  } finally {
    await sandbox.close()
  }
}

/** Repeats the calls with the sync's concurrency and reads each response to its end. */
async function replay(url: string, authorization: string, calls: readonly Called[]): Promise<void> {
  const left = [...calls]
  const one = async () => {
    for (let call = left.shift(); call; call = left.shift()) {
      const address = new URL(`${call.path}?${new URLSearchParams(call.query)}`, url)
      const response = await fetch(address, { headers: { authorization } })
      await response.arrayBuffer()
    }
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, one))
}

/** Starts a sandbox in its own process, so that it does not share the sync's processor. */
async function startSandboxProcess(options: object) {
  const child = fork(path.resolve(import.meta.dirname, '../bin/sandbox.ts'), {
    execArgv: ['--conditions=react-server'],
    env: { ...process.env, FURROW_SANDBOX: JSON.stringify({ ...options, controlKey: CONTROL_KEY }) },
  })
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', (message) => resolve(Object(message).url))
    child.once('exit', () => reject(new Error('The sandbox did not start')))
  })
  const control = async (method: string, action: string, given?: object) => {
    const headers = { 'x-control-key': CONTROL_KEY }
    const body = given ? JSON.stringify(given) : null
    const response = await fetch(new URL(`/__control/${action}`, url), { method, headers, body })
    if (!response.ok) throw new Error(`The sandbox refused ${method} ${action}: ${await response.text()}`)
    return await response.json()
  }
  const close = async () => {
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  return { url, control, close }
}
