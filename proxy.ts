import { type NextRequest, NextResponse } from 'next/server'

// Leads visitors without a session to the sign-in page before anything is drawn. No authorisation: a cookie's mere
// presence proves nothing, and every page and route asks currentViewer itself; all stays closed without this file.

/** As lib/server/auth/session-cookie.ts names it, over https and over plain http. */
const SESSION_COOKIES = ['__Host-furrow_session', 'furrow_session']
/** As lib/server/auth/viewer.ts reads it. */
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
  // Pages that need somebody: not the API, not the files of the build and of public/, not the pages of getting in.
  matcher: [
    '/((?!api/|_next/|(?:icon[\\w-]*|apple-touch-icon|share)\\.(?:png|svg)$|manifest[\\w-]*\\.webmanifest$|robots\\.txt$|favicon|sign-in|setup|request-access|invitation|forgotten-password|new-password).*)',
  ],
}
