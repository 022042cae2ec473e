import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { ExplainedError } from '#lib/errors.ts'
import { createDataFile, DataDirError, readDataFile, unreadable } from '#lib/server/config/data-file.ts'
import { ConfigurationError, type Env } from '#lib/server/config/env.ts'

export type KnownSecret = {
  secret: string
  /** Where the secret is stored: `AUTH_SECRET`, or the path of its file. */
  place: string
}

/** Path of the file in DATA_DIR that holds the secret when AUTH_SECRET is not set. */
export function secretFile({ dataDir }: Pick<Env, 'dataDir'>): string {
  return path.join(path.resolve(dataDir), 'secret')
}

const MISSING =
  'AUTH_SECRET is missing: set it beside DATABASE_URL, the same for every server, e.g. to the output of: openssl rand -base64 32'
const MIN_LENGTH = 32
const KEEP =
  'Put it back from a copy of DATA_DIR; with another secret everybody signs in again and the audit log needs the former one to be verified.'

/**
 * Returns the secret that Furrow would start with here, or null if Furrow would create a new one. Creates no
 * secret itself.
 * @throws {DataDirError} if the secret file cannot be read or has fewer than 32 characters
 */
export async function knownSecret(env: Env): Promise<KnownSecret | null> {
  if (env.authSecret !== null) return { secret: env.authSecret, place: 'AUTH_SECRET' }
  // A secret file in DATA_DIR belongs to the embedded database there.
  if (env.databaseUrl !== null) return null
  const place = secretFile(env)
  // Trimmed like the variable: an editor ends the file with a line break, which is not part of the secret.
  const secret = (await readDataFile(place, KEEP))?.trim()
  if (secret === undefined) return null
  if (secret.length < MIN_LENGTH)
    throw new DataDirError(`${place} has fewer than ${MIN_LENGTH} characters. ${KEEP}`)
  return { secret, place }
}

/**
 * Returns the secret like `knownSecret`, and creates one in DATA_DIR at first use.
 * @throws {ConfigurationError} if DATABASE_URL is set without AUTH_SECRET: servers that share a database must
 * share the secret
 * @throws {DataDirError} as `knownSecret`
 */
export async function authSecret(env: Env): Promise<string> {
  const known = await knownSecret(env)
  if (known !== null) return known.secret
  if (env.databaseUrl !== null) throw new ConfigurationError([MISSING])
  await createDataFile(secretFile(env), randomBytes(32).toString('base64'))
  return (await knownSecret(env))?.secret ?? unreadable(secretFile(env))
}

/**
 * Returns the secret for a command that works on an existing installation, which must not sign with a new
 * secret.
 * @param use clause for the error message that says what the secret is needed for
 * @throws {ExplainedError} with the fix if there is no secret
 */
export async function requireSecret(env: Env, use: string): Promise<string> {
  const known = await knownSecret(env)
  if (known !== null) return known.secret
  const place = env.databaseUrl === null ? `put it back into ${secretFile(env)}, or set` : 'set'
  throw new ExplainedError(`The secret is missing, ${use}: ${place} AUTH_SECRET to it.`)
}

/**
 * Reads the secret from a file named on the command line.
 * @throws {ExplainedError} if the file cannot be read or is empty
 */
export async function secretIn(file: string): Promise<KnownSecret> {
  const secret = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new ExplainedError(
      `--secret-file ${file} cannot be read (${error.code}). Name the file that holds the secret.`,
    )
  })
  if (secret.trim() === '') throw new ExplainedError(`--secret-file ${file} is empty.`)
  if (secret.trim().length < MIN_LENGTH)
    throw new ExplainedError(
      `--secret-file ${file} has fewer than ${MIN_LENGTH} characters: it holds another secret.`,
    )
  return { secret: secret.trim(), place: file }
}
