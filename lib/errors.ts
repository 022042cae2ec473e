import type { FieldCode, FieldFault, ProblemCode, ProblemValues } from './problem-codes.ts'

/** What the sentence of a problem or fault tells, by name. */
export type Values = Readonly<Record<string, string | number>>

/** An RFC 9457 problem, as every Furrow route sends it. `code` is stable; `detail` is written for people. */
export type Problem = {
  type: string
  title: string
  status: number
  code: string
  detail: string
  /** What `detail` tells, so that a client can word the problem from `code` in another language. */
  values?: Values
  requestId: string
  retryable: boolean
  /** The invalid parameter or field, if there is one. */
  param?: string
  /** Every invalid parameter of the request, where more than one can be invalid. */
  errors?: readonly { param: string; detail: string; code?: string; values?: Values }[]
  /** Instant (ISO, UTC) of the data that the client can still show. */
  asOf?: string
}

/** An error whose message says what is wrong and how to fix it. Commands print it without a stack. */
export class ExplainedError extends Error {
  override name = 'ExplainedError'
}

type More = {
  errors?: readonly FieldFault[]
  /** Seconds until a retry may succeed, for a temporary refusal. */
  retryAfterSeconds?: number
}
/** The values come last, and only a code that has any takes them. */
type Given<Code extends ProblemCode> = keyof ProblemValues<Code> extends never
  ? [more?: More]
  : [more: More & { values: ProblemValues<Code> }]

/** A request that cannot be answered as sent. The route wrapper turns the error into problem JSON. */
export class RequestError<Code extends ProblemCode = ProblemCode> extends ExplainedError {
  override name = 'RequestError'
  readonly status: number
  readonly code: ProblemCode
  readonly values: Values
  readonly errors: readonly FieldFault[]
  /** Seconds until a retry may succeed, for a temporary refusal; otherwise null. */
  readonly retryAfterSeconds: number | null

  constructor(status: number, code: Code, detail: string, ...[more]: Given<Code>) {
    super(detail)
    this.status = status
    this.code = code
    this.values = more && 'values' in more ? (more.values as Values) : {}
    this.errors = more?.errors ?? []
    this.retryAfterSeconds = more?.retryAfterSeconds ?? null
  }
}

/**
 * Builds a 400 for one or more parameters; each entry names the parameter and says how to correct the value.
 */
export function invalidParameters(errors: readonly FieldFault[]): RequestError {
  const detail = errors.map((error) => `${error.param}: ${error.detail}`).join('; ')
  return new RequestError(400, 'invalid_parameter', detail, { errors })
}

/**
 * Builds a 400 for one parameter; `detail` says how to correct the value.
 * @param fault its code and values, where a person can cause it on a screen
 */
export function invalidParameter(
  param: string,
  detail: string,
  fault: FieldCode | { code?: undefined } = {},
): RequestError {
  return invalidParameters([{ ...fault, param, detail }])
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
