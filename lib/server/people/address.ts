import 'server-only'

/** bin/web.ts writes it over whatever a client sent. */
const ADDRESS_HEADER = 'x-furrow-address'

/** The network address that a request came from, for limits and the list of sessions. */
export function clientAddress(request: Request): string {
  return request.headers.get(ADDRESS_HEADER) ?? 'unknown'
}
