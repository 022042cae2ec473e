import type { IncomingMessage } from 'node:http'
import { isPage } from './headers.ts'
import type { Refusal } from './problems.ts'

/** No form of Furrow sends more; a larger `content-length` is refused before the body is read. */
const MAX_BODY_BYTES = 64 * 1024
const MAX_URL_CHARACTERS = 8 * 1024
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
const READ_ONLY = ['GET', 'HEAD']
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']
/** Load balancers send health checks to each server's own address, which differs from the public host. */
const HEALTH = ['/api/health/live', '/api/health/ready']
/** Headers that must not repeat: Node would keep the first value, while another server may keep the last. */
const SINGLE = ['host', 'authorization', 'content-type']
/**
 * A host as browsers and proxies write it; a URL parser alone also accepts users, blanks, paths and numbers.
 */
const HOST = /^(?:[a-z\d](?:[a-z\d.-]*[a-z\d])?|\[[\da-f:]+\])(?::\d{1,5})?$/

/**
 * The public address, and whether the server listens on loopback only: then every client is on this machine,
 * whatever port its request names.
 */
export type Place = { appUrl: URL; isLocal: boolean }

/** True for a listen address that only this machine can reach. */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK.includes(hostname.includes(':') ? `[${hostname}]` : hostname)
}

/**
 * Decides from a request's head whether to refuse the request before any route sees it; returns null to let
 * the request through. Pages accept no data, so no payload of a form or a server function reaches the code
 * that would unpack one.
 */
export function refusalOf(request: IncomingMessage, { appUrl, isLocal }: Place): Refusal | null {
  const { headers, url = '', method = '' } = request
  const repeated = SINGLE.find((name) => (request.headersDistinct[name]?.length ?? 0) > 1)
  if (repeated) return badRequest(`The header ${repeated} is there more than once.`)
  if (!isHealthCheck(request)) {
    if (headers.host === undefined) return badRequest('The header host is missing.')
    if (!isOurs(headers.host, { appUrl, isLocal })) return foreignHost(appUrl.origin)
  }
  if (url.length > MAX_URL_CHARACTERS)
    return { status: 414, code: 'address_too_long', detail: 'The address is too long.' }
  if (!url.startsWith('/')) return badRequest('The address must be a path.')
  const path = pathOf(url)
  if (!isText(path) || /%00/.test(url))
    return badRequest('The address must be percent-encoded UTF-8 without control characters.')
  if (!METHODS.includes(method)) return wrongMethod('GET, HEAD, POST')
  if (!path.startsWith('/api/') && !READ_ONLY.includes(method)) return wrongMethod('GET, HEAD')
  if (isPage(path) && headers['next-action'] !== undefined) return wrongMethod('GET, HEAD')
  return bodyRefusal(request)
}

/** True for a health check, which is answered under any `Host`. */
export function isHealthCheck({ method = '', url = '' }: IncomingMessage): boolean {
  return READ_ONLY.includes(method) && HEALTH.includes(pathOf(url))
}

function badRequest(detail: string): Refusal {
  return { status: 400, code: 'bad_request', detail }
}

/**
 * True for a path that decodes to text without control characters. Next answers a path that it cannot decode
 * with its own 500, and PostgreSQL stores no NUL.
 */
function isText(path: string): boolean {
  try {
    return !/\p{Cc}/u.test(decodeURIComponent(path))
  } catch {
    return false
  }
}

/** Returns the path of an address as the routes read it. */
export function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? ''
}

/** Returns the query of an address as ASCII with every parameter that was sent; empty if there is none. */
export function queryOf(url: string): string {
  const at = url.indexOf('?')
  return at < 0 ? '' : new URLSearchParams(url.slice(at)).toString()
}

/**
 * True for exactly the public host, and for loopback names when the server listens on loopback only, so that
 * no other site can pose as Furrow.
 */
function isOurs(given: string, { appUrl, isLocal }: Place): boolean {
  const host = given.toLowerCase()
  if (!HOST.test(host) || !URL.canParse(`${appUrl.protocol}//${host}`)) return false
  const parsed = new URL(`${appUrl.protocol}//${host}`)
  // The parser rewrites some spellings to another name (127.1, 0x7f.1); such a host is refused.
  if (parsed.hostname !== host.replace(/:\d+$/, '') || parsed.port === '0') return false
  return parsed.host === appUrl.host || (isLocal && LOOPBACK.includes(parsed.hostname))
}

function foreignHost(origin: string): Refusal {
  const detail = `Furrow answers at ${origin} only. If that is not its address, set APP_URL.`
  return { status: 421, code: 'foreign_host', detail }
}

function wrongMethod(allow: string): Refusal {
  return { status: 405, code: 'method_not_allowed', detail: `This address answers ${allow} only.`, allow }
}

function bodyRefusal({ headers, method = '' }: IncomingMessage): Refusal | null {
  const length = headers['content-length']
  const hasBody = headers['transfer-encoding'] !== undefined || (length !== undefined && Number(length) > 0)
  if (READ_ONLY.includes(method) && hasBody) {
    return { status: 400, code: 'body_not_expected', detail: `A ${method} carries no body.` }
  }
  if (Number(length ?? 0) > MAX_BODY_BYTES) {
    const detail = `The body may have ${MAX_BODY_BYTES} bytes at most.`
    return { status: 413, code: 'body_too_large', detail }
  }
  return null
}
