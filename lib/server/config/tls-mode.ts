import 'server-only'

/**
 * Replaces the TLS mode by the one that pg uses anyway. pg verifies the certificate under `prefer`, `require`
 * and `verify-ca` as under `verify-full`, and prints an eight-line warning about that in every process.
 * @param url a PostgreSQL address; an address with `uselibpqcompat=true` requests libpq's meaning of the
 * modes and stays unchanged
 */
export function nameTlsMode(url: string): string {
  if (/[?&]uselibpqcompat=true(?=[&#]|$)/.test(url)) return url
  return url.replace(/([?&]sslmode=)(?:prefer|require|verify-ca)(?=[&#]|$)/, '$1verify-full')
}
