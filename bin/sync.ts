import { parseArgs } from 'node:util'
import { type Day, readDay } from '#lib/calendar-date.ts'
import { openDatabase } from '#lib/server/db/client.ts'
import { adoptOrigins, checkOrigins } from '#lib/server/db/origin.ts'
import { readEnv } from '#lib/server/env.ts'
import { type PassResult, runOnce } from '#lib/server/sync/once.ts'
import { acceptDisappearances } from '#lib/server/sync/row-facts.ts'
import { syncSettings } from '#lib/server/sync/settings.ts'
import { createUpstreams } from '#lib/server/upstream/upstreams.ts'
import { isSource, SOURCES, type Source } from '#lib/sources/sources.ts'
import { onStop } from './children.ts'
import { loadEnvironmentFile } from './environment.ts'
import { openResources } from './resources.ts'
import { fail, say } from './say.ts'
import { drawProgress, passTable } from './sync-report.ts'

const USAGE = `Usage: npm run sync -- --once [options]   one pass over what is due; exit code 0 only if every window is complete

  --source NAME        only this source: ${SOURCES.join(', ')}
  --from DAY --to DAY  only windows that touch these days (YYYY-MM-DD), whether due or not
  --accept-gone        rows of a held back mass disappearance really are gone
  --adopt              the configured addresses hold the same data as mirrored so far; may stand alone`

const EXPLAINED = [
  'ConfigurationError',
  'DatabaseError',
  'EmbeddedPostgresError',
  'OriginError',
  'UsageError',
]

class UsageError extends Error {
  override name = 'UsageError'
}

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
    if (!values.once && !values.adopt) throw new UsageError('Say what to do: --once, --adopt, or both')
    const only = {
      source: sourceNamed(values.source),
      from: dayNamed('from', values.from),
      to: dayNamed('to', values.to),
    }
    return { isOnce: values.once, isAdopting: values.adopt, isGoneAccepted: values['accept-gone'], only }
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
  }
}

function sourceNamed(name: string | undefined): Source | null {
  if (name === undefined) return null
  if (!isSource(name)) throw new UsageError(`--source must be one of ${SOURCES.join(', ')}`)
  return name
}

function dayNamed(option: string, text: string | undefined): Day | null {
  if (text === undefined) return null
  const day = readDay(text)
  if (day === null) throw new UsageError(`--${option} must be a day as YYYY-MM-DD`)
  return day
}

const stop = new AbortController()
onStop((reason) => stop.abort(new Error(reason)))

async function run(): Promise<number> {
  const args = readArguments()
  const resources = await openResources(readEnv(process.env), say)
  try {
    Object.assign(process.env, resources.environment)
    const env = readEnv(process.env)
    const db = openDatabase(resources.databaseUrl, { max: 1 })
    await (args.isAdopting ? adoptOrigins(db, env) : checkOrigins(db, env)).finally(() => db.$client.end())
    if (args.isAdopting)
      say('Sync        the configured addresses are adopted as the origin of what is mirrored')
    if (!args.isOnce) return 0
    if (args.isGoneAccepted) await acceptGone(resources.databaseUrl, args)
    const upstreams = createUpstreams(env)
    const startedAt = performance.now()
    const result = await runOnce({
      url: resources.databaseUrl,
      upstreams,
      settings: syncSettings(env),
      signal: stop.signal,
      only: args.only,
      onProgress: drawProgress,
      onNote: (line) => say(`Sync        ${line}`),
    }).finally(() => upstreams.close())
    return report(result, performance.now() - startedAt)
  } finally {
    await resources.close()
  }
}

async function acceptGone(url: string, { only }: Arguments): Promise<void> {
  const db = openDatabase(url, { max: 1 })
  const count = await acceptDisappearances(db, only).finally(() => db.$client.end())
  say(`Sync        ${count} held back ${count === 1 ? 'disappearance is' : 'disappearances are'} confirmed`)
}

function report(result: PassResult, tookMs: number): number {
  say(`\n${passTable(result.windows)}\n`)
  const took = `${(tookMs / 1000).toFixed(1)} s`
  say(result.isComplete ? `Every window is complete (${took}).` : `Not every window is complete (${took}).`)
  return result.isComplete ? 0 : 1
}

loadEnvironmentFile()
const code = await run().catch((error: unknown) => {
  if (stop.signal.aborted) return 130
  const isExplained = error instanceof Error && EXPLAINED.includes(error.name)
  const message = error instanceof Error ? (isExplained ? error.message : error.stack) : String(error)
  return fail(message ?? String(error))
})
process.exit(code)
