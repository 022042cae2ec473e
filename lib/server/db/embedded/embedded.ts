import 'server-only'
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { z } from 'zod'
import { createDataFile, DataDirError, readDataFile } from '../../data-file.ts'
import { EmbeddedPostgresError, postgresBinaries, postgresDataFolder, postgresUser } from './binaries.ts'
import { freePort, runningPostmaster } from './postmaster.ts'

const run = promisify(execFile)
const OWNER = 'furrow'
const MAJOR = '18'

export type EmbeddedPostgres = {
  /** Address of a database in this server; `createDatabase` makes it first. */
  url(database: string): string
  createDatabase(name: string): Promise<string>
  stop(): Promise<void>
  isRunning(): Promise<boolean>
  /** Starts the server again, at the same address, after it ended by itself. */
  startAgain(): Promise<void>
  /** True if the server already ran (another command of the same folder, or one that survived a kill). */
  wasRunning: boolean
  dataFolder: string
}

type Options = {
  /** Furrow's DATA_DIR. */
  dataDir: string
  /** For tests: no fsync, nothing survives a crash of the machine. */
  isDisposable?: boolean
}

const settingsSchema = z.object({ dataFolder: z.string().startsWith('/'), password: z.string().min(1) })
type Settings = z.infer<typeof settingsSchema>

/**
 * Starts PostgreSQL in DATA_DIR as a child on a free loopback port, or takes over the one that already runs there.
 * As root it runs as the user nobody. Throws EmbeddedPostgresError with what to do.
 */
export async function startEmbedded({ dataDir, isDisposable = false }: Options): Promise<EmbeddedPostgres> {
  const root = path.resolve(dataDir)
  await mkdir(root, { recursive: true, mode: postgresUser.uid === undefined ? 0o700 : 0o711 })
  const settings = await readSettings(root)
  const bin = await postgresBinaries()
  const { dataFolder } = settings
  if (!existsSync(path.join(dataFolder, 'PG_VERSION'))) await initialise(bin, settings, isDisposable)
  await checkMajor(dataFolder)
  const running = await runningPostmaster(dataFolder)
  const port = running?.port ?? (await start(bin, dataFolder, isDisposable, await freePort()))
  const url = (database: string) => `postgres://${OWNER}:${settings.password}@127.0.0.1:${port}/${database}`
  return {
    url,
    createDatabase: (name) => createDatabase(url, name).catch(refusedPassword(root)),
    stop: () => stop(bin, dataFolder),
    isRunning: async () => (await runningPostmaster(dataFolder)) !== null,
    startAgain: () => start(bin, dataFolder, isDisposable, port).then(() => undefined),
    wasRunning: running !== null,
    dataFolder,
  }
}

/**
 * Throws DataDirError where postgres.json cannot be used beside the database whose password it holds.
 * A folder without either is fine.
 */
export async function checkEmbedded(dataDir: string): Promise<void> {
  await knownSettings(path.resolve(dataDir))
}

/** The password and the data's place, fixed at first start and kept beside the data, readable by the owner only. */
async function readSettings(root: string): Promise<Settings> {
  const known = await knownSettings(root)
  if (known !== null) return known
  const settings = { dataFolder: await postgresDataFolder(root), password: randomBytes(24).toString('hex') }
  await createDataFile(settingsFile(root), JSON.stringify(settings, null, 2))
  return readSettings(root)
}

/** The settings of the database in this DATA_DIR; null where there is neither. A DATA_DIR that was moved names its new place. */
async function knownSettings(root: string): Promise<Settings | null> {
  const file = settingsFile(root)
  const here = await postgresDataFolder(root)
  const keep = `it holds the password of the database in ${here}. Put it back from a copy of DATA_DIR, or move the database away to begin a new one.`
  const text = await readDataFile(file, `I${keep.slice(1)}`)
  if (text === null) {
    if (existsSync(path.join(here, 'PG_VERSION'))) throw new DataDirError(`${file} is missing: ${keep}`)
    return null
  }
  const settings = parseSettings(text)
  if (settings === null) throw new DataDirError(`${file} is damaged: ${keep}`)
  if (existsSync(path.join(settings.dataFolder, 'PG_VERSION')) || settings.dataFolder === here)
    return settings
  return moved(file, { ...settings, dataFolder: here })
}

async function moved(file: string, settings: Settings): Promise<Settings> {
  const draft = `${file}.${process.pid}`
  await writeFile(draft, JSON.stringify(settings, null, 2), { mode: 0o600 })
  await rename(draft, file)
  return settings
}

function parseSettings(text: string): Settings | null {
  try {
    return settingsSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}

function settingsFile(root: string): string {
  return path.join(root, 'postgres.json')
}

async function initialise(
  bin: string,
  { dataFolder, password }: Settings,
  isDisposable: boolean,
): Promise<void> {
  await mkdir(path.dirname(dataFolder), { recursive: true, mode: 0o755 })
  await mkdir(dataFolder, { recursive: true, mode: 0o700 })
  const passwordFile = path.join(dataFolder, '..', `.initial-${process.pid}`)
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 })
  const { uid, gid } = postgresUser
  if (uid !== undefined && gid !== undefined) {
    for (const entry of [dataFolder, passwordFile]) await chown(entry, uid, gid)
  }
  try {
    const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
    const access = ['-U', OWNER, '--pwfile', passwordFile, '-A', 'scram-sha-256']
    await program(path.join(bin, 'initdb'), [
      '-D',
      dataFolder,
      '-E',
      'UTF8',
      ...locale,
      ...access,
      ...(isDisposable ? ['--no-sync'] : []),
    ])
  } catch (error) {
    // Half a data folder would be taken for a whole one at the next start.
    await rm(dataFolder, { recursive: true, force: true })
    throw error
  } finally {
    await rm(passwordFile, { force: true })
  }
  await chmod(dataFolder, 0o700)
}

async function checkMajor(dataFolder: string): Promise<void> {
  const major = (await readFile(path.join(dataFolder, 'PG_VERSION'), 'utf8')).trim()
  if (major === MAJOR) return
  throw new EmbeddedPostgresError(
    `The data in ${dataFolder} belongs to PostgreSQL ${major}; this Furrow embeds ${MAJOR}. Start with the Furrow that made it, or set another DATA_DIR (the mirror fills again from the sources).`,
  )
}

async function start(bin: string, dataFolder: string, isDisposable: boolean, port: number): Promise<number> {
  const settings = [
    `-p ${port}`,
    '-c listen_addresses=127.0.0.1',
    "-c unix_socket_directories=''",
    '-c max_connections=80',
    '-c shared_buffers=128MB',
    '-c max_wal_size=512MB',
    ...(isDisposable ? ['-c fsync=off', '-c full_page_writes=off', '-c synchronous_commit=off'] : []),
  ]
  const log = path.join(dataFolder, 'server.log')
  await control(bin, dataFolder, [
    'start',
    '-w',
    '-t',
    '60',
    '-l',
    'server.log',
    '-o',
    settings.join(' '),
  ]).catch(async (error) => {
    const tail = await readFile(log, 'utf8').then(
      (text) => text.trim().split('\n').slice(-3).join('\n'),
      () => '',
    )
    throw new EmbeddedPostgresError(
      `PostgreSQL did not start in ${dataFolder}.\n${tail}\nRepair what it says, or set DATABASE_URL to another PostgreSQL.`,
      { cause: error },
    )
  })
  return port
}

/** Stops the server, where it still runs. */
async function stop(bin: string, dataFolder: string): Promise<void> {
  if ((await runningPostmaster(dataFolder)) === null) return
  await control(bin, dataFolder, ['stop', '-m', 'fast', '-w', '-t', '30'])
}

function control(bin: string, dataFolder: string, args: readonly string[]): Promise<void> {
  // pg_ctl hands its arguments to a shell, which would read a $ in a path: the folder is told by a variable.
  return program(path.join(bin, 'pg_ctl'), args, dataFolder)
}

/** pg_ctl leaves the server with our output open, so nothing may wait for those pipes to close. */
async function program(file: string, args: readonly string[], dataFolder?: string): Promise<void> {
  const child = run(file, [...args], {
    ...postgresUser,
    cwd: dataFolder ?? '/',
    // Not the whole environment: it holds the upstreams' credentials.
    env: {
      NODE_ENV: process.env.NODE_ENV,
      PATH: process.env.PATH ?? '',
      LC_ALL: 'C',
      TZ: 'UTC',
      ...(dataFolder && { PGDATA: dataFolder }),
    },
  })
  await child.catch((cause: unknown) => {
    const { stdout = '', stderr = '' } = cause as { stdout?: string; stderr?: string }
    throw new EmbeddedPostgresError(
      `${path.basename(file)} failed: ${`${stdout}${stderr}`.trim().slice(-1000)}`,
      { cause },
    )
  })
}

/** Another postgres.json than the one of this database. */
function refusedPassword(root: string): (error: unknown) => never {
  return (cause) => {
    const isRefused = cause instanceof Error && 'code' in cause && cause.code === '28P01'
    if (!isRefused) throw cause
    throw new DataDirError(
      `${settingsFile(root)} holds another password than the database beside it. Put it back from a copy of DATA_DIR.`,
      { cause },
    )
  }
}

async function createDatabase(url: (database: string) => string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: url('postgres') })
  await client.connect()
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name])
    if (!rowCount) await client.query(`create database ${pg.escapeIdentifier(name)}`)
  } finally {
    await client.end()
  }
  return url(name)
}
