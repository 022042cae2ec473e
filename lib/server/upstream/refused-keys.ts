import 'server-only'
import type { Source } from '#lib/sources.ts'
import type { HttpRequest } from './calls.ts'
import { failure } from './faults.ts'

/** A refused key is tried again after so long: it may have been given its access back. */
const REST_MS = 60_000

/** What stands for the credentials of a request; the password grant has one set of them. */
function keyOf({ authorization, form }: HttpRequest): string | null {
  return form ? 'password grant' : authorization
}

/**
 * The keys that a source refused with 401. They are not sent again for a minute, whoever asks: sources lock out or report who
 * keeps knocking with a revoked key. A new token is another key.
 */
export class RefusedKeys {
  readonly #refusedAt = new Map<string, number>()

  /** Throws the Failure that the source would answer with, while the key of a request rests. */
  check(source: Source, request: HttpRequest): void {
    const key = keyOf(request)
    const refusedAt = key === null ? undefined : this.#refusedAt.get(key)
    if (key === null || refusedAt === undefined) return
    if (performance.now() - refusedAt < REST_MS) {
      throw failure(source, 'unauthorized', 'refused the credentials', { status: 401 })
    }
    // One call tries; the others wait for what it finds.
    this.#refusedAt.set(key, performance.now())
  }

  noteRefused(request: HttpRequest): void {
    const key = keyOf(request)
    if (key === null) return
    // Tokens come and go: only what was refused last matters.
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
