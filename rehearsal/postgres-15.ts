import { execFile } from 'node:child_process'
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { postgresUser } from '#lib/server/db/embedded/binaries.ts'
import { freePort } from '#lib/server/db/embedded/postmaster.ts'

// Somebody else's PostgreSQL: the oldest that Furrow runs on, with a role that owns one database and may do nothing more.

const run = promisify(execFile)

export type OwnPostgres = {
  version: string
  /** Makes an empty database that belongs to a role without any further right. @returns its address. */
  createDatabase(name: string): Promise<string>
  stop(): Promise<void>
}

/** Starts a server of the programs in a folder, on a free port of loopback. @param bin holds `initdb` and `pg_ctl`. */
export async function startPostgres(bin: string): Promise<OwnPostgres> {
  const root = await mkdtemp(path.join(tmpdir(), 'furrow-postgres-'))
  await chmod(root, 0o711)
  const data = path.join(root, 'data')
  const password = 'the password of the superuser'
  const passwordFile = path.join(root, 'password')
  await writeFile(passwordFile, password, { mode: 0o600 })
  const { uid, gid } = postgresUser
  // PostgreSQL refuses to run as root: the folder goes to whom it runs as.
  if (uid !== undefined && gid !== undefined)
    for (const each of [root, passwordFile]) await chown(each, uid, gid)
  const program = (name: string, args: readonly string[]) =>
    run(path.join(bin, name), [...args], {
      ...postgresUser,
      cwd: root,
      env: { NODE_ENV: 'test', LC_ALL: 'C' },
    })
  const access = ['-U', 'postgres', '--pwfile', passwordFile, '-A', 'scram-sha-256']
  await program('initdb', ['-D', data, '-E', 'UTF8', '--locale=C', '--no-sync', ...access])
  const port = await freePort()
  const settings = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off`
  await program('pg_ctl', ['-D', data, '-w', '-l', path.join(root, 'log'), '-o', settings, 'start'])
  const url = (user: string, name: string) =>
    `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${name}`
  const admin = new pg.Client({ connectionString: url('postgres', 'postgres') })
  await admin.connect()
  const { rows } = await admin.query<{ server_version: string }>('show server_version')
  return {
    version: rows[0]?.server_version ?? '',
    createDatabase: async (name) => {
      await admin.query(`create role ${name} login password '${password}'`)
      await admin.query(`create database ${name} owner ${name}`)
      return url(name, name)
    },
    stop: async () => {
      await admin.end()
      await program('pg_ctl', ['-D', data, '-m', 'immediate', 'stop'])
      await rm(root, { recursive: true, force: true })
    },
  }
}
