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
import { onStop } from './children.ts'
import { readSettings } from './environment.ts'
import { explainFailure } from './explain.ts'
import { openResources } from './resources.ts'
import { fail, say, warn } from './say.ts'
import { requireSecret } from './secret.ts'
import { adoptByCommand, confirmByCommand } from './sync-acts.ts'
import { conclusion, drawProgress, nothingToRead, passTable } from './sync-report.ts'

const USAGE = `Usage: npm run sync -- --once [options]   one pass over what is due

Exit code: 0 every window is complete; 1 some are not, or a source is paused; 2 the pass could not run, or had
nothing to read; 130 interrupted.

  --source NAME        only this source: ${SOURCES.join(', ')}
  --from DAY --to DAY  only windows that touch these days (YYYY-MM-DD), whether due or not
  --accept-gone        confirm that the rows of a mass disappearance on hold are gone
  --adopt              the configured addresses (with --source: that one) hold the same data as mirrored so far; may
                       stand alone`

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
    if (!values.once && !values.adopt) throw new ExplainedError('Say what to do: --once, --adopt, or both')
    if (values['accept-gone'] && !values.once) throw new ExplainedError('--accept-gone needs --once')
    const only = {
      source: sourceNamed(values.source),
      from: dayNamed('from', values.from),
      to: dayNamed('to', values.to),
    }
    if (only.from !== null && only.to !== null && only.from > only.to)
      throw new ExplainedError('--from must not be after --to')
    return { isOnce: values.once, isAdopting: values.adopt, isGoneAccepted: values['accept-gone'], only }
  } catch (error) {
    throw new ExplainedError(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
  }
}

function requireConnected(env: Env, source: Source | null): void {
  if (source === null || isConfigured(env.upstreams, source)) return
  const { message, fix } = notConnected(source)
  throw new ExplainedError(`${message} ${fix}`)
}

function sourceNamed(name: string | undefined): Source | null {
  if (name === undefined) return null
  if (!isSource(name)) throw new ExplainedError(`--source must be one of ${SOURCES.join(', ')}`)
  return name
}

function dayNamed(option: string, text: string | undefined): Day | null {
  if (text === undefined) return null
  const day = readDay(text)
  if (day === null) throw new ExplainedError(`--${option} must be a day as YYYY-MM-DD`)
  return day
}

const stop = new AbortController()
onStop((reason) => stop.abort(new Error(reason)))

async function run(): Promise<number> {
  const args = readArguments()
  const settings = readSettings(warn)
  // A newly created secret could not be the one that sealed the audit log of a restored or moved database.
  if (args.isAdopting || args.isGoneAccepted)
    await requireSecret(settings, 'with which the audit log is sealed')
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
      onNote: (line) => say(`Sync        ${line}`),
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
    .catch(() => say('Sync        the calls of this pass could not be recorded'))
    .finally(() => db.$client.end())
}

async function guardOrigins(url: string, env: Env): Promise<void> {
  const db = openDatabase(url, { work: 'sync', max: 1 })
  await checkOrigins(db, env, (line) => say(`Sync        ${line}`)).finally(() => db.$client.end())
}

/** Applies `--adopt` and `--accept-gone` before anything is read. */
async function declare(env: Env, { isAdopting, isGoneAccepted, only }: Arguments): Promise<void> {
  // Opens the web server's pool, which writes the audit log.
  const db = database()
  try {
    if (isAdopting) {
      await adoptByCommand(env, only.source)
      const whose = only.source ? `address of ${sourceName(only.source)} is` : 'addresses are'
      say(`Sync        the configured ${whose} adopted as the origin of the mirrored data`)
    }
    if (isGoneAccepted) {
      const count = await confirmByCommand(only)
      say(
        `Sync        ${count} held back ${count === 1 ? 'disappearance is' : 'disappearances are'} confirmed`,
      )
    }
  } finally {
    await db.$client.end()
  }
}

function report(result: PassResult, tookMs: number): number {
  say(`\n${passTable(result.windows)}\n`)
  for (const source of result.paused) {
    say(`${sourceName(source)} is paused and was not read: resume it on the Sources page.`)
  }
  const took = `${(tookMs / 1000).toFixed(1)} s`
  say(conclusion(result, took))
  return result.isComplete ? 0 : INCOMPLETE
}

const code = await run().catch((error: unknown) =>
  stop.signal.aborted ? INTERRUPTED : fail(explainFailure(error), IMPOSSIBLE),
)
process.exit(code)
