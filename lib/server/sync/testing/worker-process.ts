import 'server-only'
import { once } from 'node:events'
import { enableCompileCache, flushCompileCache, registerHooks } from 'node:module'

// One worker in a separate process, as another machine would run it, with the clock of the test's sandbox; the clock runs
// where TEST_RUNS_SINCE says from which real time (epoch milliseconds) on. TEST_STANDS_BY: works once its parent says so.

// Node parses drizzle-orm's package.json (180 KB) once for each of its hundred modules, which is half the time of a start.
registerHooks({
  resolve(specifier, context, nextResolve) {
    const { parentURL } = context
    const isInside = specifier.startsWith('.') && parentURL?.includes('/node_modules/drizzle-orm/')
    if (!isInside) return nextResolve(specifier, context)
    return { url: new URL(specifier, parentURL).href, format: 'module', shortCircuit: true }
  },
})
enableCompileCache()

// The hook and the cache hold for what is imported after them.
const { readEnv } = await import('#lib/server/config/env.ts')
const { createUpstreams } = await import('#lib/server/upstream/sources/upstreams.ts')
const { syncSettings } = await import('#lib/server/sync/settings.ts')
const { runWorker } = await import('#lib/server/sync/worker.ts')
// A process that is killed writes no cache at its end.
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
