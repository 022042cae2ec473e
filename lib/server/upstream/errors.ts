import 'server-only'
import type { UpstreamErrorCode } from '#lib/problem-codes.ts'
import type { Source } from '#lib/sources.ts'

/**
 * A failed upstream call. `message` is written by Furrow and safe to show: it never contains an upstream's
 * text, host, key or body. `status` is the upstream's HTTP status, null when there was no response.
 * `retryAfterSeconds` is the upstream's `Retry-After`, 0 to 3,600.
 */
export class UpstreamError extends Error {
  override name = 'UpstreamError'
  readonly source: Source
  readonly code: UpstreamErrorCode
  readonly status: number | null
  readonly retryAfterSeconds: number | null

  constructor(
    source: Source,
    code: UpstreamErrorCode,
    message: string,
    options: { status?: number; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause })
    this.source = source
    this.code = code
    this.status = options.status ?? null
    this.retryAfterSeconds = options.retryAfterSeconds ?? null
  }
}

/** True when the upstream answered that it does not accept or know the value (400, 404 or 422). */
export function isRefusal(error: unknown): boolean {
  return error instanceof UpstreamError && [400, 404, 422].includes(error.status ?? 0)
}
