import { randomBytes } from 'node:crypto'
import path from 'node:path'
import pg from 'pg'
import { dayInZone } from '#lib/calendar-date.ts'
import { createDataFile, DataDirError, makeDataDir, readDataFile } from '#lib/server/data-file.ts'
import { checkEmbedded, startEmbedded } from '#lib/server/db/embedded/embedded.ts'
import { keepRunning } from '#lib/server/db/embedded/keep-running.ts'
import { migrateDatabase } from '#lib/server/db/migrate.ts'
import { ConfigurationError, type Env } from '#lib/server/env.ts'
import { checkSandboxState, readSandboxState, sandboxEnvironment } from '#lib/server/sandbox/settings.ts'
import { runChild } from './children.ts'
import { checkDatabase, explainSetup } from './database-start.ts'
import { runningFurrow } from './lock.ts'

export type Resources = {
  databaseUrl: string
  /** What the processes of Furrow need beside the configuration: database, secret, the sandbox's address and keys. */
  environment: Record<string, string>
  close(): Promise<void>
}

type Part = { environment: Record<string, string>; close: () => Promise<void> }

const SECRET_MISSING =
  'AUTH_SECRET is missing: set it beside DATABASE_URL, the same for every server, e.g. to the output of: openssl rand -base64 32'

/**
 * Opens what every command needs: PostgreSQL (embedded unless DATABASE_URL), migrated, and the sandbox where no source is
 * configured. What a running Furrow of the same DATA_DIR already provides is used and left running by `close`.
 * In: the settings, and a line printer for progress. Throws with a message for people.
 * @param onOpening is given at once what ends the opening: it closes what is open by then, and waits for the database alone
 */
export async function openResources(
  env: Env,
  say: (line: string) => void,
  onOpening: (close: () => Promise<void>) => void = () => {},
): Promise<Resources> {
  // Servers that share a database must sign alike: each would make a secret of its own.
  if (env.databaseUrl && !env.authSecret) throw new ConfigurationError([SECRET_MISSING])
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

/** Refuses files that cannot be used before anything is started or written. */
async function inspectDataDir(dataDir: string, env: Env): Promise<void> {
  await runningFurrow(dataDir)
  if (!env.authSecret) await knownSecret(dataDir)
  if (!env.databaseUrl) await checkEmbedded(dataDir)
  if (env.sandbox) await checkSandboxState(dataDir)
}

/** PostgreSQL alone, as it is: what backing up and restoring need. Use and errors as of `openResources`. */
export async function openStore(env: Env, say: (line: string) => void): Promise<Part & { url: string }> {
  const dataDir = path.resolve(env.dataDir)
  if (env.databaseUrl) {
    await checkDatabase(env.databaseUrl)
    return {
      url: env.databaseUrl,
      environment: { FURROW_DATABASE_URL: env.databaseUrl },
      close: async () => {},
    }
  }
  await makeDataDir(dataDir)
  return embedDatabase(env, dataDir, say)
}

/**
 * The same for commands that work on what is installed: the database of real sources where this DATA_DIR has one, also in a
 * shell or timer that lacks the sources' variables, in which Furrow would take the sandbox.
 */
export async function openInstalledStore(
  env: Env,
  say: (line: string) => void,
): Promise<Part & { url: string }> {
  const store = await openStore(env, say)
  if (env.databaseUrl || env.sandbox !== 'default' || !(await hasRealDatabase(store.url))) return store
  await store.close()
  return openStore({ ...env, sandbox: null }, say)
}

async function hasRealDatabase(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  await client.connect()
  try {
    return (await client.query('select 1 from pg_database where datname = $1', ['furrow'])).rowCount === 1
  } finally {
    await client.end()
  }
}

async function embedDatabase(
  env: Env,
  dataDir: string,
  say: (line: string) => void,
): Promise<Part & { url: string }> {
  const owner = await runningFurrow(dataDir)
  const postgres = await startEmbedded({ dataDir })
  // A running Furrow of this folder watches over its own PostgreSQL.
  const leave = owner === null ? keepRunning(postgres, say) : async () => {}
  const close = async () => {
    await leave()
    // A Furrow that was started meanwhile goes on with this PostgreSQL, and stops it.
    if (owner === null && (await runningFurrow(dataDir)) === null) await postgres.stop()
  }
  try {
    // The sandbox has its own database, so that real figures never stand beside invented ones.
    const url = await postgres.createDatabase(env.sandbox ? 'furrow_sandbox' : 'furrow')
    say(
      `PostgreSQL  embedded, data in ${postgres.dataFolder}${postgres.wasRunning ? ' (it was running)' : ''}`,
    )
    return { url, environment: { FURROW_DATABASE_URL: url }, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Real credentials beside SANDBOX=1 must not reach the sandbox, nor change how it is read. */
const REAL_ONLY = {
  PAYMENT_LINKS_AUTH_HEADER: '',
  CLIENT_INVOICES_AUTH_HEADER: '',
  CLIENT_INVOICES_API_KEY: '',
  PDF_HOSTS: '',
}

async function openSandbox(env: Env, dataDir: string, say: (line: string) => void): Promise<Part> {
  const state = await readSandboxState(dataDir, dayInZone(new Date(), env.timeZone))
  const origin = { FURROW_SANDBOX_ORIGIN: `sandbox:${state.seed}@${state.originDay}`, SANDBOX: '1' }
  // Whoever steers a sandbox of its own, as tests do, names it here, with its keys in sandbox.json.
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
  if (typeof url !== 'string') throw new Error('The sandbox did not say its address')
  say(
    `Sandbox     ${url}, ${env.sandbox === 'forced' ? 'because SANDBOX=1' : 'because no source is configured'}: invented data, see README to connect real sources`,
  )
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

/** AUTH_SECRET, or the one in DATA_DIR, made there at first use. */
export async function authSecret(env: Env): Promise<string> {
  return env.authSecret ?? (await readSecret(path.resolve(env.dataDir)))
}

const MIN_SECRET_LENGTH = 32
const KEEP_SECRET =
  'Put it back from a copy of DATA_DIR; with another secret everybody signs in again and the audit log needs the former one to be verified.'

async function readSecret(dataDir: string): Promise<string> {
  const existing = await knownSecret(dataDir)
  if (existing !== null) return existing
  await createDataFile(path.join(dataDir, 'secret'), randomBytes(32).toString('base64'))
  return readSecret(dataDir)
}

/** The secret in DATA_DIR; null where none was made yet. Throws DataDirError for one that would protect nothing. */
async function knownSecret(dataDir: string): Promise<string | null> {
  const file = path.join(dataDir, 'secret')
  // As the variable is read: an editor ends the file with a line break, which is no part of the secret.
  const secret = (await readDataFile(file, KEEP_SECRET))?.trim() ?? null
  if (secret !== null && secret.length < MIN_SECRET_LENGTH)
    throw new DataDirError(`${file} has fewer than ${MIN_SECRET_LENGTH} characters. ${KEEP_SECRET}`)
  return secret
}
