import 'server-only'
import { readEnv } from '../../env.ts'
import { createUpstreams } from '../../upstream/upstreams.ts'
import { syncSettings } from '../settings.ts'
import { runWorker } from '../worker.ts'

// One worker in a process of its own, as another machine would run it, with the clock of the test's sandbox; the clock runs
// where TEST_RUNS_SINCE says from which real time (epoch milliseconds) on.

const stop = new AbortController()
process.once('SIGTERM', () => stop.abort(new Error('SIGTERM')))
process.once('disconnect', () => process.exit(1))

let isTold = false
const start = Date.parse(process.env.TEST_NOW ?? '')
const { TEST_RUNS_SINCE: runsSince, TEST_INTERVAL_MS: interval } = process.env
const now = () => new Date(start + (runsSince ? Date.now() - Number(runsSince) : 0))
const env = readEnv(process.env)
const upstreams = createUpstreams(env)
await runWorker({
  url: process.env.FURROW_DATABASE_URL ?? '',
  upstreams,
  restraint: upstreams.restraint,
  settings: { ...syncSettings(env), hotIntervalMs: Number(interval ?? 3_600_000), historyCallsPerHour: 0 },
  signal: stop.signal,
  now,
  // Told once the windows are known: from here on it takes its share.
  onProgress: () => {
    if (isTold) return
    isTold = true
    process.send?.('works')
  },
  onNote: (line) => process.stderr.write(`${line}\n`),
})
await upstreams.close()
process.exit(0)
