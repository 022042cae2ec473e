import 'server-only'
import { isIP } from 'node:net'
import { env } from '#lib/server/config/env.ts'

/**
 * The header in which bin/web.ts passes on the socket's remote address, in place of any value that the client
 * sent.
 */
const SOCKET_HEADER = 'x-furrow-address'
const UNKNOWN = 'unknown'

/**
 * Returns the network address that a request came from, which rate limits and the audit log use: the address
 * in TRUSTED_ADDRESS_HEADER, else the socket's remote address, else `unknown`. Only the last entry of a list
 * counts: the proxy wrote it, while the client may have written the others.
 */
export function clientAddress(request: Pick<Request, 'headers'>): string {
  const trusted = env().trustedAddressHeader
  const named = trusted === null ? null : readAddress(request.headers.get(trusted))
  return named ?? readAddress(request.headers.get(SOCKET_HEADER)) ?? UNKNOWN
}

function readAddress(value: string | null): string | null {
  const last = value?.split(',').at(-1)?.trim().toLowerCase() ?? ''
  const address = last.replace(/^::ffff:(?=\d+\.)/, '')
  return isIP(address) === 0 ? null : address
}
