import 'server-only'
import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { commandWords } from '#lib/words/command-words.ts'
import { EmbeddedPostgresError, postgresUser } from './binaries.ts'

const t = commandWords('postgresql')

const run = promisify(execFile)

/**
 * Runs a program of PostgreSQL. The server that pg_ctl starts inherits our output pipes, so no caller may
 * wait until the pipes close.
 */
export async function program(file: string, args: readonly string[], dataFolder?: string): Promise<void> {
  const child = run(file, [...args], {
    ...postgresUser,
    cwd: dataFolder ?? '/',
    // The full environment contains the upstreams' credentials, so only these variables are passed on.
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
    const output = `${stdout}${stderr}`.trim().split('\n').slice(-12).join('\n')
    throw new EmbeddedPostgresError(t('program.failed', { program: path.basename(file), output }), { cause })
  })
}
