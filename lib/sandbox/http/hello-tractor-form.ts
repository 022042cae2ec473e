import 'server-only'
import { type Day, readDay } from '#lib/calendar-date.ts'
import type { Dialect, SandboxKeys } from '#lib/sandbox/options.ts'
import type { Row } from '#lib/sandbox/rows.ts'
import { type Ask, json, parameter, Refusal, type Reply } from './reply.ts'

const DEFAULT_LIMIT = 25
const LARGEST_LIMIT = 100

/** Builds an error response in Hello Tractor's format. */
export function helloTractorError(status: number, type: string, message: string): Reply {
  const documentation_url = 'https://developers.hellotractor.com/errors'
  return json(status, { error: { type, message }, documentation_url })
}

/** Builds a 400 for an invalid parameter, in Hello Tractor's format. */
export function invalidParameter(name: string): Refusal {
  return new Refusal(helloTractorError(400, 'invalid_request_error', `Invalid ${name} filter`))
}

/** Builds a 404 in Hello Tractor's format. */
export function noSuchObject(): Refusal {
  return new Refusal(helloTractorError(404, 'invalid_request_error', 'No such object'))
}

/** Throws 401 without a known key, and 403 for a key without access. */
export function admitHelloTractor(ask: Ask, keys: SandboxKeys): void {
  if (ask.authorization === `Bearer ${keys.helloTractor}`) return
  if (ask.authorization === `Bearer ${keys.helloTractorWithoutAccess}`) {
    throw new Refusal(
      helloTractorError(403, 'permission_error', 'This API key has no access to this resource'),
    )
  }
  throw new Refusal(helloTractorError(401, 'authentication_error', 'Invalid or missing API key'))
}

/**
 * Parses a day parameter; null if absent.
 * @throws {Refusal} 400 if the text is not a day.
 */
export function dayParameter(query: URLSearchParams, name: string): Day | null {
  const text = parameter(query, name)
  if (text === null) return null
  const day = readDay(text)
  if (day === null) throw invalidParameter(name)
  return day
}

function positive(query: URLSearchParams, name: string, fallback: number): number {
  const text = parameter(query, name)
  if (text === null) return fallback
  if (!/^\d{1,15}$/.test(text) || Number(text) < 1) throw invalidParameter(name)
  return Number(text)
}

/** Returns one page of the matching rows in Hello Tractor's envelope. */
export function pageOf<Fact>(
  ask: Ask,
  dialect: Dialect,
  facts: readonly Fact[],
  row: (fact: Fact) => Row,
): Reply {
  const page = positive(ask.query, 'page', 1)
  const limit = Math.min(positive(ask.query, 'limit', DEFAULT_LIMIT), LARGEST_LIMIT)
  const from = (page - 1) * limit
  if (dialect.pastEnd === '404' && page > 1 && from >= facts.length) {
    throw new Refusal(helloTractorError(404, 'invalid_request_error', 'Invalid page'))
  }
  const results = facts.slice(from, from + limit).map(row)
  if (!dialect.links) return json(200, { count: facts.length, results })
  const link = (number: number) => {
    const query = new URLSearchParams(ask.query)
    query.set('page', String(number))
    const origin = dialect.foreignLinks === null ? ask.origin : `http://${dialect.foreignLinks}`
    return `${origin}${ask.pathname}?${query}`
  }
  return json(200, {
    count: facts.length,
    next: from + limit < facts.length ? link(page + 1) : null,
    previous: page > 1 ? link(page - 1) : null,
    results,
  })
}

/** True if the text contains the search term, ignoring case. */
export function holds(text: string, term: string): boolean {
  return text.toLowerCase().includes(term.toLowerCase())
}

/** True for a filter value outside the known names. */
export function isUnknown(value: string | null, known: readonly string[]): boolean {
  return value !== null && !known.includes(value)
}
