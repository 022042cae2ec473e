import path from 'node:path'
import { readHead } from '#lib/server/audit-log/verify.ts'
import { prepareFirstAdmin } from '#lib/server/auth/first-admin.ts'
import { checkPassword } from '#lib/server/auth/passwords.ts'
import { isSealedWith } from '#lib/server/backup/secret.ts'
import { makeDataDir } from '#lib/server/config/data-file.ts'
import { ConfigurationError, type Env, readEnv } from '#lib/server/config/env.ts'
import { type Database, openDatabase } from '#lib/server/db/client.ts'
import { checkOrigins } from '#lib/server/db/origin.ts'
import { commandWords } from '#lib/words/command-words.ts'
import { type Child, runChild } from './children.ts'
import { AlreadyRunningError, claimDataDir, requireNoFurrow } from './data-dir-lock.ts'
import { explainFailure } from './explain.ts'
import { onStop } from './on-stop.ts'
import { build, isBuildNeeded } from './pages.ts'
import { requireFreePort } from './port.ts'
import { openResources } from './resources.ts'
import { fail, labelled, say } from './say.ts'

// Starts everything that Furrow needs on one machine, and stops everything it started.

const t = commandWords('start')

const PARENT_CHECK_MS = 500

const closers: (() => Promise<void>)[] = []
let isStopping = false

async function stopAll(): Promise<void> {
  isStopping = true
  for (const close of closers.toReversed()) await close().catch((error: unknown) => say(String(error)))
}

async function buildPages(): Promise<void> {
  say(labelled('pages', t('pages.building')))
  const started = performance.now()
  await build(() => say(labelled('pages', t('pages.waiting'))))
  const seconds = Math.round((performance.now() - started) / 1000)
  say(labelled('pages', t('pages.built', { seconds })))
}

/** Fails if row-level security would not apply to the web server's role. */
async function requireScopedWeb(url: string): Promise<void> {
  const db = openDatabase(url, { work: 'web', max: 1 })
  const end = () => db.$client.end()
  await db.$client
    .connect()
    .then((client) => client.release())
    .finally(end)
}

async function startWeb(
  env: Env,
  environment: Record<string, string>,
  isDevelopment: boolean,
): Promise<void> {
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
  say(`\n${labelled('furrow', t('running', { url: env.appUrl }))}\n`)
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
      if (message.type === 'complete') say(labelled('sync', t('sync.first-done')))
    },
  })
  await child.ready
  say(labelled('sync', t('sync.reading')))
}

/**
 * Checks that the mirrored rows come from the configured sources and that an admin can sign in. Returns the
 * setup link for the first admin, or null if none is needed.
 */
async function prepare(db: Database, env: Env): Promise<string | null> {
  await checkOrigins(db, readEnv(process.env), (line) => say(labelled('sync', line)))
  await reportOtherSecret(db)
  return env.role === 'worker' ? null : prepareFirstAdmin(db, env)
}

async function reportOtherSecret(db: Database): Promise<void> {
  const head = await readHead(db)
  if (isSealedWith(head, process.env.AUTH_SECRET ?? '') !== false) return
  say(labelled('secret', t('other-secret')))
}

/**
 * Refuses a guessable ADMIN_PASSWORD before anything is started. The check for parts of the owner's own
 * address runs only where the password is used: an installation whose admin was created long ago must still
 * start.
 */
function requireStrongAdmin({ admin }: Env): void {
  const fault = admin && checkPassword(admin.password, { email: '', names: [] })
  if (fault) throw new ConfigurationError([`ADMIN_PASSWORD ${fault}`])
}

/**
 * Locks DATA_DIR before anything in it is opened: a second start must not touch the database of the first.
 */
async function claim(dataDir: string): Promise<void> {
  await makeDataDir(dataDir)
  closers.push(await claimDataDir(dataDir))
}

async function run(env: Env, isDevelopment: boolean): Promise<void> {
  requireStrongAdmin(env)
  const dataDir = path.resolve(env.dataDir)
  // Checked before the port, so that a running Furrow is not reported as another program on that port. Faults
  // of the folder itself are reported by `claim` below.
  await requireNoFurrow(dataDir).catch((error: unknown) => {
    if (error instanceof AlreadyRunningError) throw error
  })
  if (env.role !== 'worker') await requireFreePort(env.port, env.listenHost)
  // Checked first, so that a missing build tool is reported before anything is started.
  const mustBuild = env.role !== 'worker' && !isDevelopment && (await isBuildNeeded())
  await claim(dataDir)
  // Registered at once, so that a stop during the opening leaves no database running and waits for no
  // migration.
  const resources = await openResources(env, say, (close) => closers.push(close))
  Object.assign(process.env, resources.environment)
  const db = openDatabase(resources.databaseUrl, { work: 'owner', max: 1 })
  const setupLink = await prepare(db, env).finally(() => db.$client.end())
  if (env.role !== 'worker') {
    await requireScopedWeb(resources.databaseUrl)
    if (mustBuild) await buildPages()
    await startWeb(env, resources.environment, isDevelopment)
    if (setupLink) say(`${labelled('first-admin', t('first-admin', { link: setupLink }))}\n`)
  }
  if (env.role !== 'web') await startWorker(resources.environment)
}

/**
 * Stops Furrow when its parent (npm or a shell) is killed, which would leave Furrow running without a way to
 * stop it.
 */
function watchParent(stop: () => void): void {
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) stop()
  }, PARENT_CHECK_MS).unref()
}

/** Starts Furrow as configured, and stops everything again on a signal or when a part fails to start. */
export async function startFurrow(env: Env, { isDevelopment }: { isDevelopment: boolean }): Promise<void> {
  onStop(() => {
    say(`\n${t('stopping')}`)
    void stopAll().then(() => {
      say(t('stopped'))
      process.exit(0)
    })
  })
  if (process.env.npm_lifecycle_event) watchParent(() => process.emit('SIGTERM'))
  await run(env, isDevelopment).catch(async (error: unknown) => {
    if (isStopping) return
    await stopAll()
    fail(explainFailure(error))
  })
}
