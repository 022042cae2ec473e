/** Everything that can go wrong between Furrow and an upstream; a closed set. */
export const UPSTREAM_ERROR_CODES = [
  'unauthorized',
  'forbidden',
  'not_found',
  'rate_limited',
  'timeout',
  'unavailable',
  'malformed',
  'too_large',
  'blocked',
] as const
export type UpstreamErrorCode = (typeof UPSTREAM_ERROR_CODES)[number]

/** RFC 9457 problem as every route of Furrow sends it. `code` is stable, `detail` is for people. */
export type Problem = {
  type: string
  title: string
  status: number
  code: string
  detail: string
  requestId: string
  retryable: boolean
  /** The parameter or field at fault, where there is one. */
  param?: string
  /** Every fault found in the request, where there is more than one way to be wrong. */
  errors?: readonly { param: string; detail: string }[]
  /** Instant (ISO, UTC) of the state that could still be shown. */
  asOf?: string
}

/** An error whose message says what is wrong and what to do about it: a command prints the message as it is, without a stack. */
export class ExplainedError extends Error {
  override name = 'ExplainedError'
}

/** A request that cannot be answered as asked; the route wrapper turns it into problem JSON. */
export class RequestError extends ExplainedError {
  override name = 'RequestError'
  readonly status: number
  readonly code: string
  readonly errors: readonly { param: string; detail: string }[]
  /** When to try again, where the request was refused for now alone. */
  readonly retryAfterSeconds: number | null

  constructor(
    status: number,
    code: string,
    detail: string,
    errors: readonly { param: string; detail: string }[] = [],
    retryAfterSeconds: number | null = null,
  ) {
    super(detail)
    this.status = status
    this.code = code
    this.errors = errors
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** 400 for one or more parameters; each entry names the parameter and says how to put it right. */
export function invalidParameters(errors: readonly { param: string; detail: string }[]): RequestError {
  const detail = errors.map((error) => `${error.param}: ${error.detail}`).join('; ')
  return new RequestError(400, 'invalid_parameter', detail, errors)
}

/** 404 in the one wording used for unknown and for out-of-scope objects alike. */
export function notFound(what: string): RequestError {
  return new RequestError(404, 'not_found', `There is no ${what} with this id.`)
}

/** 409 for a change of something that is not any more as it was looked at. */
export function changedMeanwhile(what: string): RequestError {
  return new RequestError(
    409,
    'changed_meanwhile',
    `${what} was changed by someone else since you looked. Look at it again, then decide.`,
  )
}
