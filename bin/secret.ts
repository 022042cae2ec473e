import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { ExplainedError } from '#lib/errors.ts'
import { createDataFile, DataDirError, readDataFile, unreadable } from '#lib/server/config/data-file.ts'
import { ConfigurationError, type Env } from '#lib/server/config/env.ts'
import { commandWords } from '#lib/words/command-words.ts'

const t = commandWords('start')

export type KnownSecret = {
  secret: string
  /** Where the secret is stored: `AUTH_SECRET`, or the path of its file. */
  place: string
}

/** Path of the file in DATA_DIR that holds the secret when AUTH_SECRET is not set. */
export function secretFile({ dataDir }: Pick<Env, 'dataDir'>): string {
  return path.join(path.resolve(dataDir), 'secret')
}

const MIN_LENGTH = 32

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
  const secret = (await readDataFile(place, t('secret.keep')))?.trim()
  if (secret === undefined) return null
  if (secret.length < MIN_LENGTH)
    throw new DataDirError(`${t('secret.short', { file: place, count: MIN_LENGTH })} ${t('secret.keep')}`)
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
  if (env.databaseUrl !== null) throw new ConfigurationError([t('secret.missing')])
  await createDataFile(secretFile(env), randomBytes(32).toString('base64'))
  return (await knownSecret(env))?.secret ?? unreadable(secretFile(env))
}

/**
 * Returns the secret for a command that works on an existing installation, which must not sign with a new
 * secret.
 * @param use what the secret is needed for: to verify the audit log, or to add events to it
 * @throws {ExplainedError} with the fix if there is no secret
 */
export async function requireSecret(env: Env, use: 'verify' | 'seal'): Promise<string> {
  const known = await knownSecret(env)
  if (known !== null) return known.secret
  const message =
    env.databaseUrl === null
      ? t(`secret.needed-to-${use}-file`, { file: secretFile(env) })
      : t(`secret.needed-to-${use}`)
  throw new ExplainedError(message)
}

/**
 * Reads the secret from a file named on the command line.
 * @throws {ExplainedError} if the file cannot be read or is empty
 */
export async function secretIn(file: string): Promise<KnownSecret> {
  const secret = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new ExplainedError(t('secret.unreadable', { file, code: String(error.code) }))
  })
  if (secret.trim() === '') throw new ExplainedError(t('secret.empty', { file }))
  if (secret.trim().length < MIN_LENGTH)
    throw new ExplainedError(t('secret.other', { file, count: MIN_LENGTH }))
  return { secret: secret.trim(), place: file }
}
