import 'server-only'
import type { Source } from '#lib/sources.ts'
import type { Target } from './calls.ts'
import { failure } from './faults.ts'
import { isId } from './fields.ts'

/**
 * Builds an address on the configured base URL, whose own path stays as a prefix.
 * @param path already encoded
 * @param query filters; undefined values are left out
 */
export function upstreamUrl(
  baseUrl: string,
  path: string,
  query: Record<string, string | number | undefined> = {},
): URL {
  const url = new URL(baseUrl)
  url.hash = ''
  url.search = ''
  url.pathname = `${url.pathname.replace(/\/+$/, '')}${path}`
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.append(name, String(value))
  }
  return url
}

/**
 * Encodes a value as one path segment.
 * @throws UpstreamError `not_found`, before any call, for a value that cannot be an id: blank, dot segments,
 * surrounding white space, control characters, lone surrogates, over 200 characters
 */
export function pathSegment(source: Source, value: string): string {
  const hasDots = value.split(/[/\\]/).some((part) => part === '.' || part === '..')
  if (!isId(value) || hasDots || value.trim() !== value || !value.isWellFormed()) {
    throw failure(source, 'not_found', 'does not have this').error
  }
  return encodeURIComponent(value)
}

/** The rule for JSON calls: the key is sent to the configured origin, and no other origin is called. */
export function ownOrigin(baseUrl: string): (url: URL) => Target | null {
  const { origin } = new URL(baseUrl)
  return (url) => (url.origin === origin ? { isKeySent: true, addresses: 'any' } : null)
}
