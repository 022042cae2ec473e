import 'server-only'

/** The response of a route, before faults are applied and the body is serialized. */
export type Reply = {
  status: number
  headers: Record<string, string>
  /** Bytes, or a JSON value that faults may still change. */
  body: { json: unknown } | { bytes: Buffer }
}

/** The request as a route receives it. */
export type Ask = {
  pathname: string
  query: URLSearchParams
  authorization: string | null
  now: number
  /** Address of this sandbox, without a trailing slash. */
  origin: string
}

/** Builds a JSON response. */
export function json(status: number, value: unknown, headers: Record<string, string> = {}): Reply {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: { json: value } }
}

/** A response that ends a route early; thrown for an invalid parameter or credential. */
export class Refusal extends Error {
  override name = 'Refusal'
  readonly reply: Reply

  constructor(reply: Reply) {
    super(`HTTP ${reply.status}`)
    this.reply = reply
  }
}

/** Returns the last value of a parameter, like Django; blank counts as absent. */
export function parameter(query: URLSearchParams, name: string): string | null {
  return query.getAll(name).at(-1) || null
}
