import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Failure } from './faults.ts'

/** Longest `Retry-After` that is believed, in seconds; a caller treats an hour like any longer time. */
const MAX_HINT_SECONDS = 3600
const SLOT_MS = 10_000
const SLOTS = 6

export type RetrySettings = {
  /**
   * First backoff; the ceiling doubles with each attempt, and the wait is a random part of the ceiling (full
   * jitter).
   */
  baseMs: number
  maxBackoffMs: number
  /** Longest `Retry-After` that a call waits for; a longer one becomes an error that carries the hint. */
  maxWaitMs: number
}
export const DEFAULT_RETRY: RetrySettings = { baseMs: 200, maxBackoffMs: 2_000, maxWaitMs: 5_000 }

/** Most attempts per call, including the first. */
const MAX_ATTEMPTS = 3
const BUDGET_SHARE = 0.1
const BUDGET_FLOOR = 3

/** Limits retries to a tenth of the last minute's calls, with a floor of three retries for quiet sources. */
export class RetryBudget {
  readonly #slots = new Map<number, { calls: number; repeats: number }>()
  readonly #now: () => number

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  countCall(): void {
    this.#slot().calls += 1
  }

  /** Spends one retry and returns true, or returns false when the budget is used up. */
  take(): boolean {
    const current = this.#slot()
    let calls = 0
    let repeats = 0
    for (const slot of this.#slots.values()) {
      calls += slot.calls
      repeats += slot.repeats
    }
    if (repeats + 1 > Math.max(BUDGET_FLOOR, calls * BUDGET_SHARE)) return false
    current.repeats += 1
    return true
  }

  #slot(): { calls: number; repeats: number } {
    const key = Math.floor(this.#now() / SLOT_MS)
    for (const old of this.#slots.keys()) if (old <= key - SLOTS) this.#slots.delete(old)
    const slot = this.#slots.get(key) ?? { calls: 0, repeats: 0 }
    this.#slots.set(key, slot)
    return slot
  }
}

/**
 * Computes the wait before the next attempt.
 * @param attempts the attempts made so far, at least 1
 * @returns milliseconds, or null for no further attempt: the fault does not justify one, the call has used
 * its attempts, or the upstream asks for a longer wait than `maxWaitMs`
 */
export function retryDelayMs(failure: Failure, attempts: number, settings: RetrySettings): number | null {
  if (attempts >= Math.min(MAX_ATTEMPTS, 1 + failure.furtherAttempts)) return null
  const hint = failure.error.retryAfterSeconds
  if (hint !== null) return hint * 1000 <= settings.maxWaitMs ? hint * 1000 : null
  const baseMs =
    failure.error.code === 'rate_limited'
      ? Math.max(settings.baseMs, settings.maxBackoffMs / 2)
      : settings.baseMs
  const ceilingMs = Math.min(settings.maxBackoffMs, baseMs * 2 ** (attempts - 1))
  return Math.random() * ceilingMs
}

/** Waits `delayMs`; rejects with the signal's reason when the signal is aborted first. */
export async function wait(delayMs: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(delayMs, undefined, { signal })
  } catch (error) {
    signal.throwIfAborted()
    throw error
  }
}

/**
 * Settles like the promise, but rejects with the signal's reason on an abort; the underlying work continues.
 */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise
  const { promise: result, resolve, reject } = Promise.withResolvers<T>()
  const abort = () => reject(signal.reason)
  if (signal.aborted) abort()
  signal.addEventListener('abort', abort, { once: true })
  promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  return result
}

/**
 * Parses `Retry-After`: seconds or an HTTP date. A date is measured against the response's own `Date` header
 * where there is one, because the upstream's clock may be off.
 * @returns whole seconds from 0 to 3,600, or undefined without a readable hint
 */
export function readRetryAfter(
  header: string | undefined,
  dateHeader: string | undefined,
  now: number = Date.now(),
): number | undefined {
  const text = header?.trim()
  if (!text) return undefined
  if (/^\d+$/.test(text)) return Math.min(Number(text), MAX_HINT_SECONDS)
  const time = Date.parse(text)
  if (!/[A-Za-z]{3}/.test(text) || Number.isNaN(time)) return undefined
  const theirNow = Date.parse(dateHeader ?? '')
  const seconds = Math.ceil((time - (Number.isNaN(theirNow) ? now : theirNow)) / 1000)
  return Math.min(Math.max(seconds, 0), MAX_HINT_SECONDS)
}
