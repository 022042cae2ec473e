import 'server-only'
import { printDuration } from '#lib/duration.ts'
import type { UpstreamErrorCode } from '#lib/problem-codes.ts'
import { sourceName } from '#lib/server/words/names.ts'
import type { Source } from '#lib/sources.ts'
import { BlockedAddressError } from './addresses.ts'
import { UpstreamError } from './errors.ts'
import { JsonError } from './exact-json.ts'

/**
 * A failed attempt: the error for the caller, and the number of further attempts that this kind of fault
 * justifies.
 */
export class Failure extends Error {
  override name = 'Failure'
  readonly error: UpstreamError
  readonly furtherAttempts: number
  /**
   * True when the source itself refused the key that was sent; `RefusedKeys` then holds the key back for a
   * minute.
   */
  isKeyRefused = false

  constructor(error: UpstreamError, furtherAttempts: number) {
    super(error.message)
    this.error = error
    this.furtherAttempts = furtherAttempts
  }
}

type FailureOptions = {
  status?: number
  retryAfterSeconds?: number
  cause?: unknown
  furtherAttempts?: number
}

/**
 * Creates a failure with a message in Furrow's words: `words` follow the source's name, e.g. "cannot be
 * reached".
 */
export function failure(
  source: Source,
  code: UpstreamErrorCode,
  words: string,
  options: FailureOptions = {},
): Failure {
  const { furtherAttempts = 0, cause, ...rest } = options
  const summary = cause === undefined ? {} : { cause: summarise(cause) }
  return new Failure(
    new UpstreamError(source, code, `${sourceName(source)} ${words}.`, { ...rest, ...summary }),
    furtherAttempts,
  )
}

/**
 * The name and code of an error without its text, because texts of network and parse errors contain hosts and
 * upstream bytes.
 */
function summarise(cause: unknown): Error {
  const name = cause instanceof Error ? cause.name : typeof cause
  return new Error([name, codeOf(cause)].filter(Boolean).join(' '))
}

function codeOf(cause: unknown): string {
  // undici omits the code when its HTTP parser has none.
  if (cause instanceof Error && cause.name === 'HTTPParserError' && !('code' in cause && cause.code))
    return 'HPE_ERROR'
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : ''
}

/**
 * Maps an HTTP status other than 200 to a failure and its number of further attempts.
 * @param retryAfterSeconds the parsed `Retry-After` in seconds, 0 to 3,600
 */
export function statusFailure(source: Source, status: number, retryAfterSeconds?: number): Failure {
  const hint = { status, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) }
  const wait = retryAfterSeconds === undefined ? '' : ` and asks to wait ${printDuration(retryAfterSeconds)}`
  switch (status) {
    case 401:
      return failure(source, 'unauthorized', 'refused the credentials', hint)
    case 403:
      return failure(source, 'forbidden', 'does not give access to this', hint)
    case 404:
    case 410:
      return failure(source, 'not_found', 'does not have this', hint)
    case 408:
    case 504:
      return failure(source, 'timeout', 'took too long to answer', { ...hint, furtherAttempts: 2 })
    case 429:
      return failure(source, 'rate_limited', `has reached its limit of calls${wait}`, {
        ...hint,
        furtherAttempts: 2,
      })
    case 502:
    case 503:
      return failure(source, 'unavailable', `is not available${wait}`, { ...hint, furtherAttempts: 2 })
  }
  if (status >= 500) return failure(source, 'unavailable', 'had an error', { ...hint, furtherAttempts: 1 })
  if (status >= 400) return failure(source, 'malformed', 'did not accept the request', hint)
  return failure(source, 'malformed', 'sent an unexpected answer', hint)
}

const TLS_CODE = /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH|EPROTO|CRL_)/

/**
 * Maps an error thrown by the connection, the decoder or the parser to a Failure.
 * @param isAnswering true once the response headers had arrived
 * @returns a Failure, or `thrown` unchanged when the error is a defect of Furrow
 */
export function thrownFailure(source: Source, thrown: unknown, isAnswering: boolean): unknown {
  if (thrown instanceof Failure) return thrown
  const cause = thrown
  if (thrown instanceof JsonError) {
    return failure(source, 'malformed', 'sent an answer that cannot be read', { cause, furtherAttempts: 1 })
  }
  if (thrown instanceof BlockedAddressError) {
    return failure(source, 'blocked', 'named an address that must not be called', { cause })
  }
  if (thrown instanceof DOMException && thrown.name === 'TimeoutError') {
    return failure(source, 'timeout', 'took too long to answer', { cause })
  }
  const code = codeOf(thrown)
  if (TLS_CODE.test(code)) return failure(source, 'blocked', 'failed a security check', { cause })
  if (code.startsWith('Z_') || code.startsWith('ERR__ERROR') || code.startsWith('ERR_BROTLI')) {
    return failure(source, 'malformed', 'sent an answer that cannot be unpacked', {
      cause,
      furtherAttempts: 1,
    })
  }
  return networkFailure(source, code, cause, isAnswering)
}

function networkFailure(source: Source, code: string, cause: unknown, isAnswering: boolean): unknown {
  switch (code) {
    case 'UND_ERR_CONNECT_TIMEOUT':
      return failure(source, 'timeout', 'cannot be reached in time', { cause, furtherAttempts: 2 })
    case 'UND_ERR_HEADERS_TIMEOUT':
      return failure(source, 'timeout', 'took too long to answer', { cause, furtherAttempts: 1 })
    case 'UND_ERR_BODY_TIMEOUT':
      return failure(source, 'timeout', 'stopped in the middle of its answer', { cause, furtherAttempts: 1 })
    case 'UND_ERR_HEADERS_OVERFLOW':
      return failure(source, 'malformed', 'sent headers that are too large', { cause })
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return failure(source, 'unavailable', 'cannot be reached', { cause, furtherAttempts: 1 })
  }
  if (code.startsWith('HPE_') && !isAnswering) {
    return failure(source, 'malformed', 'did not answer in HTTP', { cause })
  }
  if (isAnswering && /^(E[A-Z]+|UND_ERR_|HPE_|ERR_STREAM_PREMATURE_CLOSE)/.test(code)) {
    return failure(source, 'malformed', 'broke off its answer', { cause, furtherAttempts: 1 })
  }
  if (/^(E[A-Z]+$|UND_ERR_(SOCKET|ABORTED|DESTROYED|CLOSED|INFO))/.test(code)) {
    return failure(source, 'unavailable', 'cannot be reached', { cause, furtherAttempts: 2 })
  }
  return cause
}
