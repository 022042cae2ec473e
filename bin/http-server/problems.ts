import { STATUS_CODES } from 'node:http'
import type { ProblemCode } from '#lib/problem-codes.ts'

/** A response that the server sends before any route sees the request. */
export type Refusal = { status: number; code: ProblemCode; detail: string; allow?: string }

/** Formats the body of a refusal as problem JSON (RFC 9457), in the same form as the routes. */
export function problemJson({ status, code, detail }: Refusal, requestId: string): string {
  const title = STATUS_CODES[status] ?? 'Error'
  const type = `urn:furrow:problem:${code}`
  return JSON.stringify({ type, title, status, code, detail, requestId, retryable: status >= 500 })
}
