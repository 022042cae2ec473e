import type { Source } from './sources.ts'

/** A path with its query, or alone where that is empty. */
export function withQuery<Path extends string>(
  path: Path,
  search: URLSearchParams,
): Path | `${Path}?${string}` {
  const query = search.toString()
  return query === '' ? path : `${path}?${query}`
}

/** Addresses of Furrow's pages; those that take filters stand beside their filters. */
export const paths = {
  overview: '/' as const,
  sources: '/sources' as const,
  signIn: '/sign-in' as const,
  forgottenPassword: '/forgotten-password' as const,
  requestAccess: '/request-access' as const,
  /** Signing in, and then back to a page. */
  signInFor: (page: string) => `/sign-in?next=${encodeURIComponent(page)}` as const,
  account: '/account' as const,
}

/** Addresses of Furrow's own API. */
export const apiPaths = {
  billingPeriod: (id: string) => `/api/billing-periods/${encodeURIComponent(id)}`,
  billingPeriods: (search: URLSearchParams) => withQuery('/api/billing-periods', search),
  billingPeriodsExport: (search: URLSearchParams) => withQuery('/api/billing-periods/export', search),
  invoice: (source: Source, id: string) => `/api/invoices/${source}/${encodeURIComponent(id)}`,
  invoicePdf: (source: Source, id: string, isInline = false) =>
    `/api/invoices/${source}/${encodeURIComponent(id)}/pdf${isInline ? '?disposition=inline' : ''}`,
  invoicePack: '/api/invoices/pdf-pack',
  invoices: (search: URLSearchParams) => withQuery('/api/invoices', search),
  invoicesExport: (search: URLSearchParams) => withQuery('/api/invoices/export', search),
  weeklyCollections: (search: URLSearchParams) => withQuery('/api/collections/weekly', search),
  collectionSummary: (search: URLSearchParams) => withQuery('/api/collections/summary', search),
  filterOptions: (search: URLSearchParams) => withQuery('/api/filter-options', search),
  events: '/api/events',
  ready: '/api/health/ready',
  sources: '/api/sources',
  refreshSource: (source: Source) => `/api/sources/${source}/refresh`,
}
