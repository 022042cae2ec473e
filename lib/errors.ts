/** Every way a call to an upstream can fail; a closed set. */
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

/** An RFC 9457 problem, as every Furrow route sends it. `code` is stable; `detail` is written for people. */
export type Problem = {
  type: string
  title: string
  status: number
  code: string
  detail: string
  requestId: string
  retryable: boolean
  /** The invalid parameter or field, if there is one. */
  param?: string
  /** Every invalid parameter of the request, where more than one can be invalid. */
  errors?: readonly { param: string; detail: string }[]
  /** Instant (ISO, UTC) of the data that the client can still show. */
  asOf?: string
}

/** An error whose message says what is wrong and how to fix it. Commands print it without a stack. */
export class ExplainedError extends Error {
  override name = 'ExplainedError'
}

/** A request that cannot be answered as sent. The route wrapper turns the error into problem JSON. */
export class RequestError extends ExplainedError {
  override name = 'RequestError'
  readonly status: number
  readonly code: string
  readonly errors: readonly { param: string; detail: string }[]
  /** Seconds until a retry may succeed, for a temporary refusal; otherwise null. */
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

/**
 * Builds a 400 for one or more parameters; each entry names the parameter and says how to correct the value.
 */
export function invalidParameters(errors: readonly { param: string; detail: string }[]): RequestError {
  const detail = errors.map((error) => `${error.param}: ${error.detail}`).join('; ')
  return new RequestError(400, 'invalid_parameter', detail, errors)
}

/** Builds a 400 for one parameter; `detail` says how to correct the value. */
export function invalidParameter(param: string, detail: string): RequestError {
  return invalidParameters([{ param, detail }])
}

/** Builds a 404 with one wording for unknown and out-of-scope objects, so that nobody can tell them apart. */
export function notFound(what: string): RequestError {
  return new RequestError(404, 'not_found', `There is no ${what} with this id.`)
}

/** Builds a 409 for a change to something that has changed since the user loaded it. */
export function changedMeanwhile(what: string): RequestError {
  const detail = `${what} was changed by someone else since you looked. Look at it again, then decide.`
  return new RequestError(409, 'changed_meanwhile', detail)
}
