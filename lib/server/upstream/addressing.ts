import 'server-only'
import type { Source } from '#lib/sources.ts'
import type { Target } from './calls.ts'
import { failure } from './faults.ts'
import { isId } from './fields.ts'

/**
 * An address on the configured base (its own path is kept as a prefix). In: a path already encoded, and filters, of which
 * those without a value are left out.
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
 * A value as one path segment. Throws UpstreamError `not_found`, before any call, for what no id can be: blank, dot
 * segments, control characters, lone surrogates, over-long.
 */
export function pathSegment(source: Source, value: string): string {
  const hasDots = value.split(/[/\\]/).some((part) => part === '.' || part === '..')
  if (!isId(value) || hasDots || value.trim() !== value || !value.isWellFormed()) {
    throw failure(source, 'not_found', 'does not have this').error
  }
  return encodeURIComponent(value)
}

/** The rule for JSON calls: the configured origin, with the key, and no other. */
export function ownOrigin(baseUrl: string): (url: URL) => Target | null {
  const { origin } = new URL(baseUrl)
  return (url) => (url.origin === origin ? { sendsKey: true, addresses: 'any' } : null)
}
