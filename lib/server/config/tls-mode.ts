import 'server-only'

/**
 * Names the TLS mode that pg would use anyway. It checks the certificate under `prefer`, `require` and `verify-ca`, too, as
 * under `verify-full`, and prints eight lines about that in every process.
 * @param url a PostgreSQL address; one with `uselibpqcompat=true` asks for the modes as libpq means them, and stays as it is
 */
export function nameTlsMode(url: string): string {
  if (/[?&]uselibpqcompat=true(?=[&#]|$)/.test(url)) return url
  return url.replace(/([?&]sslmode=)(?:prefer|require|verify-ca)(?=[&#]|$)/, '$1verify-full')
}
