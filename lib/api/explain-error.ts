import { ApiError } from './fetch-json.ts'
import { pageRequestId } from './page-request.ts'

/** What a person is told about a failure: the reason in words, and the id under which the server logged it. */
export function explainError(error: unknown): { why: string; requestId: string | null } {
  if (error instanceof ApiError) {
    return { why: error.problem.detail, requestId: error.problem.requestId || null }
  }
  if (!(error instanceof Error)) return { why: 'The reason is not known.', requestId: null }
  // A page that failed on the server comes with a mark of its log line; its message is Next's, for programmers.
  if ('digest' in error && typeof error.digest === 'string') {
    const why = 'Something went wrong in Furrow. The request id leads to the log line.'
    return { why, requestId: pageRequestId() ?? error.digest }
  }
  return { why: error.message, requestId: null }
}

/**
 * The reason in one line, for forms and acts; with the request id where the server itself failed, for its log is searched
 * by that.
 */
export function explainInLine(error: unknown): string {
  const { why, requestId } = explainError(error)
  const isServerFault = error instanceof ApiError && error.problem.status >= 500
  return isServerFault && requestId ? `${why} Request ${requestId}` : why
}
