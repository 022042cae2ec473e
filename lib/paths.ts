import type { Source } from './sources.ts'

/** Joins a path and its query; returns only the path when the query is empty. */
export function withQuery<Path extends string>(
  path: Path,
  search: URLSearchParams,
): Path | `${Path}?${string}` {
  const query = search.toString()
  return query === '' ? path : `${path}?${query}`
}

/** Addresses of Furrow's pages. Addresses that take filters are defined beside their filters. */
export const paths = {
  overview: '/' as const,
  sources: '/sources' as const,
  definitions: '/definitions' as const,
  signIn: '/sign-in' as const,
  forgottenPassword: '/forgotten-password' as const,
  requestAccess: '/request-access' as const,
  /** The sign-in page, which returns to `page` afterwards. */
  signInFor: (page: string) => `/sign-in?next=${encodeURIComponent(page)}` as const,
  account: '/account' as const,
}

/** Addresses of Furrow's own API. */
export const apiPaths = {
  billingPeriod: (id: string) => `/api/billing-periods/${encodeURIComponent(id)}`,
  billingPeriods: (search: URLSearchParams) => withQuery('/api/billing-periods', search),
  billingPeriodChanges: (search: URLSearchParams) => withQuery('/api/billing-periods/changes', search),
  billingPeriodsExport: (search: URLSearchParams) => withQuery('/api/billing-periods/export', search),
  contract: (id: string) => `/api/contracts/${encodeURIComponent(id)}`,
  contracts: (search: URLSearchParams) => withQuery('/api/contracts', search),
  contractMovement: (search: URLSearchParams) => withQuery('/api/contracts/movement', search),
  contractsExport: (search: URLSearchParams) => withQuery('/api/contracts/export', search),
  invoice: (source: Source, id: string) => `/api/invoices/${source}/${encodeURIComponent(id)}`,
  invoicePdf: (source: Source, id: string, isInline = false) =>
    `/api/invoices/${source}/${encodeURIComponent(id)}/pdf${isInline ? '?disposition=inline' : ''}`,
  invoices: (search: URLSearchParams) => withQuery('/api/invoices', search),
  invoiceChanges: (search: URLSearchParams) => withQuery('/api/invoices/changes', search),
  invoicesExport: (search: URLSearchParams) => withQuery('/api/invoices/export', search),
  weeklyCollections: (search: URLSearchParams) => withQuery('/api/collections/weekly', search),
  unpaidByAge: (search: URLSearchParams) => withQuery('/api/collections/age', search),
  collectedByAge: (search: URLSearchParams) => withQuery('/api/collections/by-age', search),
  collectionComparison: (search: URLSearchParams) => withQuery('/api/collections/comparison', search),
  rateBridge: (search: URLSearchParams) => withQuery('/api/collections/bridge', search),
  collectionTargets: (search: URLSearchParams) => withQuery('/api/collections/targets', search),
  collectionSummary: (search: URLSearchParams) => withQuery('/api/collections/summary', search),
  filterOptions: (search: Record<string, string>) => `/api/filter-options?${new URLSearchParams(search)}`,
  find: (search: string) => `/api/find?${new URLSearchParams({ search })}`,
  note: (source: Source, resource: string, id: string) =>
    `/api/notes/${source}/${resource}/${encodeURIComponent(id)}`,
  noteOwners: (fundingSource: string) =>
    `/api/notes/owners?${new URLSearchParams({ funding_source: fundingSource })}`,
  writeNote: '/api/notes/write',
  events: '/api/events',
  ready: '/api/health/ready',
  sources: '/api/sources',
  handOutReport: '/api/report/handed-out',
  refreshSource: (source: Source) => `/api/sources/${source}/refresh`,
}
