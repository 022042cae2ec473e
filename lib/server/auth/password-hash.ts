import 'server-only'
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

/** OWASP's second choice for scrypt: 32 MiB and about a tenth of a second for each guess. */
const COST = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 } satisfies ScryptOptions
const KEY_BYTES = 32
/** More is never hashed: a long text must not cost us work. In bytes of UTF-8. */
const MAX_BYTES = 1024

/**
 * Hashes a password for keeping, as `scrypt$N$r$p$salt$key`. Two ways of writing the same letters are one password. The
 * hash of what is too long fits no password at all, but takes as long to make.
 */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const derived = await derive(password, salt)
  const key = isTooLong(password) ? randomBytes(KEY_BYTES) : derived
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64'), key.toString('base64')].join('$')
}

/** True if the password is the one that was hashed. Takes as long for a wrong one, and for one that is far too long. */
export async function isPassword(password: string, hash: string): Promise<boolean> {
  const [kind, n, r, p, salt, key] = hash.split('$')
  const isKnown = kind === 'scrypt' && [n, r, p].join() === [COST.N, COST.r, COST.p].join()
  const wanted = Buffer.from(key ?? '', 'base64')
  const given = await derive(password, Buffer.from(salt ?? '', 'base64'))
  return isKnown && !isTooLong(password) && wanted.length === KEY_BYTES && timingSafeEqual(given, wanted)
}

function isTooLong(password: string): boolean {
  return Buffer.byteLength(password) > MAX_BYTES
}

function derive(password: string, salt: Buffer): Promise<Buffer> {
  const text = isTooLong(password) ? '' : password.normalize('NFKC')
  return new Promise((resolve, reject) => {
    scrypt(text, salt, KEY_BYTES, COST, (error, key) => (error ? reject(error) : resolve(key)))
  })
}
