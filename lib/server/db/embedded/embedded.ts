import 'server-only'
import { existsSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { DataDirError } from '#lib/server/config/data-file.ts'
import { commandWords } from '#lib/words/command-words.ts'
import { EmbeddedPostgresError, postgresBinaries, postgresUser } from './binaries.ts'
import { initialise } from './initialise.ts'
import { freePort, runningPostmaster } from './postmaster.ts'
import { program } from './program.ts'
import { readSettings, settingsFile } from './settings.ts'

const t = commandWords('postgresql')

const OWNER = 'furrow'
const MAJOR = '18'

export type EmbeddedPostgres = {
  /** Address of a database in this server; call `createDatabase` before using a new one. */
  url(database: string): string
  createDatabase(name: string): Promise<string>
  hasDatabase(name: string): Promise<boolean>
  stop(): Promise<void>
  isRunning(): Promise<boolean>
  /** Starts the server at the same address again, after the server ended by itself. */
  startAgain(): Promise<void>
  /**
   * True when the server was already running (another command of this DATA_DIR, or a server that survived a
   * kill).
   */
  wasRunning: boolean
  dataFolder: string
}

type Options = {
  /** Furrow's DATA_DIR. */
  dataDir: string
  /**
   * For tests: turns off fsync, so that data may be lost when the machine crashes, and makes the check of a
   * password cheap for each new connection.
   */
  isDisposable?: boolean
}

/**
 * Starts PostgreSQL in DATA_DIR as a child process on a free loopback port, or connects to the server that
 * already runs there. When Furrow runs as root, PostgreSQL runs as the user `nobody`.
 * @throws EmbeddedPostgresError or DataDirError, each with what to do
 */
export async function startEmbedded({ dataDir, isDisposable = false }: Options): Promise<EmbeddedPostgres> {
  const root = path.resolve(dataDir)
  await mkdir(root, { recursive: true, mode: postgresUser.uid === undefined ? 0o700 : 0o711 })
  const settings = await readSettings(root)
  const bin = await postgresBinaries()
  const { dataFolder } = settings
  if (!existsSync(path.join(dataFolder, 'PG_VERSION')))
    await initialise(bin, { ...settings, owner: OWNER, isDisposable })
  await checkMajor(dataFolder)
  const running = await runningPostmaster(dataFolder)
  const port = running?.port ?? (await start(bin, dataFolder, isDisposable, await freePort()))
  // The server has no TLS. Without `sslmode`, pg would follow a PGSSLMODE that is meant for other servers.
  const url = (database: string) =>
    `postgres://${OWNER}:${settings.password}@127.0.0.1:${port}/${database}?sslmode=disable`
  return {
    url,
    createDatabase: (name) => createDatabase(url, name).catch(refusedPassword(root)),
    hasDatabase: (name) => hasDatabase(url, name).catch(refusedPassword(root)),
    stop: () => stop(bin, dataFolder),
    isRunning: async () => (await runningPostmaster(dataFolder)) !== null,
    startAgain: () => start(bin, dataFolder, isDisposable, port).then(() => undefined),
    wasRunning: running !== null,
    dataFolder,
  }
}

async function checkMajor(dataFolder: string): Promise<void> {
  const major = (await readFile(path.join(dataFolder, 'PG_VERSION'), 'utf8')).trim()
  if (major === MAJOR) return
  throw new EmbeddedPostgresError(t('data.other-major', { folder: dataFolder, major, own: MAJOR }))
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
    throw new EmbeddedPostgresError(t('data.not-started', { folder: dataFolder, output: tail }), {
      cause: error,
    })
  })
  return port
}

/** Stops the server if it is running. */
async function stop(bin: string, dataFolder: string): Promise<void> {
  if ((await runningPostmaster(dataFolder)) === null) return
  await control(bin, dataFolder, ['stop', '-m', 'fast', '-w', '-t', '30'])
}

function control(bin: string, dataFolder: string, args: readonly string[]): Promise<void> {
  // pg_ctl passes its arguments to a shell, which would expand a `$` in a path; PGDATA carries the folder
  // instead.
  return program(path.join(bin, 'pg_ctl'), args, dataFolder)
}

/** Maps a refused password to a DataDirError: postgres.json belongs to another database. */
function refusedPassword(root: string): (error: unknown) => never {
  return (cause) => {
    const isRefused = cause instanceof Error && 'code' in cause && cause.code === '28P01'
    if (!isRefused) throw cause
    throw new DataDirError(t('password.other', { file: settingsFile(root) }), { cause })
  }
}

type Address = (database: string) => string

async function createDatabase(url: Address, name: string): Promise<string> {
  if (!(await hasDatabase(url, name)))
    await asked(url, (client) => client.query(`create database ${pg.escapeIdentifier(name)}`))
  return url(name)
}

async function hasDatabase(url: Address, name: string): Promise<boolean> {
  const found = await asked(url, (client) =>
    client.query('select 1 from pg_database where datname = $1', [name]),
  )
  return found.rowCount === 1
}

async function asked<T>(url: Address, ask: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url('postgres') })
  await client.connect()
  try {
    return await ask(client)
  } finally {
    await client.end()
  }
}
