import 'server-only'
import { RequestError } from '#lib/errors.ts'
import { env } from '#lib/server/config/env.ts'
import { isLoopback } from '#lib/server/config/env-variables.ts'

/**
 * Refuses requests made by another site's page, by Sec-Fetch-Site if the browser sends it, else by Origin. A
 * client that sends neither is not a browser; its unsafe methods are refused all the same if it sends
 * cookies.
 * @param isArrival true for a route to which another site may navigate the browser's window
 * @throws RequestError 403 `cross_site`
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
 * True for the origin of APP_URL, and for a loopback name over plain http, which a person at the machine
 * itself uses to bypass the https proxy.
 */
function isOwnOrigin(origin: string, request: Request): boolean {
  const publicUrl = new URL(env().appUrl)
  const host = request.headers.get('host')
  if (origin === publicUrl.origin) return true
  if (!URL.canParse(origin) || host === publicUrl.host) return false
  return origin === `http://${host}` && isLoopback(new URL(origin))
}
