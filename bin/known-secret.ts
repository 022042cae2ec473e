import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Env } from '#lib/server/env.ts'

/** A secret that a command was given cannot be used; the message says why and what to do. */
export class SecretError extends Error {
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

/** The secret that Furrow would start with here; null where it would make a new one. Makes none itself. */
export async function knownSecret(env: Env): Promise<KnownSecret | null> {
  if (env.authSecret !== null) return { secret: env.authSecret, place: 'AUTH_SECRET' }
  const place = secretFile(env)
  const secret = await readFile(place, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return ''
    throw new SecretError(`${place} cannot be read (${error.code}). Repair it, or set AUTH_SECRET.`)
  })
  return secret.trim() === '' ? null : { secret: secret.trim(), place }
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
