import 'server-only'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { postgresUser } from '#lib/server/db/embedded/binaries.ts'
import { freePort } from '#lib/server/db/embedded/postmaster.ts'

/** Path of PgBouncer's program; null if it is not installed. */
export const PGBOUNCER_BIN = process.env.PGBOUNCER_BIN || null

type PgBouncer = { url: string; close(): Promise<void> }

/** Starts PgBouncer in front of a database, in the given mode and with further configuration lines. */
export async function startPgBouncer(
  url: string,
  mode: 'session' | 'transaction' | 'statement',
  lines: readonly string[] = [],
): Promise<PgBouncer> {
  if (PGBOUNCER_BIN === null) throw new Error('PGBOUNCER_BIN is not set')
  const folder = await mkdtemp(path.join(tmpdir(), 'furrow-pgbouncer-'))
  const place = new URL(url)
  const port = await freePort()
  const users = path.join(folder, 'users.txt')
  const settings = path.join(folder, 'pgbouncer.ini')
  await writeFile(users, `"${place.username}" "${place.password}"\n`)
  await writeFile(
    settings,
    [
      '[databases]',
      `* = host=127.0.0.1 port=${place.port}`,
      '[pgbouncer]',
      'listen_addr = 127.0.0.1',
      `listen_port = ${port}`,
      'unix_socket_dir =',
      'auth_type = plain',
      `auth_file = ${users}`,
      `pool_mode = ${mode}`,
      ...lines,
    ].join('\n'),
  )
  const { uid, gid } = postgresUser
  if (uid !== undefined && gid !== undefined)
    for (const file of [folder, users, settings]) await chown(file, uid, gid)
  await chmod(folder, 0o700)
  // PgBouncer refuses to run as root, like PostgreSQL.
  const child = spawn(PGBOUNCER_BIN, [settings], { ...postgresUser, cwd: '/', stdio: 'ignore' })
  place.host = `127.0.0.1:${port}`
  await answers(place.href)
  const close = async () => {
    child.kill('SIGINT')
    const timer = setTimeout(() => child.kill('SIGKILL'), 5_000)
    if (child.exitCode === null) await once(child, 'exit')
    clearTimeout(timer)
    await rm(folder, { recursive: true, force: true })
  }
  return { url: place.href, close }
}

async function answers(url: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const client = new pg.Client({ connectionString: url })
    client.on('error', () => {})
    const error = await client.connect().then(
      () => null,
      (reason: unknown) => reason,
    )
    await client.end().catch(() => {})
    if (error === null) return
    if (attempt === 50) throw error
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
