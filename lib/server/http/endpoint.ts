import 'server-only'
import type { z } from 'zod'
import { invalidParameters, RequestError } from '#lib/errors.ts'
import type { ROLES } from '#lib/people/roles.ts'
import { type Params, type ParamValues, parseParams } from '#lib/search-params.ts'

/** Who may ask: whoever comes, or a viewer with at least this role; each role may do what those before it may. */
export type Access = 'anyone' | (typeof ROLES)[number]

/**
 * One route of the API as data: the route handler is made from it, and so is its part of the OpenAPI document.
 * `path` has `{name}` for one segment and `{name+}` for all that follow. `query` null: the answering code reads it.
 */
export type Endpoint<Path extends Params, Query extends Params, Output, Body = undefined> = {
  method: 'GET' | 'POST'
  access: Access
  path: `/api/${string}`
  summary: string
  pathParams: Path
  query: Query | null
  /** The schema of the JSON that a request carries; null where it carries none. */
  body: z.ZodType<Body> | null
  /** The schema that the answer is parsed with; null where the answer is a stream of `mediaTypes`. */
  output: z.ZodType<Output> | null
  mediaTypes: readonly string[]
  status: number
  /** Problem statuses beside 400, 403, 429 and 500, which every route can answer with. */
  problems: readonly number[]
  /** A GET that another site's page leads the browser to, such as the answer of single sign-on. */
  isArrival?: boolean
  /** HEAD is offered where an answer comes from the mirror alone: it must never make an upstream work. */
  hasHead: boolean
  /** False for what watches over Furrow and must always be answered: it is outside the limit of the API. */
  isLimited: boolean
}

/** Reads the parameters of the path out of a URL. Throws a 404 if the URL is not of this path, a 400 naming a wrong one. */
export function readPath<Path extends Params>(
  endpoint: Pick<Endpoint<Path, Params, unknown>, 'path' | 'pathParams'>,
  pathname: string,
): ParamValues<Path> {
  const given = matchPath(endpoint.path, pathname)
  if (!given) throw unknownPath()
  return parseParams(endpoint.pathParams, new URLSearchParams(given))
}

/** 404 for an address under /api that does not exist. */
export function unknownPath(): RequestError {
  return new RequestError(404, 'no_such_route', 'There is nothing at this address: see /api/openapi.json')
}

function matchPath(template: string, pathname: string): [string, string][] | null {
  const wanted = template.split('/').slice(1)
  const segments = pathname.split('/').slice(1)
  const last = wanted.at(-1) ?? ''
  const isOpen = last.endsWith('+}')
  // A trailing slash is the same address; in an open path it belongs to the rest.
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

/** Decodes one segment of a path. Throws a 400 naming the parameter it holds. */
export function decodeSegment(segment: string, name: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw invalidParameters([{ param: name, detail: 'must be percent-encoded UTF-8' }])
  }
}

type Described<Path extends Params, Query extends Params> = {
  path: `/api/${string}`
  summary: string
  pathParams?: Path
  query?: Query | null
  problems?: readonly number[]
  /** Whoever is signed in, unless said otherwise. */
  access?: Access
  isLimited?: boolean
}
type NoParams = Record<never, never>

/** A GET that is answered from the mirror alone. */
export function mirrored<Query extends Params, Output, Path extends Params = NoParams>(
  described: Described<Path, Query> & { output: z.ZodType<Output> },
): Endpoint<Path, Query, Output> {
  return { ...shape(described, [503]), output: described.output, hasHead: true }
}

/** A GET that asks an upstream, where it can: never offered as HEAD. */
export function live<Query extends Params, Output, Path extends Params = NoParams>(
  described: Described<Path, Query> & { output: z.ZodType<Output> },
): Endpoint<Path, Query, Output> {
  return { ...shape(described, [404, 502, 503, 504]), output: described.output }
}

/** A GET whose answer is a stream of one of the media types. */
export function streamed<Query extends Params, Path extends Params = NoParams>(
  described: Described<Path, Query> & { mediaTypes: readonly string[] },
): Endpoint<Path, Query, never> {
  return { ...shape(described, [503]), output: null, mediaTypes: described.mediaTypes }
}

/** A POST without a body that starts something; what it is about stands in the path and the query. */
export function started<Output, Query extends Params = NoParams, Path extends Params = NoParams>(
  described: Described<Path, Query> & { output: z.ZodType<Output> },
): Endpoint<Path, Query, Output> {
  return { ...shape(described, [503]), method: 'POST', output: described.output, status: 202 }
}

/** A POST without a body that is done when it is answered. */
export function done<Output, Query extends Params = NoParams, Path extends Params = NoParams>(
  described: Described<Path, Query> & { output: z.ZodType<Output> },
): Endpoint<Path, Query, Output> {
  return { ...started(described), status: 200 }
}

/** A POST that carries JSON and is done when it is answered. Its schema should be strict: what it does not name is a mistake. */
export function submitted<Output, Body, Path extends Params = NoParams>(
  described: Described<Path, NoParams> & { body: z.ZodType<Body>; output: z.ZodType<Output> },
): Endpoint<Path, NoParams, Output, Body> {
  return { ...done(described), body: described.body }
}

/** A POST that carries JSON and is answered with a file made for it, streamed. */
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
    ...{
      path,
      summary,
      method: 'GET' as const,
      access: access ?? 'financier',
      body: null,
      mediaTypes: ['application/json'],
      status: 200,
      hasHead: false,
      isLimited: isLimited ?? true,
    },
    // An endpoint that names no parameters has none.
    pathParams: pathParams ?? ({} as Path),
    query: query === undefined ? ({} as Query) : query,
    problems: problems ?? usual,
  }
}
