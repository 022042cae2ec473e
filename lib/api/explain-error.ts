import { ApiError } from './fetch-json.ts'

/** What a person is told about a failure: the reason in words, and the id under which the server logged it. */
export function explainError(error: unknown): { why: string; requestId: string | null } {
  if (error instanceof ApiError) {
    return { why: error.problem.detail, requestId: error.problem.requestId || null }
  }
  return { why: error instanceof Error ? error.message : 'The reason is not known.', requestId: null }
}
