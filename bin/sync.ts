import { parseArgs } from 'node:util'
import { type Day, readDay } from '#lib/calendar-date.ts'
import { ExplainedError } from '#lib/errors.ts'
import { type Env, readEnv } from '#lib/server/config/env.ts'
import { isConfigured } from '#lib/server/config/env-upstreams.ts'
import { database, openDatabase } from '#lib/server/db/client.ts'
import { checkOrigins } from '#lib/server/db/origin.ts'
import { notConnected } from '#lib/server/sources/notices.ts'
import { type PassResult, runOnce } from '#lib/server/sync/once.ts'
import { syncSettings } from '#lib/server/sync/settings.ts'
import { type CallLog, createCallLog } from '#lib/server/upstream/call-log.ts'
import { createUpstreams } from '#lib/server/upstream/sources/upstreams.ts'
import { sourceName } from '#lib/server/words/names.ts'
import { isSource, SOURCES, type Source } from '#lib/sources.ts'
import { commandWords } from '#lib/words/command-words.ts'
import { readSettings } from './environment.ts'
import { explainFailure } from './explain.ts'
import { onStop } from './on-stop.ts'
import { openResources } from './resources.ts'
import { fail, labelled, say, warn } from './say.ts'
import { requireSecret } from './secret.ts'
import { adoptByCommand, confirmByCommand } from './sync-acts.ts'
import { conclusion, drawProgress, nothingToRead, passTable } from './sync-report.ts'

const t = commandWords('commands')

const INCOMPLETE = 1
const IMPOSSIBLE = 2
const INTERRUPTED = 130

type Arguments = {
  isOnce: boolean
  isAdopting: boolean
  isGoneAccepted: boolean
  only: { source: Source | null; from: Day | null; to: Day | null }
}

function readArguments(): Arguments {
  try {
    const { values } = parseArgs({
      options: {
        once: { type: 'boolean', default: false },
        adopt: { type: 'boolean', default: false },
        'accept-gone': { type: 'boolean', default: false },
        source: { type: 'string' },
        from: { type: 'string' },
        to: { type: 'string' },
      },
    })
    if (!values.once && !values.adopt) throw new ExplainedError(t('sync.nothing-asked'))
    if (values['accept-gone'] && !values.once) throw new ExplainedError(t('sync.accept-needs-once'))
    const only = {
      source: sourceNamed(values.source),
      from: dayNamed('from', values.from),
      to: dayNamed('to', values.to),
    }
    if (only.from !== null && only.to !== null && only.from > only.to)
      throw new ExplainedError(t('sync.days-reversed'))
    return { isOnce: values.once, isAdopting: values.adopt, isGoneAccepted: values['accept-gone'], only }
  } catch (error) {
    const usage = t('sync.usage', { sources: SOURCES.join(', ') })
    throw new ExplainedError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
  }
}

function requireConnected(env: Env, source: Source | null): void {
  if (source === null || isConfigured(env.upstreams, source)) return
  const { message, fix } = notConnected(source)
  throw new ExplainedError(`${message} ${fix}`)
}

function sourceNamed(name: string | undefined): Source | null {
  if (name === undefined) return null
  if (!isSource(name)) throw new ExplainedError(t('sync.unknown-source', { sources: SOURCES.join(', ') }))
  return name
}

function dayNamed(option: string, text: string | undefined): Day | null {
  if (text === undefined) return null
  const day = readDay(text)
  if (day === null) throw new ExplainedError(t('sync.bad-day', { option }))
  return day
}

function saySync(line: string): void {
  say(labelled('sync', line))
}

const stop = new AbortController()
onStop((reason) => stop.abort(new Error(reason)))

async function run(): Promise<number> {
  const args = readArguments()
  const settings = readSettings(warn)
  // A newly created secret could not be the one that sealed the audit log of a restored or moved database.
  if (args.isAdopting || args.isGoneAccepted) await requireSecret(settings, 'seal')
  const resources = await openResources(settings, say)
  try {
    Object.assign(process.env, resources.environment)
    const env = readEnv(process.env)
    requireConnected(env, args.only.source)
    if (!args.isAdopting) await guardOrigins(resources.databaseUrl, env)
    if (args.isAdopting || args.isGoneAccepted) await declare(env, args)
    if (!args.isOnce) return 0
    // With --source only that source was adopted: another one may have a changed address, too.
    if (args.isAdopting) await guardOrigins(resources.databaseUrl, env)
    const calls = createCallLog()
    const upstreams = createUpstreams(env, { onCall: calls.note })
    const startedAt = performance.now()
    const result = await runOnce({
      url: resources.databaseUrl,
      upstreams,
      restraint: upstreams.restraint,
      settings: syncSettings(env),
      signal: stop.signal,
      only: args.only,
      onProgress: drawProgress,
      onNote: saySync,
    }).finally(async () => {
      await upstreams.close()
      await keepCalls(calls, resources.databaseUrl)
    })
    const nothing = nothingToRead(result, args.only)
    if (nothing !== null) throw new ExplainedError(nothing)
    return report(result, performance.now() - startedAt)
  } finally {
    await resources.close()
  }
}

/**
 * Adds this pass's upstream calls to the call log of the last hour; the pass does not fail if that cannot be
 * stored.
 */
async function keepCalls(calls: CallLog, url: string): Promise<void> {
  const db = openDatabase(url, { work: 'sync', max: 1 })
  await calls
    .flush(db)
    .catch(() => saySync(t('sync.calls-not-kept')))
    .finally(() => db.$client.end())
}

async function guardOrigins(url: string, env: Env): Promise<void> {
  const db = openDatabase(url, { work: 'sync', max: 1 })
  await checkOrigins(db, env, saySync).finally(() => db.$client.end())
}

/** Applies `--adopt` and `--accept-gone` before anything is read. */
async function declare(env: Env, { isAdopting, isGoneAccepted, only }: Arguments): Promise<void> {
  // Opens the web server's pool, which writes the audit log.
  const db = database()
  try {
    if (isAdopting) {
      await adoptByCommand(env, only.source)
      saySync(only.source ? t('sync.adopted-one', { source: sourceName(only.source) }) : t('sync.adopted'))
    }
    if (isGoneAccepted) {
      saySync(t('sync.confirmed', { count: await confirmByCommand(only) }))
    }
  } finally {
    await db.$client.end()
  }
}

function report(result: PassResult, tookMs: number): number {
  say(`\n${passTable(result.windows)}\n`)
  for (const source of result.paused) {
    say(t('sync.paused', { source: sourceName(source) }))
  }
  say(conclusion(result, (tookMs / 1000).toFixed(1)))
  return result.isComplete ? 0 : INCOMPLETE
}

const code = await run().catch((error: unknown) =>
  stop.signal.aborted ? INTERRUPTED : fail(explainFailure(error), IMPOSSIBLE),
)
process.exit(code)
