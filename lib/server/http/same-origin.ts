import 'server-only'
import { RequestError } from '#lib/errors.ts'
import { env } from '#lib/server/config/env.ts'
import { isLoopback } from '#lib/server/config/env-variables.ts'

/**
 * Refuses requests that another site's page made: by Sec-Fetch-Site where the browser says it, else by Origin.
 * A client that sends neither is no browser; an unsafe method from one that carries cookies is refused all the same.
 * In: whether another site may lead a browser's window here. Throws a 403.
 */
export function refuseCrossSite(request: Request, isArrival = false): void {
  if (isArrival && request.method === 'GET' && request.headers.get('sec-fetch-mode') === 'navigate') return
  const isSafe = request.method === 'GET' || request.method === 'HEAD'
  const site = request.headers.get('sec-fetch-site')
  const origin = request.headers.get('origin')
  const isFromElsewhere = site !== null && site !== 'same-origin' && !(site === 'none' && isSafe)
  const isForeignOrigin = origin !== null && !isOwnOrigin(origin, request)
  const isUnproven = !isSafe && site === null && origin === null && request.headers.has('cookie')
  if (isFromElsewhere || isForeignOrigin || isUnproven) {
    throw new RequestError(403, 'cross_site', 'Furrow answers its own pages only, not those of another site.')
  }
}

/**
 * True for the origin of APP_URL, and for a loopback name over plain http, by which somebody at the machine itself reaches
 * Furrow past the proxy that speaks https.
 */
function isOwnOrigin(origin: string, request: Request): boolean {
  const publicUrl = new URL(env().appUrl)
  const host = request.headers.get('host')
  if (origin === publicUrl.origin) return true
  if (!URL.canParse(origin) || host === publicUrl.host) return false
  return origin === `http://${host}` && isLoopback(new URL(origin))
}
