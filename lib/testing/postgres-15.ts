import 'server-only'
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, chown, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { postgresUser } from '#lib/server/db/embedded/binaries.ts'
import { freePort } from '#lib/server/db/embedded/postmaster.ts'

/** Folder of PostgreSQL 15's programs, from PG15_BIN. If null, tests that need the programs are skipped. */
export const postgres15Programs = process.env.PG15_BIN ?? null

export type Postgres15 = {
  /** Creates an empty database for a superuser, or for a role that only owns it; returns its address. */
  createDatabase(as?: 'superuser' | 'owner'): Promise<string>
  /** Runs a client program such as pg_dump and returns its output; throws with its message. */
  run(program: string, args: readonly string[], environment?: Record<string, string>): Promise<string>
  stop(): Promise<void>
}

const OWNER = 'furrow_owner'

/**
 * Starts a disposable PostgreSQL 15 on a free loopback port.
 * @throws {Error} without PG15_BIN.
 */
export async function startPostgres15(): Promise<Postgres15> {
  const folder = await mkdtemp(path.join(tmpdir(), 'furrow-postgres-15-'))
  await chmod(folder, 0o711)
  const data = path.join(folder, 'data')
  await mkdir(data)
  const { uid, gid } = postgresUser
  if (uid !== undefined && gid !== undefined) await chown(data, uid, gid)
  await run('initdb', [
    '-D',
    data,
    '-U',
    'postgres',
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
    '-A',
    'trust',
    '--no-sync',
  ])
  const port = await freePort()
  const settings = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off`
  await run('pg_ctl', ['-D', data, '-w', '-l', path.join(data, 'server.log'), '-o', settings, 'start'])
  const url = (role: string, database: string) => `postgres://${role}@127.0.0.1:${port}/${database}`
  const admin = new pg.Client({ connectionString: url('postgres', 'postgres') })
  await admin.connect()
  await admin.query(`create role ${OWNER} login createrole`)
  const createDatabase = async (as: 'superuser' | 'owner' = 'superuser') => {
    const name = `own_${randomBytes(6).toString('hex')}`
    await admin.query(`create database ${name}${as === 'owner' ? ` owner ${OWNER}` : ''}`)
    return url(as === 'owner' ? OWNER : 'postgres', name)
  }
  const stop = async () => {
    await admin.end()
    await run('pg_ctl', ['-D', data, '-m', 'immediate', '-w', 'stop'])
    await rm(folder, { recursive: true, force: true })
  }
  return { createDatabase, run, stop }
}

async function run(
  program: string,
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<string> {
  if (postgres15Programs === null) throw new Error('PG15_BIN names no folder of programs')
  const { stdout } = await promisify(execFile)(path.join(postgres15Programs, program), [...args], {
    ...postgresUser,
    cwd: '/',
    maxBuffer: 256 * 1024 * 1024,
    env: { NODE_ENV: process.env.NODE_ENV, PATH: process.env.PATH ?? '', LC_ALL: 'C.UTF-8', ...environment },
  })
  return stdout
}
