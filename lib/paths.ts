import { type BillingPeriodFilters, billingPeriodFilters } from '#lib/billing-periods/filters.ts'
import { type CollectionFilters, collectionFilters } from '#lib/collections/filters.ts'
import { type InvoiceFilters, invoiceFilters } from '#lib/invoices/filters.ts'
import type { Resource, Source } from '#lib/sources/sources.ts'
import type { Day } from './calendar-date.ts'
import { serializeParams } from './search-params.ts'

function withQuery<Path extends string>(path: Path, search: URLSearchParams): Path | `${Path}?${string}` {
  const query = search.toString()
  return query === '' ? path : `${path}?${query}`
}

/** Addresses of Furrow's pages; filters at their default are left out. */
export const paths = {
  overview: '/' as const,
  billingPeriods: (filters: Partial<BillingPeriodFilters> = {}, row?: string) => {
    const search = serializeParams(billingPeriodFilters, filters)
    if (row !== undefined) search.set('row', row)
    return withQuery('/billing-periods', search)
  },
  invoices: (filters: Partial<InvoiceFilters> = {}, row?: string) => {
    const search = serializeParams(invoiceFilters, filters)
    if (row !== undefined) search.set('row', row)
    return withQuery('/invoices', search)
  },
  collections: (filters: Partial<CollectionFilters> = {}) =>
    withQuery('/collections', serializeParams(collectionFilters, filters)),
  sources: '/sources' as const,
  signIn: '/sign-in' as const,
  requestAccess: '/request-access' as const,
  /** Signing in, and then back to a page. */
  signInFor: (page: string) => `/sign-in?next=${encodeURIComponent(page)}` as const,
  account: '/account' as const,
}

/** An open-ended window is named by its first day alone. */
function windowQuery(window?: { resource: Resource; from: Day; to: Day | null }): URLSearchParams {
  const search = new URLSearchParams()
  if (!window) return search
  search.set('resource', window.resource)
  search.set('from', window.from)
  if (window.to !== null) search.set('to', window.to)
  return search
}

/** Addresses of Furrow's own API. */
export const apiPaths = {
  billingPeriod: (id: string) => `/api/billing-periods/${encodeURIComponent(id)}`,
  billingPeriods: (search: URLSearchParams) => withQuery('/api/billing-periods', search),
  billingPeriodsExport: (search: URLSearchParams) => withQuery('/api/billing-periods/export', search),
  invoice: (source: Source, id: string) => `/api/invoices/${source}/${encodeURIComponent(id)}`,
  invoicePdf: (source: Source, id: string, isInline = false) =>
    `/api/invoices/${source}/${encodeURIComponent(id)}/pdf${isInline ? '?disposition=inline' : ''}`,
  invoices: (search: URLSearchParams) => withQuery('/api/invoices', search),
  invoicesExport: (search: URLSearchParams) => withQuery('/api/invoices/export', search),
  weeklyCollections: (search: URLSearchParams) => withQuery('/api/collections/weekly', search),
  collectionSummary: (search: URLSearchParams) => withQuery('/api/collections/summary', search),
  filterOptions: (search: URLSearchParams) => withQuery('/api/filter-options', search),
  signIn: '/api/auth/sign-in',
  signOut: '/api/auth/sign-out',
  setUp: '/api/auth/setup',
  changePassword: '/api/auth/password',
  signInToSandbox: '/api/auth/sandbox',
  startSingleSignOn: '/api/auth/oidc',
  ownSessions: '/api/auth/sessions',
  endOwnSession: (id: string) => `/api/auth/sessions/${encodeURIComponent(id)}/revoke`,
  endOtherSessions: '/api/auth/sessions/revoke-others',
  events: '/api/events',
  sources: '/api/sources',
  sourceCare: (source: Source) => `/api/sources/${source}`,
  refreshSource: (source: Source, window?: { resource: Resource; from: Day; to: Day | null }) =>
    withQuery(`/api/sources/${source}/refresh`, windowQuery(window)),
  pauseSource: (source: Source) => `/api/sources/${source}/pause`,
  resumeSource: (source: Source) => `/api/sources/${source}/resume`,
  settleDisappearance: (
    source: Source,
    action: 'confirm' | 'withdraw',
    what: { resource: Resource; from: Day; rows: number },
  ) =>
    `/api/sources/${source}/disappearances/${action}?resource=${what.resource}&from=${what.from}&rows=${what.rows}`,
}
