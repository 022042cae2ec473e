import { type NextRequest, NextResponse } from 'next/server'

// Redirects visitors without a session cookie to the sign-in page before anything renders. This is not
// authorisation: the presence of a cookie proves nothing, and every page and route calls currentViewer
// itself. Without this file everything stays closed.

/** The names in lib/server/auth/session-cookie.ts, for https and for plain http. */
const SESSION_COOKIES = ['__Host-furrow_session', 'furrow_session']
/** The header that lib/server/auth/viewer.ts reads. */
const PAGE_HEADER = 'x-furrow-page'

export function proxy(request: NextRequest): NextResponse {
  const { pathname, searchParams } = request.nextUrl
  const search = new URLSearchParams(searchParams)
  search.delete('_rsc')
  const page = search.size > 0 ? `${pathname}?${search}` : pathname
  if (!SESSION_COOKIES.some((name) => request.cookies.has(name))) {
    const signIn = new URL('/sign-in', request.url)
    if (page !== '/') signIn.searchParams.set('next', page)
    return NextResponse.redirect(signIn)
  }
  const headers = new Headers(request.headers)
  headers.set(PAGE_HEADER, page)
  return NextResponse.next({ request: { headers } })
}

export const config = {
  // Pages that need a session: excludes the API, the files of the build and of public/, and the pages for
  // getting access.
  matcher: [
    '/((?!api/|_next/|(?:icon[\\w-]*|apple-touch-icon|share)\\.(?:png|svg)$|manifest[\\w-]*\\.webmanifest$|robots\\.txt$|favicon|sign-in|setup|request-access|invitation|forgotten-password|new-password).*)',
  ],
}
