/** Stands in for our own origin, which may be any host. A URL with another origin is rejected. */
const HERE = 'http://furrow.invalid'

/**
 * Returns the page to open after sign-in, so that a crafted address cannot redirect to another site.
 * @param given untrusted text from the address or a header.
 * @returns the path and query of one of our own pages, or `/` for anything else: another site, an API route,
 * a sign-in page.
 */
export function ownPath(given: string | null | undefined): string {
  if (!given?.startsWith('/') || given.length > 2_000 || !URL.canParse(given, HERE)) return '/'
  const url = new URL(given, HERE)
  const isPage = !/^\/(api|sign-in|setup|_next)(\/|$)/.test(url.pathname)
  // Browsers read a path such as `//elsewhere` or `/\elsewhere` as the address of another site.
  return url.origin === HERE && isPage && !/^\/[/\\]/.test(url.pathname) ? url.pathname + url.search : '/'
}
