import 'server-only'
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

const SECRET_BYTES = 32
/** So much of a key after its name is kept readable: too little to guess from, enough to tell keys apart. */
const SHOWN = 6

/** A new secret of 256 bits, safe in addresses and headers. */
export function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url')
}

/** What is kept of a secret: its SHA-256 in hexadecimal. Enough, as a secret of 256 bits cannot be guessed. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** Compares two hashes in a time that tells nothing of where they differ. */
export function isSameHash(one: string | null, other: string): boolean {
  const [a, b] = [Buffer.from(one ?? '', 'hex'), Buffer.from(other, 'hex')]
  return a.length === b.length && timingSafeEqual(a, b)
}

const KEY_NAME = 'furrow_'

/** A new key of an integration, what is kept of it, and the beginning that people tell it by. */
export function newKey(): { key: string; hash: string; prefix: string } {
  const key = `${KEY_NAME}${newSecret()}`
  return { key, hash: hashSecret(key), prefix: key.slice(0, KEY_NAME.length + SHOWN) }
}

/** True for text in the form of a key; what is not in it need not be looked up. */
export function isKeyShaped(text: string): boolean {
  return /^furrow_[\w-]{43}$/.test(text)
}

/** True for text in the form of an invitation's token. */
export function isTokenShaped(text: string): boolean {
  return /^[\w-]{43}$/.test(text)
}
