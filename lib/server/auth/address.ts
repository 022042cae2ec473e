import 'server-only'
import { isIP } from 'node:net'
import { env } from '#lib/server/config/env.ts'

/** The header in which bin/web.ts passes on the other end of the connection; it overwrites what a sender put there. */
const SOCKET_HEADER = 'x-furrow-address'
const UNKNOWN = 'unknown'

/**
 * The network address a request came from: the one that the proxy of TRUSTED_ADDRESS_HEADER names, else the other end of
 * the connection, else `unknown`. Of a list the last entry counts: the proxy wrote it, the rest its sender may have.
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
