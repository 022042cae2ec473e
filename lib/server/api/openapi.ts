import 'server-only'
import { STATUS_CODES } from 'node:http'
import { z } from 'zod'
import { billingPeriodSchema } from '#lib/billing-periods/schema.ts'
import { figuresSchema } from '#lib/collections/schema.ts'
import { invoiceSchema } from '#lib/invoices/schema.ts'
import { currencyTotalSchema, freshnessSchema } from '#lib/schema.ts'
import { type Param, type Params, pageParams } from '#lib/search-params.ts'
import type { Endpoint } from '#lib/server/http/endpoint.ts'
import { problemSchema } from '#lib/server/http/problem-schema.ts'
import { PROXY_ROUTES } from '#lib/server/upstream/proxy-routes.ts'
import { mirrorChangeSchema } from '#lib/sources/schema.ts'
import { SOURCES } from '#lib/sources.ts'
import { ENDPOINTS } from './endpoints.ts'

type Json = Record<string, unknown>
type AnyEndpoint = Endpoint<Params, Params, unknown, unknown>

/** The cookie's name over https, where it has the `__Host-` prefix. */
const SESSION_COOKIE = '__Host-furrow_session'
const ALWAYS = [400, 401, 403, 405, 429, 500]
const SHARED = {
  BillingPeriod: billingPeriodSchema,
  Invoice: invoiceSchema,
  Figures: figuresSchema,
  Freshness: freshnessSchema,
  CurrencyTotal: currencyTotalSchema,
  Problem: problemSchema,
  MirrorChange: mirrorChangeSchema,
}

let made: Json | undefined

/**
 * Returns the OpenAPI 3.1 document of all routes, built from the same parameters and schemas as the routes.
 * It is built once, because anyone may request it and building costs more than any list.
 */
export function openApiDocument(): Json {
  made ??= makeDocument()
  return made
}

function makeDocument(): Json {
  const endpoints: [string, AnyEndpoint][] = Object.entries(ENDPOINTS)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Furrow',
      version: '1',
      description:
        'Nothing is ever written to a source. Amounts are exact decimals in strings, never summed across currencies or sources; days have no zone; instants are UTC. Every list is of one snapshot of the mirror and says how old and complete it is.',
    },
    servers: [{ url: '/' }],
    paths: Object.fromEntries([...endpoints.flatMap(paths)]),
    components: {
      schemas: componentSchemas(),
      securitySchemes: {
        integrationKey: {
          type: 'http',
          scheme: 'bearer',
          description:
            'The key of an integration; it opens whatever its role may ask, and nothing of admins.',
        },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: SESSION_COOKIE,
          description: 'The session of a person who has signed in here.',
        },
      },
    },
  }
}

function paths([name, endpoint]: [string, AnyEndpoint]): [string, Json][] {
  // Only the proxy covers many paths; any other route that parses its own query is a single path.
  if (endpoint.path !== ENDPOINTS.readUpstream.path)
    return [[endpoint.path, { [verb(endpoint)]: operation(name, endpoint) }]]
  return SOURCES.flatMap((source) =>
    PROXY_ROUTES[source].map((route): [string, Json] => {
      const path = `/api/upstream/${source}/${route.path.replace(/:(\w+)/, '{$1}')}`
      const pathParams: Params = route.path.includes(':id')
        ? { id: ENDPOINTS.billingPeriodDetail.pathParams.id }
        : {}
      const described: AnyEndpoint = {
        ...endpoint,
        pathParams,
        query: route.params,
        mediaTypes: [route.kind === 'pdf' ? 'application/pdf' : 'application/json'],
        summary: `${endpoint.summary}: ${route.resource}, ${route.kind}`,
      }
      const id = `${name}_${path.replace(/\W+/g, '_')}`
      return [path, { get: operation(id, described, route.required) }]
    }),
  )
}

const verb = (endpoint: AnyEndpoint) => endpoint.method.toLowerCase()

function operation(name: string, endpoint: AnyEndpoint, required: readonly string[] = []): Json {
  const query = Object.entries(endpoint.query ?? {})
  const path = Object.entries(endpoint.pathParams)
  return {
    operationId: name,
    summary: endpoint.summary,
    parameters: [
      ...path.map(([param, reader]) => parameter(param, reader, 'path', true)),
      ...query.map(([param, reader]) => parameter(param, reader, 'query', required.includes(param))),
    ],
    security: security(endpoint),
    ...(endpoint.body && { requestBody: requestBody(NAMED.get(endpoint.body) ?? bodyName(name)) }),
    'x-access': endpoint.access,
    responses: {
      [endpoint.status]: success(endpoint),
      ...(endpoint.hasHead && { 304: { description: 'Not changed since the ETag of If-None-Match' } }),
      ...Object.fromEntries([...ALWAYS, ...endpoint.problems].map((status) => [status, problem(status)])),
    },
  }
}

/** Returns the alternatives of which any one authorises a call; none for a route that is open to anyone. */
function security({ access }: AnyEndpoint): Json[] {
  if (access === 'anyone') return []
  return access === 'admin' ? [{ session: [] }] : [{ integrationKey: [] }, { session: [] }]
}

function success(endpoint: AnyEndpoint): Json {
  const name = endpoint.output && NAMED.get(endpoint.output)
  const schema = name ? { $ref: reference(name) } : {}
  const content = endpoint.mediaTypes.map((type) => [type, type === 'application/json' ? { schema } : {}])
  return { description: STATUS_CODES[endpoint.status], content: Object.fromEntries(content) }
}

function requestBody(name: string): Json {
  const schema = { $ref: reference(name) }
  return { required: true, content: { 'application/json': { schema } } }
}

function problem(status: number): Json {
  const content = { 'application/problem+json': { schema: { $ref: reference('Problem') } } }
  return { description: STATUS_CODES[status], content }
}

function parameter(name: string, param: Param<unknown>, place: 'path' | 'query', isRequired: boolean): Json {
  const item = valueSchema(name, param)
  return {
    name,
    in: place,
    required: isRequired,
    description: param.isList ? `Any of the given values. Each: ${param.hint}` : param.hint,
    schema: param.isList ? { type: 'array', items: item } : item,
    ...(param.isList && { style: 'form', explode: true }),
  }
}

/** Matches the hint of a vocabulary, with the prefix for words outside it if the parameter allows them. */
const VOCABULARY = /^one of (.+?)(?:, or another one of the source after (\w+:))?$/

/**
 * Derives the JSON schema of one value from its hint, and checks the schema against the parameter's own
 * parser.
 */
function valueSchema(name: string, param: Param<unknown>): Json {
  if (name === 'limit' && param.hint === pageParams.limit.hint) {
    return { type: 'integer', minimum: 1, maximum: 200, default: pageParams.limit.fallback }
  }
  const isDefaulted = typeof param.fallback === 'string' && param.fallback !== ''
  const fallback = isDefaulted ? { default: param.fallback } : {}
  const [, listed, prefix] = VOCABULARY.exec(param.hint) ?? []
  const names = listed?.split(', ') ?? []
  const isClosed = names.length > 0 && names.every((value) => param.read(value) !== null)
  if (isClosed && prefix !== undefined)
    return { type: 'string', anyOf: [{ enum: names }, { pattern: `^${prefix}` }], ...fallback }
  if (isClosed) return { type: 'string', enum: names, ...fallback }
  if (param.read('2026-02-28') !== null && param.read('2026-02-30') === null) {
    return { type: 'string', format: 'date' }
  }
  return { type: 'string', ...fallback }
}

/** All schemas with a name: the shared ones, and each response and body under the name of its first endpoint. */
const NAMED = new Map<z.ZodType, string>(Object.entries(SHARED).map(([id, schema]) => [schema, id]))
const described: [string, AnyEndpoint][] = Object.entries(ENDPOINTS)
for (const [name, { output, query, body }] of described) {
  if (body && !NAMED.has(body)) NAMED.set(body, bodyName(name))
  // Where the source defines the query, it also defines the response.
  if (output && query !== null && !NAMED.has(output)) NAMED.set(output, componentName(name))
}

function componentSchemas(): Json {
  const registry = z.registry<{ id: string }>()
  for (const [schema, id] of NAMED) registry.add(schema, { id })
  const { schemas } = z.toJSONSchema(registry, { uri: reference })
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema: _, $id: __, ...schema }]) => [id, schema]),
  )
}

function bodyName(name: string): string {
  return componentName(name).replace(/Answer$/, 'Body')
}

function componentName(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}Answer`
}

function reference(id: string): string {
  return `#/components/schemas/${id}`
}
