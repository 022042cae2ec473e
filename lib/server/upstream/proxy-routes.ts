import 'server-only'
import { type Day, readDay } from '#lib/calendar-date.ts'
import { invalidParameters, RequestError } from '#lib/errors.ts'
import { optional, type Params, parseParams, readName, readSearchText } from '#lib/search-params.ts'
import type { Resource, Source } from '#lib/sources.ts'
import { isCursor, isPage } from './links.ts'

/** A validated request to the read-only proxy; `query` is sent to the upstream unchanged. */
export type ProxyRequest = {
  source: Source
  resource: Resource
  kind: 'list' | 'detail' | 'pdf'
  /** The record's id; null for a list. */
  id: string | null
  query: Record<string, string>
  /** Path below `/api/upstream/<source>/`, as requested. */
  path: string
}

const day = optional<Day>(readDay, 'a day as YYYY-MM-DD')
const name = optional(readName, 'text of 1-200 characters')
const search = optional(readSearchText, 'text of 1-100 characters')
const size = optional((text) => (/^[1-9]\d{0,3}$/.test(text) ? text : null), 'a whole number from 1 to 9999')
const page = optional((text) => (isPage(text) ? text : null), 'a whole number from 1')
const cursor = optional((text) => (isCursor(text) ? text : null), 'a cursor as an answer gave it')
const ordering = optional(
  (text) => (/^-?[A-Za-z][A-Za-z_]{0,63}$/.test(text) ? text : null),
  'a field name, with a leading minus for descending',
)

type Route = {
  path: string
  resource: Resource
  kind: ProxyRequest['kind']
  params: Params
  required?: string[]
}

/**
 * The endpoints and parameters that the sources document, and no others; `:id` stands for one path segment.
 */
export const PROXY_ROUTES: Record<Source, readonly Route[]> = {
  'hello-tractor': [
    {
      path: 'payg/lms/invoices',
      resource: 'invoices',
      kind: 'list',
      params: {
        page,
        cursor,
        limit: size,
        search,
        date_from: day,
        date_to: day,
        currency: name,
        funding_source: name,
      },
    },
    { path: 'payg/lms/invoices/:id', resource: 'invoices', kind: 'detail', params: {} },
    {
      path: 'payg/lms/payment-requests',
      resource: 'billing-periods',
      kind: 'list',
      params: {
        page,
        cursor,
        limit: size,
        search,
        currency: name,
        status: name,
        funding_source: name,
        start_date_gte: day,
        start_date_lte: day,
        end_date_gte: day,
        end_date_lte: day,
        ordering,
      },
    },
    { path: 'payg/lms/payment-requests/:id', resource: 'billing-periods', kind: 'detail', params: {} },
  ],
  'payment-links': [
    {
      path: 'reports/invoices',
      resource: 'invoices',
      kind: 'list',
      params: { startDate: day, endDate: day },
      required: ['startDate', 'endDate'],
    },
  ],
  'client-invoices': [
    {
      path: 'api/v1/invoice',
      resource: 'invoices',
      kind: 'list',
      params: {
        invoice_number: name,
        accounting_date_lt: day,
        accounting_date_gt: day,
        cursor,
        page_size: size,
      },
    },
    { path: 'api/v1/invoice/:id/download', resource: 'invoices', kind: 'pdf', params: {} },
  ],
}

/**
 * Validates a proxy request, so that only documented endpoints and parameters reach an upstream.
 * @param segments the decoded path segments below the source; a blank last one is a trailing slash
 * @param paymentLinksPath the configured path of payment links, an alias of its report
 * @throws RequestError 404 for a path that no source documents, 400 naming every unknown, repeated, malformed
 * or missing parameter
 */
export function readProxyRequest(
  source: Source,
  segments: readonly string[],
  query: URLSearchParams,
  paymentLinksPath?: string,
): ProxyRequest {
  const asked = segments.at(-1) === '' ? segments.slice(0, -1) : segments
  const isConfiguredPath = source === 'payment-links' && paymentLinksPath === `/${asked.join('/')}`
  const match = PROXY_ROUTES[source]
    .map((route) => ({ route, id: isConfiguredPath ? null : matchPath(route.path, asked) }))
    .find(({ id }) => id !== undefined)
  if (!match) throw new RequestError(404, 'not_found', 'There is no such address at this source.')
  const { route, id = null } = match
  const values = parseParams(route.params, query)
  const missing = (route.required ?? []).filter((param) => values[param] === null)
  if (missing.length > 0) {
    throw invalidParameters(missing.map((param) => ({ param, detail: 'is required' })))
  }
  return {
    source,
    resource: route.resource,
    kind: route.kind,
    id,
    query: Object.fromEntries(
      Object.entries(values).flatMap(([param, value]) => (value === null ? [] : [[param, String(value)]])),
    ),
    path: asked.map(encodeURIComponent).join('/'),
  }
}

/**
 * Matches segments against a pattern: returns the id, null where the pattern has none, undefined without a
 * match.
 */
function matchPath(pattern: string, segments: readonly string[]): string | null | undefined {
  const parts = pattern.split('/')
  if (parts.length !== segments.length) return undefined
  const doesFit = parts.every((part, i) => part === ':id' || part === segments[i])
  if (!doesFit) return undefined
  const index = parts.indexOf(':id')
  return index === -1 ? null : segments[index]
}
