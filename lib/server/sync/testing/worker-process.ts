import 'server-only'
import { once } from 'node:events'
import { enableCompileCache, flushCompileCache, registerHooks } from 'node:module'

// One worker in a separate process, as on another machine, with the clock of the test's sandbox. The clock
// stands still unless TEST_RUNS_SINCE names the real time (epoch milliseconds) at which it started to run.
// With TEST_STANDS_BY the worker waits for a message from its parent.

// Node parses drizzle-orm's package.json (180 KB) once for each of its hundred modules, which is half of the
// start-up time.
registerHooks({
  resolve(specifier, context, nextResolve) {
    const { parentURL } = context
    const isInside = specifier.startsWith('.') && parentURL?.includes('/node_modules/drizzle-orm/')
    if (!isInside) return nextResolve(specifier, context)
    return { url: new URL(specifier, parentURL).href, format: 'module', shortCircuit: true }
  },
})
enableCompileCache()

// The hook and the cache apply only to modules imported after them.
const { readEnv } = await import('#lib/server/config/env.ts')
const { createUpstreams } = await import('#lib/server/upstream/sources/upstreams.ts')
const { syncSettings } = await import('#lib/server/sync/settings.ts')
const { runWorker } = await import('#lib/server/sync/worker.ts')
// A process that is killed cannot write its cache on exit.
flushCompileCache()

const stop = new AbortController()
process.once('SIGTERM', () => stop.abort(new Error('SIGTERM')))
process.once('disconnect', () => process.exit(1))

let isTold = false
const start = Date.parse(process.env.TEST_NOW ?? '')
const { TEST_RUNS_SINCE: runsSince, TEST_INTERVAL_MS: interval } = process.env
const now = () => new Date(start + (runsSince ? Date.now() - Number(runsSince) : 0))
const env = readEnv(process.env)
if (process.env.TEST_STANDS_BY) await once(process, 'message')
const upstreams = createUpstreams(env)
await runWorker({
  url: process.env.FURROW_DATABASE_URL ?? '',
  upstreams,
  restraint: upstreams.restraint,
  settings: { ...syncSettings(env), hotIntervalMs: Number(interval ?? 3_600_000), historyCallsPerHour: 0 },
  signal: stop.signal,
  now,
  // Sent once the windows are known: from here on the worker takes its share.
  onProgress: () => {
    if (isTold) return
    isTold = true
    process.send?.('works')
  },
  onNote: (line) => process.stderr.write(`${line}\n`),
})
await upstreams.close()
process.exit(0)
