import { type ChildProcess, spawn } from 'node:child_process'
import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import pg from 'pg'
import { newKeys } from '#lib/sandbox/options.ts'
import { sandboxEnvironment } from '#lib/sandbox/settings.ts'
import { postgresUser } from '#lib/server/db/embedded/binaries.ts'
import { freePort } from '#lib/server/db/embedded/postmaster.ts'
import { RELEASE_ACCOUNTS, RELEASE_SECRET, RELEASES_FOLDER } from '#lib/testing/releases/releases.ts'
import { actAsPeople } from './keep-release-people.ts'
import { fail, say } from './say.ts'

// Creates the fixture of a release: a dump of its database and a backup file, both written by the release's
// own code (lib/testing/releases/README.md).

const USAGE = `Usage: PG15_BIN=FOLDER npm run release:keep -- NUMBER CHECKOUT

NUMBER is the release's last migration, such as 0008. CHECKOUT is a worktree of its last commit, with node_modules.
PG15_BIN is the folder of PostgreSQL 15's programs, such as /usr/lib/postgresql/15/bin.`

const CONTROL_KEY = 'keep-release'
const FIRST_DAY = '2026-10-05'
/** The sandbox's clock in the first sync and in the second one, by which some statuses have changed. */
const CLOCKS = ['2026-11-21T12:00:00Z', '2026-11-27T12:00:00Z']
const LAST_DAY = '2026-11-27'
/** What the sandbox gets wrong in the second sync. */
const WRONG_COUNT = { route: 'invoices', kind: 'shift-count', by: 2 }

const [number = '', given = ''] = process.argv.slice(2)
const checkout = given && path.resolve(given)
const bin = process.env.PG15_BIN ?? ''
if (!/^\d{4}$/.test(number) || checkout === '' || bin === '') fail(USAGE)

const folder = await mkdtemp(path.join(tmpdir(), 'furrow-release-'))
await chmod(folder, 0o711)
const children: ChildProcess[] = []

type Environment = Record<string, string>

/**
 * Runs a program until it exits and returns its output; throws an error with the output if the exit code is
 * not 0.
 */
function run(
  file: string,
  args: string[],
  options: { cwd?: string; env?: Environment; as?: typeof postgresUser },
) {
  const child = spawn(file, args, {
    cwd: options.cwd ?? '/',
    env: { NODE_ENV: 'production', PATH: process.env.PATH ?? '', LC_ALL: 'C.UTF-8', ...options.env },
    ...options.as,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk))
  return new Promise<string>((resolve, reject) => {
    child.on('error', reject)
    // The server that pg_ctl starts keeps the output pipes open, so this waits for `exit` instead of `close`.
    child.on('exit', (code) => {
      const text = Buffer.concat(output).toString()
      if (code === 0) resolve(text)
      else
        reject(
          new Error(`${path.basename(file)} ${args.join(' ')} ended with ${code}:\n${text.slice(-3000)}`),
        )
    })
  })
}

/** Runs a script of the release the way npm runs it there. */
function script(name: string, args: string[], env: Environment): Promise<string> {
  const options = { cwd: checkout, env: { ...env, NODE_NO_WARNINGS: '1' } }
  return run(process.execPath, ['--conditions=react-server', `bin/${name}.ts`, ...args], options)
}

async function startPostgres(): Promise<string> {
  const data = path.join(folder, 'postgres')
  await mkdir(data)
  const { uid, gid } = postgresUser
  if (uid !== undefined && gid !== undefined) await chown(data, uid, gid)
  await run(path.join(bin, 'initdb'), ['-D', data, '-U', 'furrow', '-E', 'UTF8', '-A', 'trust'], {
    as: postgresUser,
  })
  const port = await freePort()
  const settings = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off`
  const log = path.join(data, 'server.log')
  await run(path.join(bin, 'pg_ctl'), ['-D', data, '-w', '-l', log, '-o', settings, 'start'], {
    as: postgresUser,
  })
  return `postgres://furrow@127.0.0.1:${port}/postgres`
}

const stopPostgres = () =>
  run(path.join(bin, 'pg_ctl'), ['-D', path.join(folder, 'postgres'), '-m', 'fast', '-w', 'stop'], {
    as: postgresUser,
  })

/** Starts a long-running process of the release and resolves once `isReady` returns true. */
async function start(name: string, env: Environment, isReady: () => Promise<boolean>): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--conditions=react-server', ...name.split(' ')], {
    cwd: checkout,
    env: { PATH: process.env.PATH ?? '', NODE_NO_WARNINGS: '1', NODE_ENV: 'development', ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  children.push(child)
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode}`)
    if (await isReady().catch(() => false)) return child
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
  throw new Error(`${name} was not ready in time`)
}

function end(child: ChildProcess): Promise<unknown> {
  if (child.exitCode !== null) return Promise.resolve()
  const ended = new Promise((resolve) => child.on('exit', resolve))
  child.kill('SIGTERM')
  return ended
}

async function control(sandbox: string, action: string, body: unknown): Promise<void> {
  const response = await fetch(`${sandbox}/__control/${action}`, {
    method: 'POST',
    headers: { 'x-control-key': CONTROL_KEY, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${action}: ${response.status} ${await response.text()}`)
}

async function exists(file: string): Promise<boolean> {
  return readFile(path.join(checkout, file)).then(
    () => true,
    () => false,
  )
}

async function keep(): Promise<void> {
  const server = await startPostgres()
  await run(
    path.join(bin, 'createdb'),
    ['-h', '127.0.0.1', '-p', new URL(server).port, '-U', 'furrow', 'furrow'],
    {},
  )
  const databaseUrl = server.replace(/postgres$/, 'furrow')
  const keys = newKeys()
  const port = await freePort()
  const sandbox = `http://127.0.0.1:${port}`
  const world = { seed: 'releases', originDay: '2026-11-21', scale: { contracts: 8, weeks: 6 } }
  const options = { ...world, port, keys, controlKey: CONTROL_KEY }
  const answers = async () => (await fetch(sandbox)).status > 0
  await start('bin/sandbox.ts', { FURROW_SANDBOX: JSON.stringify(options) }, answers)
  const webPort = await freePort()
  const environment = {
    ...sandboxEnvironment({ url: sandbox, keys }),
    DATABASE_URL: databaseUrl,
    AUTH_SECRET: RELEASE_SECRET,
    DATA_DIR: path.join(folder, 'data'),
    SYNC_FROM: FIRST_DAY,
    PORT: String(webPort),
    ADMIN_EMAIL: RELEASE_ACCOUNTS.admin.email,
    ADMIN_PASSWORD: RELEASE_ACCOUNTS.admin.password,
  }
  for (const now of CLOCKS) {
    await control(sandbox, 'clock', { now })
    // So that windows have reasons why they are not complete, as the release stores them.
    if (now === CLOCKS.at(-1)) await control(sandbox, 'faults', WRONG_COUNT)
    await script('sync', ['--once', '--from', FIRST_DAY, '--to', LAST_DAY], environment).catch(
      (error: Error) =>
        // A window may legitimately stay incomplete; the fixture needs the rows as the release stored them.
        say(error.message.split('\n').slice(-3).join(' ')),
    )
  }
  if (await exists('app/api/auth/sign-in/route.ts')) {
    const origin = `http://localhost:${webPort}`
    const isReady = async () => (await fetch(`${origin}/api/health/live`)).ok
    const web = await start('bin/start.ts --dev', { ...environment, ROLE: 'web' }, isReady)
    await actAsPeople(origin)
    await end(web)
  }
  await writeFixture(databaseUrl, environment)
}

async function writeFixture(databaseUrl: string, environment: Environment): Promise<void> {
  const target = path.join(RELEASES_FOLDER, number)
  await rm(target, { recursive: true, force: true })
  await mkdir(target, { recursive: true })
  if (await exists('bin/backup.ts')) await script('backup', [path.join(target, 'backup.furrow')], environment)
  const dump = await run(
    path.join(bin, 'pg_dump'),
    ['--no-owner', '--rows-per-insert=50', '--inserts', '--dbname', databaseUrl],
    {},
  )
  // Removes psql's backslash commands, which are not SQL.
  const sql = dump.replaceAll(/^\\.*$/gm, '')
  await writeFile(path.join(target, 'database.sql.gz'), gzipSync(sql, { level: 9 }))
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const { rows } = await client.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' order by 1",
  )
  const counts: Record<string, number> = {}
  for (const { name } of rows) {
    const found = await client.query<{ n: number }>(
      `select count(*)::int as n from ${pg.escapeIdentifier(name)}`,
    )
    counts[name] = found.rows[0]?.n ?? 0
  }
  await client.end()
  await writeFile(path.join(target, 'counts.json'), `${JSON.stringify(counts, null, 2)}\n`)
  say(`Release     ${number} kept in ${target}\n${JSON.stringify(counts)}`)
}

say(`Release     ${number}, in ${folder}`)
try {
  await keep()
} finally {
  for (const child of children) await end(child)
  await stopPostgres().catch((error: unknown) => say(String(error)))
  await rm(folder, { recursive: true, force: true })
}
