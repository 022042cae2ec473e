import net from 'node:net'
import path from 'node:path'
import { type Database, openDatabase } from '#lib/server/db/client.ts'
import { checkOrigins } from '#lib/server/db/origin.ts'
import { type Env, readEnv } from '#lib/server/env.ts'
import { isLoopback } from '#lib/server/env-variables.ts'
import { prepareFirstAdmin } from '#lib/server/people/first-admin.ts'
import { build, isBuildNeeded } from './build.ts'
import { type Child, onStop, runChild } from './children.ts'
import { loadEnvironmentFile } from './environment.ts'
import { claimDataDir } from './lock.ts'
import { openResources } from './resources.ts'
import { fail, say } from './say.ts'

// npm start: everything for the main job on one machine. What starts here stops here.

const isDevelopment = process.argv.includes('--dev')
const PARENT_CHECK_MS = 500
/** Errors that already say what is wrong and what to do; anything else is shown with its stack. */
const EXPLAINED = [
  'ConfigurationError',
  'DatabaseError',
  'PoolerError',
  'SchemaError',
  'EmbeddedPostgresError',
  'AlreadyRunningError',
  'OriginError',
  'PortTakenError',
  'DatabaseRoleError',
]

const closers: (() => Promise<void>)[] = []
let isStopping = false

async function stopAll(): Promise<void> {
  isStopping = true
  for (const close of closers.toReversed()) await close().catch((error: unknown) => say(String(error)))
}

/** The children of a killed Furrow need a moment to notice and let go of the port. */
async function requireFreePort(port: number, host: string): Promise<void> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    if ((await portFault(port, host)) === null) return
    await new Promise((resolve) => setTimeout(resolve, 400))
  }
  const code = await portFault(port, host)
  if (code === null) return
  const problem = new Error(
    code === 'EACCES'
      ? `Port ${port} needs more rights than this user has. Start on another one: PORT=3001 npm start`
      : `Port ${port} is taken by another program. Stop that one, or start on another port: PORT=${port + 1} npm start`,
  )
  problem.name = 'PortTakenError'
  throw problem
}

function portFault(port: number, host: string): Promise<string | null> {
  return new Promise((resolve) => {
    const probe = net.createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'))
    probe.listen(port, host, () => probe.close(() => resolve(null)))
  })
}

async function buildIfNeeded(): Promise<void> {
  if (isDevelopment || !(await isBuildNeeded())) return
  say('Pages       building, about a minute the first time …')
  const started = performance.now()
  await build()
  say(`Pages       built in ${Math.round((performance.now() - started) / 1000)} s`)
}

/** Throws where row-level security would not hold for the web server. */
async function requireScopedWeb(url: string): Promise<void> {
  const db = openDatabase(url, { work: 'web', max: 1 })
  const end = () => db.$client.end()
  await db.$client
    .connect()
    .then((client) => client.release())
    .finally(end)
}

async function startWeb(env: Env, environment: Record<string, string>): Promise<void> {
  const child = start({
    file: 'web.ts',
    environment: {
      ...environment,
      PORT: String(env.port),
      LISTEN_HOST: env.listenHost,
      APP_URL: env.appUrl,
      FURROW_DEV: isDevelopment ? '1' : '',
      NODE_ENV: isDevelopment ? 'development' : 'production',
      NEXT_TELEMETRY_DISABLED: '1',
    },
    readyType: 'ready',
    isServerCode: false,
  })
  await child.ready
  say(`\nFurrow      ${env.appUrl}   (stop with Ctrl-C)\n`)
}

function start(options: Parameters<typeof runChild>[0]): Child {
  const child = runChild(options)
  closers.push(child.stop)
  return child
}

async function startWorker(environment: Record<string, string>): Promise<void> {
  const child = start({
    file: 'worker.ts',
    environment,
    readyType: 'ready',
    isServerCode: true,
    onMessage: (message) => {
      if (message.type === 'complete')
        say('Sync        every window has been read once; watching for changes')
    },
  })
  await child.ready
  say('Sync        reading the sources, newest weeks first; lists fill while it runs')
}

/** Checks that the mirror is of the configured sources, and that somebody can get in. Out: the setup link where one is needed. */
async function prepare(db: Database, env: Env): Promise<string | null> {
  await checkOrigins(db, readEnv(process.env))
  return env.role === 'worker' ? null : prepareFirstAdmin(db, env)
}

/** Over plain http whoever is on the way can read passwords, sessions and figures. */
function warnOfPlainHttp(appUrl: string): void {
  const url = new URL(appUrl)
  if (url.protocol === 'https:' || isLoopback(url)) return
  say(
    'Warning     APP_URL is plain http: others on the network can read passwords and figures. Put https in front of Furrow.',
  )
}

async function run(): Promise<void> {
  const env = readEnv(process.env)
  warnOfPlainHttp(env.appUrl)
  if (env.role !== 'worker') await requireFreePort(env.port, env.listenHost)
  const resources = await openResources(env, say)
  closers.push(resources.close)
  closers.push(await claimDataDir(path.resolve(env.dataDir)))
  Object.assign(process.env, resources.environment)
  const db = openDatabase(resources.databaseUrl, { work: 'owner', max: 1 })
  const setupLink = await prepare(db, env).finally(() => db.$client.end())
  if (env.role !== 'worker') {
    await requireScopedWeb(resources.databaseUrl)
    await buildIfNeeded()
    await startWeb(env, resources.environment)
    if (setupLink) say(`First admin ${setupLink}   (works once, for 24 hours)\n`)
  }
  if (env.role !== 'web') await startWorker(resources.environment)
}

/** A killed npm or shell must not leave Furrow behind without anybody who could stop it. */
function watchParent(stop: () => void): void {
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) stop()
  }, PARENT_CHECK_MS).unref()
}

const stop = () => {
  say('\nStopping …')
  void stopAll().then(() => {
    say('Stopped. The data stays; npm start continues with it.')
    process.exit(0)
  })
}
onStop(stop)
if (process.env.npm_lifecycle_event) watchParent(() => process.emit('SIGTERM'))

loadEnvironmentFile()
await run().catch(async (error: unknown) => {
  if (isStopping) return
  await stopAll()
  const isExplained = error instanceof Error && EXPLAINED.includes(error.name)
  fail(
    isExplained
      ? error.message
      : `Furrow could not start.\n${error instanceof Error ? error.stack : String(error)}`,
  )
})
