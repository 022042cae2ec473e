import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { ExplainedError } from '#lib/errors.ts'
import { createDataFile, DataDirError, readDataFile } from '#lib/server/config/data-file.ts'
import { ConfigurationError, type Env } from '#lib/server/config/env.ts'

/** A secret that a command was given cannot be used; the message says why and what to do. */
export class SecretError extends ExplainedError {
  override name = 'SecretError'
}

export type KnownSecret = {
  secret: string
  /** Where it stands: `AUTH_SECRET`, or the path of its file. */
  place: string
}

/** The file in DATA_DIR that holds the secret where AUTH_SECRET is not set. */
export function secretFile({ dataDir }: Pick<Env, 'dataDir'>): string {
  return path.join(path.resolve(dataDir), 'secret')
}

const MISSING =
  'AUTH_SECRET is missing: set it beside DATABASE_URL, the same for every server, e.g. to the output of: openssl rand -base64 32'
const MIN_LENGTH = 32
const KEEP =
  'Put it back from a copy of DATA_DIR; with another secret everybody signs in again and the audit log needs the former one to be verified.'

/**
 * The secret that Furrow would start with here; null where it would make a new one. Makes none itself.
 * @throws DataDirError for a file that cannot be read, or would protect nothing
 */
export async function knownSecret(env: Env): Promise<KnownSecret | null> {
  if (env.authSecret !== null) return { secret: env.authSecret, place: 'AUTH_SECRET' }
  // A file in DATA_DIR belongs to the database there.
  if (env.databaseUrl !== null) return null
  const place = secretFile(env)
  // As the variable is read: an editor ends the file with a line break, which is no part of the secret.
  const secret = (await readDataFile(place, KEEP))?.trim()
  if (secret === undefined) return null
  if (secret.length < MIN_LENGTH)
    throw new DataDirError(`${place} has fewer than ${MIN_LENGTH} characters. ${KEEP}`)
  return { secret, place }
}

/**
 * The same, made in DATA_DIR at first use.
 * @throws ConfigurationError beside DATABASE_URL: servers that share a database must sign alike
 */
export async function authSecret(env: Env): Promise<string> {
  const known = await knownSecret(env)
  if (known !== null) return known.secret
  if (env.databaseUrl !== null) throw new ConfigurationError([MISSING])
  await createDataFile(secretFile(env), randomBytes(32).toString('base64'))
  return authSecret(env)
}

/** The same for a command on what is installed, which must not sign with a secret of its own. `use` says what it is for. */
export async function requireSecret(env: Env, use: string): Promise<string> {
  const known = await knownSecret(env)
  if (known !== null) return known.secret
  const place = env.databaseUrl === null ? `put it back into ${secretFile(env)}, or set` : 'set'
  throw new SecretError(`The secret is missing, ${use}: ${place} AUTH_SECRET to it.`)
}

/** The secret in a file that a person names. Throws SecretError where it holds none. */
export async function secretIn(file: string): Promise<KnownSecret> {
  const secret = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new SecretError(
      `--secret-file ${file} cannot be read (${error.code}). Name the file that holds the secret.`,
    )
  })
  if (secret.trim() === '') throw new SecretError(`--secret-file ${file} is empty.`)
  return { secret: secret.trim(), place: file }
}
