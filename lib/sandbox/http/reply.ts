import 'server-only'

/** What a route answers, before faults and before it is written out. */
export type Reply = {
  status: number
  headers: Record<string, string>
  /** Bytes, or a JSON value that faults may still change. */
  body: { json: unknown } | { bytes: Buffer }
}

/** What a route is asked. */
export type Ask = {
  pathname: string
  query: URLSearchParams
  authorization: string | null
  now: number
  /** Address of this sandbox, without a trailing slash. */
  origin: string
}

export function json(status: number, value: unknown, headers: Record<string, string> = {}): Reply {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: { json: value } }
}

/** An answer that ends a route early; thrown where a parameter or a credential is wrong. */
export class Refusal extends Error {
  override name = 'Refusal'
  readonly reply: Reply

  constructor(reply: Reply) {
    super(`HTTP ${reply.status}`)
    this.reply = reply
  }
}

/** The last value of a parameter, as Django reads it; blank counts as absent. */
export function parameter(query: URLSearchParams, name: string): string | null {
  return query.getAll(name).at(-1) || null
}
