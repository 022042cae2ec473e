import 'server-only'
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

const SECRET_BYTES = 32
/**
 * How many characters after the key's name stay readable: too few to guess from, enough to tell keys apart.
 */
const SHOWN = 6

/** Returns a new secret of 256 bits that is safe in URLs and headers. */
export function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url')
}

/**
 * Returns the SHA-256 of a secret in hexadecimal, for storage. A plain hash suffices: 256 random bits cannot
 * be guessed.
 */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** Compares two hashes in constant time, so that the timing does not reveal where they differ. */
export function isSameHash(one: string | null, other: string): boolean {
  const [a, b] = [Buffer.from(one ?? '', 'hex'), Buffer.from(other, 'hex')]
  return a.length === b.length && timingSafeEqual(a, b)
}

const KEY_NAME = 'furrow_'

/** Creates an integration's key, the hash to store, and the prefix by which people recognise the key. */
export function newKey(): { key: string; hash: string; prefix: string } {
  const key = `${KEY_NAME}${newSecret()}`
  return { key, hash: hashSecret(key), prefix: key.slice(0, KEY_NAME.length + SHOWN) }
}

/** True for text in the format of a key; other text needs no database lookup. */
export function isKeyShaped(text: string): boolean {
  return /^furrow_[\w-]{43}$/.test(text)
}

/** True for text in the format of an invitation's or a password link's token. */
export function isTokenShaped(text: string): boolean {
  return /^[\w-]{43}$/.test(text)
}
