import 'server-only'
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

/** OWASP's second recommendation for scrypt: each guess costs 32 MiB and about a tenth of a second. */
const COST = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 } satisfies ScryptOptions
const KEY_BYTES = 32
/** Longer passwords are never hashed, so that a long text costs no work. In bytes of UTF-8. */
const MAX_BYTES = 1024

/**
 * Hashes a password for storage, as `scrypt$N$r$p$salt$key`. Unicode variants of the same letters (NFKC) are
 * one password. The hash of a password over the limit takes as long to compute but matches no password.
 */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const derived = await derive(password, salt)
  const key = isTooLong(password) ? randomBytes(KEY_BYTES) : derived
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64'), key.toString('base64')].join('$')
}

/** True if the hash was made from this password. Takes the same time for a wrong or far too long password. */
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
