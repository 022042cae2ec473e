import { ApiError } from './fetch-json.ts'

const FIRST_PAUSE_MS = 1_000
/** A person is not kept waiting for longer without being told. */
const LONGEST_PAUSE_MS = 10_000

/** Milliseconds until a query is asked again: what the server says, else ever longer. */
export function retryDelay(failures: number, error: Error): number {
  const wait = error instanceof ApiError ? error.retryAfterSeconds : null
  return wait === null ? Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS) : wait * 1000
}

/** A refused request stays refused; only what the server calls retryable, or a lost connection, is asked again. */
export function isRetryable(error: Error): boolean {
  if (!(error instanceof ApiError)) return true
  return error.problem.retryable && (error.retryAfterSeconds ?? 0) * 1000 <= LONGEST_PAUSE_MS
}
