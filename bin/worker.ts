import { readEnv } from '#lib/server/config/env.ts'
import { openDatabase } from '#lib/server/db/client.ts'
import { databaseFault } from '#lib/server/db/faults.ts'
import { checkOrigins } from '#lib/server/db/origin.ts'
import { syncSettings } from '#lib/server/sync/settings.ts'
import { runWorker } from '#lib/server/sync/worker.ts'
import { createCallLog } from '#lib/server/upstream/call-log.ts'
import { createCallWarnings, createCircuitLog } from '#lib/server/upstream/call-warnings.ts'
import { createUpstreams } from '#lib/server/upstream/sources/upstreams.ts'
import { commandWords } from '#lib/words/command-words.ts'
import { readSettings } from './environment.ts'
import { explainFailure } from './explain.ts'
import { keyNotes } from './key-notes.ts'
import { onStop } from './on-stop.ts'
import { openResources, type Resources } from './resources.ts'
import { fail, labelled, say, warn } from './say.ts'

// Keeps the mirror up to date until a signal or the end of its parent stops the worker. As a child of npm
// start the worker receives the database and the sandbox; started alone (npm run worker), it opens them.

const t = commandWords('start')

const DATABASE_RETRY_MS = 1_000
const CALLS_FLUSH_MS = 5_000

const stop = new AbortController()
onStop((reason) => stop.abort(new Error(reason)))

const isChild = process.send !== undefined && process.env.FURROW_DATABASE_URL !== undefined
let resources: Resources | null = null

function saySync(line: string): void {
  say(labelled('sync', line))
}

function tell(message: { type: string; [key: string]: unknown }): void {
  if (process.connected) process.send?.(message)
}

async function guardOrigins(url: string): Promise<void> {
  while (!stop.signal.aborted) {
    const db = openDatabase(url, { work: 'sync', max: 1 })
    try {
      return await checkOrigins(db, readEnv(process.env), saySync)
    } catch (error) {
      if (databaseFault(error) !== 'unreachable') throw error
      await new Promise((resolve) => setTimeout(resolve, DATABASE_RETRY_MS))
    } finally {
      await db.$client.end()
    }
  }
}

async function run(): Promise<void> {
  if (!isChild) {
    resources = await openResources(readSettings(warn), say)
    Object.assign(process.env, resources.environment)
  }
  const env = readEnv(process.env)
  const url = process.env.FURROW_DATABASE_URL ?? ''
  await guardOrigins(url)
  const calls = createCallLog()
  const warnOfCall = createCallWarnings()
  const noteKey = keyNotes(saySync)
  const upstreams = createUpstreams(env, {
    onCall: (call) => {
      calls.note(call)
      warnOfCall(call)
      noteKey(call)
    },
    onCircuit: createCircuitLog(),
  })
  const db = openDatabase(url, { work: 'sync', max: 1 })
  // While PostgreSQL is unavailable the counts stay in memory; the worker itself reports the outage.
  const flush = () => calls.flush(db).catch(() => {})
  const timer = setInterval(() => void flush(), CALLS_FLUSH_MS)
  let isTold = false
  tell({ type: 'ready' })
  if (!isChild) saySync(t('sync.reading-alone'))
  await runWorker({
    url,
    upstreams,
    restraint: upstreams.restraint,
    settings: syncSettings(env),
    signal: stop.signal,
    onProgress: (done, total) => {
      if (isTold) return
      tell({ type: 'progress', done, total })
      if (done < total || total === 0) return
      isTold = true
      tell({ type: 'complete' })
      if (!isChild) saySync(t('sync.first-done'))
    },
    onNote: saySync,
  })
  clearInterval(timer)
  await upstreams.close()
  await flush()
  await db.$client.end()
}

await run()
  .catch((error: unknown) => {
    if (!stop.signal.aborted) fail(explainFailure(error))
  })
  .finally(() => resources?.close())
process.exit(0)
