import { ApiError } from './fetch-json.ts'

const FIRST_PAUSE_MS = 1_000
/** A person should not wait longer than this without a message. */
const LONGEST_PAUSE_MS = 10_000

/** Returns the milliseconds until a query is retried: the server's Retry-After, or an exponential backoff. */
export function retryDelay(failures: number, error: Error): number {
  const wait = error instanceof ApiError ? error.retryAfterSeconds : null
  return wait === null ? Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS) : wait * 1000
}

/**
 * True for lost connections and for problems that the server calls retryable within the longest wait.
 * Retrying any other refusal cannot help.
 */
export function isRetryable(error: Error): boolean {
  if (!(error instanceof ApiError)) return true
  return error.problem.retryable && (error.retryAfterSeconds ?? 0) * 1000 <= LONGEST_PAUSE_MS
}
