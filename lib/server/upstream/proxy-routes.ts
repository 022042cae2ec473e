import 'server-only'
import { type Day, readDay } from '#lib/calendar-date.ts'
import { invalidParameters, RequestError } from '#lib/errors.ts'
import { optional, type Params, parseParams, readName, readSearchText } from '#lib/search-params.ts'
import type { Resource, Source } from '#lib/sources.ts'
import { isCursor, isPage } from './links.ts'

/** What the read-only proxy was asked for, checked; `query` goes to the upstream as it is. */
export type ProxyRequest = {
  source: Source
  resource: Resource
  kind: 'list' | 'detail' | 'pdf'
  /** The record's id; null for a list. */
  id: string | null
  query: Record<string, string>
  /** Path below `/api/upstream/<source>/`, as asked for. */
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

/** Exactly the endpoints and parameters that the sources document; `:id` stands for one segment. */
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
 * Reads what was asked of the proxy. In: the decoded path segments below the source (a blank last one counts as a closing
 * slash), the query, and the configured path of payment links, which leads to its report as well.
 * Throws RequestError: 404 for a path that no source documents, 400 naming every unknown, repeated or malformed parameter.
 */
export function readProxyRequest(
  source: Source,
  segments: readonly string[],
  query: URLSearchParams,
  paymentLinksPath?: string,
): ProxyRequest {
  const asked = segments.at(-1) === '' ? segments.slice(0, -1) : segments
  const configured = source === 'payment-links' && paymentLinksPath === `/${asked.join('/')}`
  const match = PROXY_ROUTES[source]
    .map((route) => ({ route, id: configured ? null : matchPath(route.path, asked) }))
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

/** The id in a path that fits the pattern, null where the pattern has none; undefined when it does not fit. */
function matchPath(pattern: string, segments: readonly string[]): string | null | undefined {
  const parts = pattern.split('/')
  if (parts.length !== segments.length) return undefined
  const doesFit = parts.every((part, i) => part === ':id' || part === segments[i])
  if (!doesFit) return undefined
  const index = parts.indexOf(':id')
  return index === -1 ? null : segments[index]
}
