import 'server-only'
import { createHash, randomUUID } from 'node:crypto'
import { RequestError } from '#lib/errors.ts'
import { type Params, type ParamValues, parseParams } from '#lib/search-params.ts'
import { notingDenials } from '#lib/server/audit/denials.ts'
import { clientAddress } from '#lib/server/auth/address.ts'
import { consumeLimit } from '#lib/server/auth/rate-limits.ts'
import { streamedAnswer } from '#lib/server/auth/streamed-answer.ts'
import { currentViewer } from '#lib/server/auth/viewer.ts'
import { readBody } from '#lib/server/http/body.ts'
import { type Endpoint, readPath } from '#lib/server/http/endpoint.ts'
import { problemAnswer, problemResponse } from '#lib/server/http/problem.ts'
import { refuseCrossSite } from '#lib/server/http/same-origin.ts'
import { errorFields, logger } from '#lib/server/log/logger.ts'
import { requireRole, type Viewer } from '#lib/server/viewer.ts'

/** The status that servers log when the client left before the response. */
const GONE = { status: 499, code: 'aborted' }
/**
 * Next removes query parameters that it takes for its own: `__proto__`, `nxtP…`, `nxtI…`,
 * `nextInternalLocale`.
 */
const QUERY_HEADER = 'x-furrow-query'
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const
type Method = (typeof METHODS)[number]
type Handler = (request: Request) => Promise<Response>

/** A validated request: its path and query parameters, its body, and the request itself for its signal. */
export type OpenRouteInput<Path extends Params, Query extends Params, Body = undefined> = {
  path: ParamValues<Path>
  query: ParamValues<Query>
  body: Body
  search: URLSearchParams
  request: Request
  requestId: string
}

/** A validated request with its viewer. */
export type RouteInput<Path extends Params, Query extends Params, Body = undefined> = OpenRouteInput<
  Path,
  Query,
  Body
> & { viewer: Viewer }

/**
 * Builds the handlers of one route file, one for each method that Next.js knows, so that Next.js answers none
 * by default. The handlers check the viewer's role and rate limit, parse parameters strictly, validate the
 * response with the endpoint's schema, and turn every error into problem JSON with the request id.
 */
export function route<Path extends Params, Query extends Params, Output, Body = undefined>(
  endpoint: Endpoint<Path, Query, Output, Body>,
  answer: (input: RouteInput<Path, Query, Body>) => Promise<Output | Response>,
): Record<Method, Handler> {
  const { access } = endpoint
  if (access === 'anyone') throw new Error(`${endpoint.path} has no viewer: make it with openRoute`)
  return handlersOf(endpoint, async (request, requestId) => {
    const viewer = await limitedViewer(request)
    return notingDenials({ viewer, route: endpoint.path, requestId }, async () => {
      requireRole(viewer, access)
      const result = await answer({ ...(await readInput(endpoint, request, requestId)), viewer })
      return result instanceof Response ? streamedAnswer(result, request, viewer) : result
    })
  })
}

/** Builds the handlers of a route that is open to anyone, signed in or not. */
export function openRoute<Path extends Params, Query extends Params, Output, Body = undefined>(
  endpoint: Endpoint<Path, Query, Output, Body>,
  answer: (input: OpenRouteInput<Path, Query, Body>) => Promise<Output | Response>,
): Record<Method, Handler> {
  if (endpoint.access !== 'anyone') throw new Error(`${endpoint.path} is for viewers: make it with route`)
  return handlersOf(endpoint, async (request, requestId) => {
    if (endpoint.isLimited) await consumeLimit('api', clientAddress(request))
    return answer(await readInput(endpoint, request, requestId))
  })
}

/**
 * Returns the request's viewer and counts the call against the API's limit. A request without a valid session
 * or key counts against its address, so that nobody can guess keys.
 */
async function limitedViewer(request: Request): Promise<Viewer> {
  const viewer = await currentViewer(request).catch(async (error: unknown) => {
    if (error instanceof RequestError) await consumeLimit('api_refused', clientAddress(request))
    throw error
  })
  await consumeLimit('api', `${viewer.kind}:${viewer.id}`)
  return viewer
}

async function readInput<Path extends Params, Query extends Params, Output, Body>(
  endpoint: Endpoint<Path, Query, Output, Body>,
  request: Request,
  requestId: string,
): Promise<OpenRouteInput<Path, Query, Body>> {
  const url = new URL(request.url)
  const path = readPath(endpoint, url.pathname)
  const search = sentQuery(request) ?? url.searchParams
  const query = readQuery(endpoint.query, search)
  const body = await readBody(endpoint.body, request)
  return { path, query, body, search, request, requestId }
}

/**
 * Returns the query as the client sent it, which bin/http-server passes on in a header; null if that server
 * does not run in front of Next.
 */
function sentQuery({ headers }: Request): URLSearchParams | null {
  const sent = headers.get(QUERY_HEADER)
  return sent === null ? null : new URLSearchParams(sent)
}

function handlersOf<Path extends Params, Query extends Params, Output, Body>(
  endpoint: Endpoint<Path, Query, Output, Body>,
  answer: (request: Request, requestId: string) => Promise<Output | Response>,
): Record<Method, Handler> {
  const offered: Method[] = [endpoint.method, ...(endpoint.hasHead ? (['HEAD'] as const) : [])]
  const respond = async (request: Request, requestId: string) => {
    const result = await answer(request, requestId)
    if (result instanceof Response) return result
    if (!endpoint.output) throw new Error(`${endpoint.path} has no schema for its answer`)
    return jsonResponse(request, endpoint.output.parse(result), endpoint.status)
  }
  const handlers = METHODS.map((method) => [
    method,
    handle(endpoint.path, offered.includes(method) ? respond : refuseMethod(offered), endpoint.isArrival),
  ])
  return Object.fromEntries(handlers)
}

/** Builds handlers that answer every method with the error of `fail`, for paths that no route has. */
export function refusingRoute(path: string, fail: () => RequestError): Record<Method, Handler> {
  const refuse = async () => Promise.reject(fail())
  return Object.fromEntries(METHODS.map((method) => [method, handle(path, refuse)])) as Record<
    Method,
    Handler
  >
}

function readQuery<Query extends Params>(query: Query | null, search: URLSearchParams): ParamValues<Query> {
  // A route that parses its own query declares no parameters, so there are none to return.
  return query === null ? ({} as ParamValues<Query>) : parseParams(query, search)
}

function refuseMethod(offered: readonly Method[]) {
  const detail = `This address answers ${offered.join(' and ')} only.`
  return async (_request: Request, requestId: string): Promise<Response> => {
    const response = problemResponse(new RequestError(405, 'method_not_allowed', detail), requestId)
    response.headers.set('allow', offered.join(', '))
    return response
  }
}

function handle(
  route: string,
  respond: (request: Request, requestId: string) => Promise<Response>,
  isArrival = false,
): Handler {
  return async (request) => {
    const requestId = requestIdOf(request)
    const startedAt = performance.now()
    const fields: Record<string, unknown> = { requestId, method: request.method, route }
    let response: Response
    try {
      refuseCrossSite(request, isArrival)
      response = await respond(request, requestId)
    } catch (error) {
      // No client is left to answer, and an error caused by its leaving is not a fault of the server.
      const { status, code } = request.signal.aborted ? GONE : problemAnswer(error)
      Object.assign(fields, { code }, status === 500 && errorFields(error))
      response = request.signal.aborted ? new Response(null, { status }) : problemResponse(error, requestId)
    }
    secure(response.headers, requestId)
    const durationMs = Math.round(performance.now() - startedAt)
    logger()[response.status === 500 ? 'error' : 'info'](
      { ...fields, status: response.status, durationMs },
      'request',
    )
    return request.method === 'HEAD' ? new Response(null, response) : response
  }
}

/** Returns the id that bin/web.ts gave the request, or a new one if nothing runs in front of the routes. */
function requestIdOf(request: Request): string {
  const given = request.headers.get('x-request-id') ?? ''
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(given) ? given : randomUUID()
}

function jsonResponse(request: Request, value: unknown, status: number): Response {
  const body = JSON.stringify(value)
  const etag = `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`
  // The browser keeps the response and revalidates it each time, so that an unchanged one costs no body. The
  // tag is a hash of this viewer's own body.
  const headers = { etag, 'cache-control': 'private, no-cache', vary: 'cookie, authorization' }
  const known = request.headers.get('if-none-match')?.split(',') ?? []
  if (status === 200 && known.some((tag) => tag.trim() === etag)) {
    return new Response(null, { status: 304, headers })
  }
  return new Response(body, { status, headers: { ...headers, 'content-type': 'application/json' } })
}

function secure(headers: Headers, requestId: string): void {
  headers.set('x-request-id', requestId)
  headers.set('x-content-type-options', 'nosniff')
  headers.set('cross-origin-resource-policy', 'same-origin')
  headers.set('referrer-policy', 'no-referrer')
  if (!headers.has('cache-control')) headers.set('cache-control', 'private, no-store')
}
