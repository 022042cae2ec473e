import 'server-only'
import type { z } from 'zod'
import { invalidParameter, RequestError } from '#lib/errors.ts'
import type { ROLES } from '#lib/people/roles.ts'
import { type Params, type ParamValues, parseParams } from '#lib/search-params.ts'

/**
 * The callers a route accepts: anyone, or viewers with at least this role. Each role may do all that lower
 * roles may.
 */
export type Access = 'anyone' | (typeof ROLES)[number]

/**
 * Describes one route of the API as data, from which both the route handler and the OpenAPI document are
 * built. `path` has `{name}` for one segment and `{name+}` for all remaining ones. With a `query` of null,
 * the handler parses the query itself.
 */
export type Endpoint<Path extends Params, Query extends Params, Output, Body = undefined> = {
  method: 'GET' | 'POST'
  access: Access
  path: `/api/${string}`
  summary: string
  pathParams: Path
  query: Query | null
  /** The schema of the request's JSON body, or null for a route without a body. */
  body: z.ZodType<Body> | null
  /** The schema that validates the response, or null if the response is a stream of one of `mediaTypes`. */
  output: z.ZodType<Output> | null
  mediaTypes: readonly string[]
  status: number
  /** Problem statuses in addition to 400, 403, 429 and 500, which every route can return. */
  problems: readonly number[]
  /** True for a GET to which another site redirects the browser, such as the single sign-on callback. */
  isArrival?: boolean
  /** HEAD is offered only for responses from the mirror: a HEAD must never cause an upstream request. */
  hasHead: boolean
  /** False for health checks, which must always be answered and so are exempt from the API's rate limit. */
  isLimited: boolean
}

/**
 * Parses the path parameters of a URL.
 * @throws RequestError 404 if the URL does not match the path, 400 that names an invalid parameter
 */
export function readPath<Path extends Params>(
  endpoint: Pick<Endpoint<Path, Params, unknown>, 'path' | 'pathParams'>,
  pathname: string,
): ParamValues<Path> {
  const given = matchPath(endpoint.path, pathname)
  if (!given) throw unknownPath()
  return parseParams(endpoint.pathParams, new URLSearchParams(given))
}

/** Returns the 404 for a path under /api that does not exist. */
export function unknownPath(): RequestError {
  return new RequestError(404, 'no_such_route', 'There is nothing at this address: see /api/openapi.json')
}

function matchPath(template: string, pathname: string): [string, string][] | null {
  const wanted = template.split('/').slice(1)
  const segments = pathname.split('/').slice(1)
  const last = wanted.at(-1) ?? ''
  const isOpen = last.endsWith('+}')
  // A trailing slash is ignored, except in an open path, where it belongs to the rest.
  if (!isOpen && segments.at(-1) === '') segments.pop()
  if (isOpen ? segments.length < wanted.length : segments.length !== wanted.length) return null
  const given: [string, string][] = []
  for (const [index, part] of wanted.entries()) {
    const isRest = isOpen && index === wanted.length - 1
    const text = isRest ? segments.slice(index).join('/') : (segments[index] ?? '')
    if (!part.startsWith('{')) {
      if (part !== text) return null
      continue
    }
    const name = part.replace(/[{}+]/g, '')
    given.push([name, isRest ? text : decodeSegment(text, name)])
  }
  return given
}

/**
 * Decodes one segment of a path.
 * @throws RequestError 400 that names the parameter in the segment
 */
export function decodeSegment(segment: string, name: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw invalidParameter(name, 'must be percent-encoded UTF-8')
  }
}

type Described<Path extends Params, Query extends Params> = {
  path: `/api/${string}`
  summary: string
  pathParams?: Path
  query?: Query | null
  problems?: readonly number[]
  /** Defaults to any signed-in viewer. */
  access?: Access
  isLimited?: boolean
}
type NoParams = Record<never, never>

/** Describes a GET that is answered from the mirror alone. */
export function mirrored<Query extends Params, Output, Path extends Params = NoParams>(
  described: Described<Path, Query> & { output: z.ZodType<Output> },
): Endpoint<Path, Query, Output> {
  return { ...shape(described, [503]), output: described.output, hasHead: true }
}

/** Describes a GET that may call an upstream, and so is never offered as HEAD. */
export function live<Query extends Params, Output, Path extends Params = NoParams>(
  described: Described<Path, Query> & { output: z.ZodType<Output> },
): Endpoint<Path, Query, Output> {
  return { ...shape(described, [404, 502, 503, 504]), output: described.output }
}

/** Describes a GET whose response is a stream of one of the media types. */
export function streamed<Query extends Params, Path extends Params = NoParams>(
  described: Described<Path, Query> & { mediaTypes: readonly string[] },
): Endpoint<Path, Query, never> {
  return { ...shape(described, [503]), output: null, mediaTypes: described.mediaTypes }
}

/** Describes a POST without a body that starts background work (202); path and query say which. */
export function started<Output, Query extends Params = NoParams, Path extends Params = NoParams>(
  described: Described<Path, Query> & { output: z.ZodType<Output> },
): Endpoint<Path, Query, Output> {
  return { ...shape(described, [503]), method: 'POST', output: described.output, status: 202 }
}

/** Describes a POST without a body that is complete when it is answered. */
export function done<Output, Query extends Params = NoParams, Path extends Params = NoParams>(
  described: Described<Path, Query> & { output: z.ZodType<Output> },
): Endpoint<Path, Query, Output> {
  return { ...started(described), status: 200 }
}

/**
 * Describes a POST with a JSON body that is complete when it is answered. Its schema should be strict, so
 * that unknown fields are errors.
 */
export function submitted<Output, Body, Path extends Params = NoParams>(
  described: Described<Path, NoParams> & { body: z.ZodType<Body>; output: z.ZodType<Output> },
): Endpoint<Path, NoParams, Output, Body> {
  return { ...done(described), body: described.body }
}

/** Describes a POST with a JSON body that returns a generated file as a stream. */
export function assembled<Body, Path extends Params = NoParams>(
  described: Described<Path, NoParams> & { body: z.ZodType<Body>; mediaTypes: readonly string[] },
): Endpoint<Path, NoParams, never, Body> {
  return { ...streamed(described), method: 'POST', body: described.body }
}

function shape<Path extends Params, Query extends Params>(
  { path, summary, pathParams, query, problems, access, isLimited }: Described<Path, Query>,
  usual: readonly number[],
) {
  return {
    path,
    summary,
    method: 'GET' as const,
    access: access ?? 'financier',
    body: null,
    mediaTypes: ['application/json'],
    status: 200,
    hasHead: false,
    isLimited: isLimited ?? true,
    // An endpoint that declares no parameters has none.
    pathParams: pathParams ?? ({} as Path),
    query: query === undefined ? ({} as Query) : query,
    problems: problems ?? usual,
  }
}
