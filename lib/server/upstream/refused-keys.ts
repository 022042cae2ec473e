import 'server-only'
import type { Source } from '#lib/sources.ts'
import type { HttpRequest } from './calls.ts'
import { failure } from './faults.ts'

/** A refused key is tried again after this time, because its access may have been restored. */
const REST_MS = 60_000

/** Identifies the credentials of a request; the password grant has only one set. */
function keyOf({ authorization, form }: HttpRequest): string | null {
  return form ? 'password grant' : authorization
}

/**
 * Keys that a source refused with 401. A refused key is not sent again for a minute by any caller, because
 * sources lock out or report clients that keep using a revoked key. A person's retry ends the minute early
 * (`reset`), and a new token counts as another key.
 */
export class RefusedKeys {
  readonly #refusedAt = new Map<string, number>()

  /**
   * Refuses a request whose key was refused within the last minute, with the same Failure as the source's own
   * 401.
   * @throws Failure `unauthorized`
   */
  check(source: Source, request: HttpRequest): void {
    const key = keyOf(request)
    const refusedAt = key === null ? undefined : this.#refusedAt.get(key)
    if (key === null || refusedAt === undefined) return
    if (performance.now() - refusedAt < REST_MS) {
      throw failure(source, 'unauthorized', 'refused the credentials', { status: 401 })
    }
    // Lets one call through and restarts the minute for all others.
    this.#refusedAt.set(key, performance.now())
  }

  noteRefused(request: HttpRequest): void {
    const key = keyOf(request)
    if (key === null) return
    // Tokens change often, so only the key refused last is kept.
    this.#refusedAt.clear()
    this.#refusedAt.set(key, performance.now())
  }

  noteAccepted(request: HttpRequest): void {
    const key = keyOf(request)
    if (key !== null) this.#refusedAt.delete(key)
  }

  reset(): void {
    this.#refusedAt.clear()
  }
}
