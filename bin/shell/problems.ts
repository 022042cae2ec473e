import { STATUS_CODES } from 'node:http'

/** A request that is answered before any route sees it. */
export type Refusal = { status: number; code: string; detail: string; allow?: string }

/** The body of a refusal: the same problem JSON (RFC 9457) that the routes answer with. */
export function problemJson({ status, code, detail }: Refusal, requestId: string): string {
  const title = STATUS_CODES[status] ?? 'Error'
  const type = `urn:furrow:problem:${code}`
  return JSON.stringify({ type, title, status, code, detail, requestId, retryable: status >= 500 })
}
