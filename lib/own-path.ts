/** Stands for our own origin, whatever that is. */
const HERE = 'http://furrow.invalid'

/**
 * The page to go back to after signing in. In: what an address or a header said. Out: a path of one of our own pages with
 * its query, or `/` for anything else: another site's address, a route of the API, a page of signing in.
 */
export function ownPath(given: string | null | undefined): string {
  if (!given?.startsWith('/') || given.length > 2_000 || !URL.canParse(given, HERE)) return '/'
  const url = new URL(given, HERE)
  const isPage = !/^\/(api|sign-in|setup|_next)(\/|$)/.test(url.pathname)
  // A path such as `//elsewhere` or `/\elsewhere` is another site's address to a browser.
  return url.origin === HERE && isPage && !/^\/[/\\]/.test(url.pathname) ? url.pathname + url.search : '/'
}
