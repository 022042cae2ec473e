import { type Caller, call } from './callers.ts'
import type { Access } from './routes.ts'

const ROLES: readonly (Access | null)[] = ['financier', 'operator', 'admin']

/** Who may open a page: everybody, visitors only, or people with at least the given role. */
type PageAccess = {
  for: Access | 'visitors'
  at?: string
  leadsTo?: string
  /** True if nothing is at `at`, so that those who may open the page get a 404. */
  isMissing?: boolean
}
export const PAGES: Record<string, PageAccess> = {
  '/': { for: 'financier' },
  '/account': { for: 'financier' },
  '/admin': { for: 'admin', leadsTo: '/admin/people' },
  '/admin/audit': { for: 'admin' },
  '/admin/funding-sources': { for: 'admin' },
  '/admin/integrations': { for: 'admin' },
  '/admin/people': { for: 'admin' },
  '/admin/requests': { for: 'admin' },
  '/api-docs': { for: 'financier' },
  '/billing-periods': { for: 'financier' },
  '/billing-periods/changes': { for: 'financier' },
  '/collections': { for: 'financier' },
  '/contracts': { for: 'financier' },
  '/contracts/find': { for: 'financier', isMissing: true },
  '/contracts/{id}': { for: 'financier', at: '/contracts/unknown', isMissing: true },
  '/definitions': { for: 'financier' },
  '/forgotten-password': { for: 'anyone' },
  '/invitation/{token}': { for: 'anyone', at: '/invitation/unknown' },
  '/invoices': { for: 'financier' },
  '/invoices/changes': { for: 'financier' },
  '/new-password/{token}': { for: 'anyone', at: '/new-password/unknown' },
  '/report': { for: 'financier' },
  '/request-access': { for: 'anyone' },
  '/setup': { for: 'anyone' },
  '/sign-in': { for: 'visitors' },
  '/sources': { for: 'financier' },
}
/** Pages that Next adds by itself, without data. */
export const FRAMEWORK = ['/_global-error', '/_not-found']
/** Matches data sent with a page: the key of a query, by its first word. */
const DATA = /queryHash\\?":\\?"\[(?:\\+")([\w-]+)/g

/** True if the caller's role includes `access`. */
export function isAllowed({ role }: Caller, access: Access): boolean {
  return role !== null && ROLES.indexOf(role) >= ROLES.indexOf(access)
}

/** Returns the status and redirect that a page must answer with. */
function expectedOf(
  caller: Caller,
  { for: access, leadsTo, isMissing }: PageAccess,
): [number, string | null] {
  const isIn = caller.kind === 'person' && caller.role !== null
  if (access === 'anyone') return [200, null]
  if (access === 'visitors') return isIn ? [307, '/'] : [200, null]
  if (!isIn) return [307, '/sign-in']
  if (!isAllowed(caller, access) || isMissing) return [404, null]
  return leadsTo ? [307, leadsTo] : [200, null]
}

/**
 * Requests a page like a browser, or like an open page that navigates (`isOpen`). Returns the wrong response
 * in words, or null if the response is right.
 */
export async function checkPage(
  caller: Caller,
  path: string,
  at: string,
  isOpen: boolean,
): Promise<string | null> {
  const page = PAGES[path] ?? { for: 'admin' }
  const headers: Record<string, string> = isOpen ? { rsc: '1' } : {}
  const first = await call(caller, page.at ?? path, { at, headers })
  // Next first redirects to an address with the hash of its own headers.
  const hashed = isOpen ? first.headers.get('location')?.match(/^[^?]*(\?_rsc.*)/)?.[1] : undefined
  const response = hashed ? await call(caller, (page.at ?? path) + hashed, { at, headers }) : first
  const text = await response.text()
  const location = response.headers.get('location')
  const leadsTo = location === null ? null : new URL(location, at).pathname
  const [status, to] = expectedOf(caller, page)
  // For an open page, the redirect or the 404 can be inside a response with status 200.
  const digest = to === null ? 'NEXT_HTTP_ERROR_FALLBACK;404' : `NEXT_REDIRECT;replace;${to}`
  const isInsideResponse = isOpen && status !== 200 && response.status === 200 && text.includes(digest)
  const isRight = isInsideResponse || (response.status === status && leadsTo === to)
  return isRight && isDataRight(text, caller, page, status) ? null : `${response.status} ${leadsTo ?? ''}`
}

/**
 * True if the data sent with the page is right: an allowed caller gets the page's data, a refused one at most
 * the layout's, and a caller without access none.
 */
function isDataRight(text: string, caller: Caller, page: PageAccess, status: number): boolean {
  const data = [...text.matchAll(DATA)].map(([, name]) => name)
  if (page.for === 'anyone' || page.for === 'visitors' || caller.role === null) return data.length === 0
  if (!isAllowed(caller, page.for)) return data.every((name) => name === 'sources')
  return status !== 200 || data.length > 0
}
