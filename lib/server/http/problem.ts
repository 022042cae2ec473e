import 'server-only'
import { STATUS_CODES } from 'node:http'
import { type Problem, RequestError, type Values } from '#lib/errors.ts'
import type { ProblemCode } from '#lib/problem-codes.ts'
import { databaseFault } from '#lib/server/db/faults.ts'
import { UpstreamError } from '#lib/server/upstream/errors.ts'
import { sourceName } from '#lib/server/words/names.ts'

const RETRY_AFTER_UNREACHABLE_S = 30
const RETRY_AFTER_BUSY_S = 2

type Answer = {
  status: number
  code: ProblemCode
  detail: string
  values?: Values
  retryable: boolean
  retryAfterSeconds?: number | null
  errors?: Problem['errors']
}

/**
 * Converts any error of a route to problem JSON (RFC 9457). This is the only place where errors become HTTP
 * responses.
 */
export function problemResponse(error: unknown, requestId: string): Response {
  const { status, code, detail, values, retryable, retryAfterSeconds, errors } = problemAnswer(error)
  const [first] = errors ?? []
  const problem: Problem = {
    type: `urn:furrow:problem:${code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
    detail,
    ...(values && Object.keys(values).length > 0 && { values }),
    requestId,
    retryable,
    ...(first && { param: first.param, errors }),
  }
  const headers = new Headers({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' })
  if (status === 401) headers.set('www-authenticate', 'Bearer')
  if (retryAfterSeconds) headers.set('retry-after', String(Math.ceil(retryAfterSeconds)))
  return new Response(JSON.stringify(problem), { status, headers })
}

/**
 * Returns an error's HTTP status, stable code and message for people; unknown errors become a 500 without
 * details.
 */
export function problemAnswer(error: unknown): Answer {
  const fault = databaseFault(error)
  switch (true) {
    case error instanceof RequestError:
      return {
        status: error.status,
        code: error.code,
        detail: error.message,
        values: error.values,
        retryable: error.code === 'busy' || error.retryAfterSeconds !== null,
        retryAfterSeconds: error.code === 'busy' ? RETRY_AFTER_BUSY_S : error.retryAfterSeconds,
        errors: error.errors,
      }
    case error instanceof UpstreamError:
      return upstreamAnswer(error)
    case fault === 'busy':
      return {
        status: 503,
        code: 'busy',
        detail: `Too busy: please try again in ${RETRY_AFTER_BUSY_S} seconds.`,
        retryable: true,
        retryAfterSeconds: RETRY_AFTER_BUSY_S,
      }
    case fault === 'unreachable':
      return {
        status: 503,
        code: 'database_unavailable',
        detail: 'The data store is not reachable just now. Please try again.',
        retryable: true,
        retryAfterSeconds: RETRY_AFTER_BUSY_S,
      }
    case fault === 'read_only' || fault === 'full' || fault === 'other_release':
      return {
        status: 503,
        code: 'read_only',
        detail: 'Furrow is in read-only mode: it shows what it has, and can change nothing just now.',
        retryable: true,
        retryAfterSeconds: RETRY_AFTER_UNREACHABLE_S,
      }
    default:
      return {
        status: 500,
        code: 'internal_error',
        detail: 'Something went wrong in Furrow. The request id leads to the log line.',
        retryable: false,
      }
  }
}

function upstreamAnswer(error: UpstreamError): Answer {
  const name = sourceName(error.source)
  const wait = error.retryAfterSeconds
  const answer = (status: number, retryable: boolean, retryAfterSeconds?: number | null) => ({
    status,
    code: `upstream_${error.code}` as const,
    detail: error.message || `${name} could not answer.`,
    values: { source: error.source },
    retryable,
    retryAfterSeconds,
  })
  switch (error.code) {
    case 'unauthorized':
      return answer(503, false)
    case 'forbidden':
      return answer(403, false)
    case 'not_found':
      return answer(404, false)
    case 'rate_limited':
      return answer(503, true, wait ?? 1)
    case 'timeout':
      return answer(504, true)
    case 'unavailable':
      if (wait !== null) return answer(503, true, wait)
      if (error.status === 503 || (error.status === null && !wasCutOff(error))) {
        return answer(503, true, RETRY_AFTER_UNREACHABLE_S)
      }
      return answer(502, true)
    case 'malformed':
    case 'too_large':
    case 'blocked':
      return answer(502, false)
  }
}

/** True if the source accepted the call and then broke the connection: the source is reachable but failed. */
function wasCutOff({ cause }: UpstreamError): boolean {
  return cause instanceof Error && /\b(ECONNRESET|UND_ERR_SOCKET|EPIPE)\b/.test(cause.message)
}
