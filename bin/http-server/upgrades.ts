import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Refusal } from './problems.ts'
import { type Place, refusalOf } from './refusals.ts'

/** Takes over a connection that asks for another protocol; returns false to refuse the connection. */
export type TakeUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean

/**
 * Decides whether to refuse an upgrade; returns null to allow it. Applies the checks of every request and
 * refuses pages of other sites, because browsers do not restrict cross-site websockets.
 */
export function upgradeRefusalOf(request: IncomingMessage, place: Place): Refusal | null {
  const { origin, host = '' } = request.headers
  const refusal = refusalOf(request, place)
  if (refusal || origin === undefined || isOwnOrigin(origin, host.toLowerCase(), place)) return refusal
  const detail = 'Furrow answers its own pages only, not those of another site.'
  return { status: 403, code: 'cross_site', detail }
}

/** True for the public origin, and for plain http with the loopback name that the request itself used. */
function isOwnOrigin(origin: string, host: string, { appUrl }: Place): boolean {
  return origin === appUrl.origin || (host !== appUrl.host && origin === `http://${host}`)
}

export const NO_UPGRADE: Refusal = {
  status: 404,
  code: 'not_found',
  detail: 'There is no connection of this kind here.',
}
