import { ApiError } from './fetch-json.ts'
import { pageRequestId } from './page-request.ts'

/** Explains a failure to a person: the reason in words, and the request id of the server's log line. */
export function explainError(error: unknown): { why: string; requestId: string | null } {
  if (error instanceof ApiError) {
    return { why: error.problem.detail, requestId: error.problem.requestId || null }
  }
  if (!(error instanceof Error)) return { why: 'The reason is not known.', requestId: null }
  // The digest of a page that failed on the server leads to its log line. The message is for programmers.
  if ('digest' in error && typeof error.digest === 'string') {
    const why = 'Something went wrong in Furrow. The request id leads to the log line.'
    return { why, requestId: pageRequestId() ?? error.digest }
  }
  return { why: error.message, requestId: null }
}

/**
 * Explains a failure in one line, for forms and actions. Adds the request id for server errors, because
 * operators search the log by request id.
 */
export function explainInLine(error: unknown): string {
  const { why, requestId } = explainError(error)
  const isServerFault = error instanceof ApiError && error.problem.status >= 500
  return isServerFault && requestId ? `${why} Request ${requestId}` : why
}
