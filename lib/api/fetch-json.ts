import type { Problem } from '#lib/errors.ts'
import { correctServerClock } from './server-clock.ts'

/** The code of a response that is not ours, e.g. of a proxy in between. */
export const UNREADABLE = 'unexpected_answer'

/** An unexpected response of our own API, with the problem from its body. */
export class ApiError extends Error {
  override name = 'ApiError'
  readonly problem: Problem
  /** Seconds from the Retry-After header; null when the server sent none. */
  readonly retryAfterSeconds: number | null

  constructor(problem: Problem, retryAfterSeconds: number | null = null) {
    super(problem.detail)
    this.problem = problem
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** The device could not reach Furrow at all, or the connection broke off in the middle of an answer. */
export class NetworkError extends Error {
  override name = 'NetworkError'
  readonly reason: 'unreachable' | 'broken_off'

  constructor(reason: NetworkError['reason'], options: ErrorOptions) {
    super(reason, options)
    this.reason = reason
  }
}

type FetchOptions = {
  signal?: AbortSignal
  method?: 'GET' | 'POST'
  /** Sent as JSON. */
  body?: unknown
}

/**
 * Fetches JSON from one of our own routes.
 * @param path a same-origin path.
 * @returns the body, whose shape the server has validated.
 * @throws {ApiError} for every status outside 2xx and for a body that is not JSON.
 * @throws {NetworkError} when nothing answers.
 */
export async function fetchJson<Body>(path: string, options: FetchOptions = {}): Promise<Body> {
  const response = await send(path, options)
  if (!response.ok) throw await readApiError(response)
  if (!/^application\/json\b/.test(response.headers.get('content-type') ?? '')) {
    throw new ApiError(unreadable(response))
  }
  return response.json() as Promise<Body>
}

/**
 * Sends a request to one of our own routes and returns the response, whatever its status.
 * @throws {NetworkError} when nothing answers.
 */
export async function send(path: string, { signal, method = 'GET', body }: FetchOptions): Promise<Response> {
  const headers = {
    accept: 'application/json, */*;q=0.1',
    ...(body !== undefined && { 'content-type': 'application/json' }),
  }
  try {
    const json = body === undefined ? undefined : JSON.stringify(body)
    const response = await fetch(path, { method, signal, headers, body: json })
    correctServerClock(response.headers.get('date'))
    return response
  } catch (cause) {
    if (signal?.aborted) throw cause
    throw new NetworkError('unreachable', { cause })
  }
}

/** Converts a response outside 2xx to an ApiError; without problem JSON the error describes the status. */
export async function readApiError(response: Response): Promise<ApiError> {
  const wait = Number.parseInt(response.headers.get('retry-after') ?? '', 10)
  const retryAfterSeconds = Number.isNaN(wait) ? null : wait
  if (!/^application\/problem\+json\b/.test(response.headers.get('content-type') ?? '')) {
    return new ApiError(unreadable(response), retryAfterSeconds)
  }
  const body: Partial<Problem> | null = await response.json().catch(() => null)
  // A problem whose code has no text is shown with its detail.
  const problem = body ? { ...unreadable(response), code: '', ...body } : unreadable(response)
  return new ApiError(problem, retryAfterSeconds)
}

function unreadable(response: Response): Problem {
  return {
    type: 'about:blank',
    title: 'Unexpected answer',
    status: response.status,
    code: UNREADABLE,
    detail: `Furrow answered with status ${response.status} and nothing that could be read.`,
    requestId: response.headers.get('x-request-id') ?? '',
    retryable: response.status >= 500,
  }
}
