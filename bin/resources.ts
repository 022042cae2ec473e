import path from 'node:path'
import { dayInZone } from '#lib/calendar-date.ts'
import { sandboxEnvironment } from '#lib/sandbox/settings.ts'
import { DataDirError, makeDataDir } from '#lib/server/config/data-file.ts'
import type { Env } from '#lib/server/config/env.ts'
import { type EmbeddedPostgres, startEmbedded } from '#lib/server/db/embedded/embedded.ts'
import { keepRunning, type PostgresChange } from '#lib/server/db/embedded/keep-running.ts'
import { isEmbeddedIn } from '#lib/server/db/embedded/settings.ts'
import { migrateDatabase } from '#lib/server/db/migrate.ts'
import { commandWords } from '#lib/words/command-words.ts'
import { runChild } from './children.ts'
import { runningFurrow } from './data-dir-lock.ts'
import { checkDatabase, explainSetup } from './database-start.ts'
import { withFileLock } from './file-lock.ts'
import { noteUse } from './postgres-users.ts'
import { checkSandboxState, readSandboxState } from './sandbox-state.ts'
import { labelled } from './say.ts'
import { authSecret, knownSecret } from './secret.ts'

const t = commandWords('start')
const tPostgres = commandWords('postgresql')

export type Resources = {
  databaseUrl: string
  /**
   * Environment variables that Furrow's processes need beside the configuration: database, secret, and the
   * sandbox's address and keys.
   */
  environment: Record<string, string>
  close(): Promise<void>
}

type Part = { environment: Record<string, string>; close: () => Promise<void> }

/**
 * Opens the resources that every command needs: a migrated PostgreSQL (embedded unless DATABASE_URL is set),
 * and the sandbox if no source is configured. Resources that a running Furrow of the same DATA_DIR already
 * provides are shared, and `close` leaves them running.
 * @param say prints one line of progress
 * @param onOpening called at once with a function that aborts the opening: the function waits for the
 * database to open, then closes everything opened by then
 * @throws {ExplainedError} with a message for users
 */
export async function openResources(
  env: Env,
  say: (line: string) => void,
  onOpening: (close: () => Promise<void>) => void = () => {},
): Promise<Resources> {
  if (env.databaseUrl) await authSecret(env)
  const dataDir = path.resolve(env.dataDir)
  await makeDataDir(dataDir)
  await inspectDataDir(dataDir, env)
  const parts: Part[] = []
  const close = async () => {
    for (const part of parts.toReversed()) await part.close()
  }
  const opening = openStore(env, say).then((store) => {
    parts.push(store)
    return store
  })
  onOpening(() => opening.then(close, () => {}))
  try {
    const database = await opening
    await migrateDatabase(database.url).catch((error: unknown) => {
      throw explainSetup(database.url, error)
    })
    if (env.sandbox) parts.push(await openSandbox(env, dataDir, say))
    const secret = { AUTH_SECRET: await authSecret(env) }
    return {
      databaseUrl: database.url,
      environment: Object.assign({}, secret, ...parts.map((part) => part.environment)),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** Fails on unusable files in DATA_DIR before anything is started or written. */
async function inspectDataDir(dataDir: string, env: Env): Promise<void> {
  await runningFurrow(dataDir)
  await knownSecret(env)
  if (!env.databaseUrl) await isEmbeddedIn(dataDir)
  if (env.sandbox) await checkSandboxState(dataDir)
}

/** A PostgreSQL database without migration. */
export type Store = Part & { url: string }

// The sandbox has its own database, so that real and invented figures never mix.
const REAL = 'furrow'
const OF_SANDBOX = 'furrow_sandbox'

/**
 * Opens PostgreSQL without migrating it, as a restore needs. Parameters and errors are those of
 * `openResources`.
 */
export async function openStore(env: Env, say: (line: string) => void): Promise<Store> {
  if (env.databaseUrl) return ownStore(env.databaseUrl)
  await makeDataDir(path.resolve(env.dataDir))
  return embedDatabase(env, say, async () => (env.sandbox ? OF_SANDBOX : REAL))
}

/**
 * Opens the database of an existing installation, without migrating it. Prefers the database of real sources
 * if this DATA_DIR has one, because a shell or timer may lack the sources' variables and would otherwise get
 * the sandbox. Creates nothing in any other folder.
 * @throws {DataDirError} with the fix if Furrow was never started in DATA_DIR
 */
export async function openInstalledStore(env: Env, say: (line: string) => void): Promise<Store> {
  if (env.databaseUrl) return ownStore(env.databaseUrl)
  const dataDir = path.resolve(env.dataDir)
  if (!(await isEmbeddedIn(dataDir))) throw new DataDirError(t('folder.no-furrow', { folder: dataDir }))
  return embedDatabase(env, say, async (postgres) => {
    if (env.sandbox === 'forced') return OF_SANDBOX
    return (await postgres.hasDatabase(REAL)) || !(await postgres.hasDatabase(OF_SANDBOX)) ? REAL : OF_SANDBOX
  })
}

async function ownStore(url: string): Promise<Store> {
  await checkDatabase(url)
  return { url, environment: { FURROW_DATABASE_URL: url }, close: async () => {} }
}

/** Upper limit for creating, starting or stopping PostgreSQL. */
const LONGEST_OPENING_MS = 120_000

type Choose = (postgres: EmbeddedPostgres) => Promise<string>

async function embedDatabase(env: Env, say: (line: string) => void, choose: Choose): Promise<Store> {
  const dataDir = path.resolve(env.dataDir)
  const owner = await runningFurrow(dataDir)
  const lock = { file: path.join(dataDir, 'postgres.lock'), limitMs: LONGEST_OPENING_MS }
  const { postgres, url, leave } = await withFileLock(lock, () => joinPostgres(dataDir, choose))
  const folder = postgres.dataFolder
  const sayPostgres = (line: string) => say(labelled('postgresql', line))
  sayPostgres(
    postgres.wasRunning ? tPostgres('embedded-running', { folder }) : tPostgres('embedded', { folder }),
  )
  // A running Furrow of this DATA_DIR already restarts its own PostgreSQL.
  const unwatch =
    owner === null ? keepRunning(postgres, (change) => sayPostgres(changeText(change))) : async () => {}
  const close = async () => {
    await unwatch()
    const other = await withFileLock(lock, () => leave(postgres))
    if (other !== null && owner === null) sayPostgres(tPostgres('left-running', { pid: String(other) }))
  }
  return { url, environment: { FURROW_DATABASE_URL: url }, close }
}

function changeText(change: PostgresChange): string {
  return change.kind === 'not-restarted'
    ? tPostgres('change.not-restarted', { reason: change.reason })
    : tPostgres(`change.${change.kind}`)
}

/**
 * Starts or joins the embedded PostgreSQL; the caller runs it in `withFileLock`, here and for `leave`.
 * `leave` returns the id of a process that still uses PostgreSQL, or null if `leave` stopped PostgreSQL.
 */
async function joinPostgres(dataDir: string, choose: Choose) {
  const endUse = await noteUse(dataDir)
  const leave = async (postgres: EmbeddedPostgres | null) => {
    const other = (await endUse()) ?? (await runningFurrow(dataDir))
    if (other === null) await postgres?.stop()
    return other
  }
  let postgres: EmbeddedPostgres | null = null
  try {
    postgres = await startEmbedded({ dataDir })
    return { postgres, url: await postgres.createDatabase(await choose(postgres)), leave }
  } catch (error) {
    await leave(postgres)
    throw error
  }
}

/**
 * Blanks the variables of real sources: credentials set beside SANDBOX=1 must neither reach the sandbox nor
 * change how Furrow reads it.
 */
const REAL_ONLY = {
  PAYMENT_LINKS_AUTH_HEADER: '',
  CLIENT_INVOICES_AUTH_HEADER: '',
  CLIENT_INVOICES_API_KEY: '',
  PDF_HOSTS: '',
}

async function openSandbox(env: Env, dataDir: string, say: (line: string) => void): Promise<Part> {
  const state = await readSandboxState(dataDir, dayInZone(new Date(), env.timeZone))
  const origin = { FURROW_SANDBOX_ORIGIN: `sandbox:${state.seed}@${state.originDay}`, SANDBOX: '1' }
  // Tests that control a sandbox of their own set its URL here and put its keys into sandbox.json.
  const given = process.env.FURROW_SANDBOX_URL
  const running = given || `http://127.0.0.1:${state.port}`
  if (given || ((await runningFurrow(dataDir)) !== null && (await answers(running)))) {
    return {
      environment: { ...REAL_ONLY, ...sandboxEnvironment({ ...state, url: running }), ...origin },
      close: async () => {},
    }
  }
  const child = runChild({
    file: 'sandbox.ts',
    environment: { FURROW_SANDBOX: JSON.stringify(state) },
    readyType: 'ready',
    isServerCode: true,
  })
  const { url } = await child.ready
  if (typeof url !== 'string') throw new Error('The sandbox did not report its address')
  const line = env.sandbox === 'forced' ? t('sandbox.configured', { url }) : t('sandbox.no-source', { url })
  say(labelled('sandbox', line))
  return {
    environment: { ...REAL_ONLY, ...sandboxEnvironment({ ...state, url }), ...origin },
    close: child.stop,
  }
}

async function answers(url: string): Promise<boolean> {
  return fetch(url, { signal: AbortSignal.timeout(1_000) }).then(
    () => true,
    () => false,
  )
}
