import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Failure } from './faults.ts'

/** Longest hint believed; an hour is as good as "not today" for a caller. */
const MAX_HINT_SECONDS = 3600
const SLOT_MS = 10_000
const SLOTS = 6

export type RetrySettings = {
  /** First back-off; doubled a time, then a random part of it is waited (full jitter). */
  baseMs: number
  maxBackoffMs: number
  /** Longest `Retry-After` waited for inside a call; a longer one is an error with the hint. */
  maxWaitMs: number
}
export const DEFAULT_RETRY: RetrySettings = { baseMs: 200, maxBackoffMs: 2_000, maxWaitMs: 5_000 }

/** At most this many attempts a call, the first included. */
const MAX_ATTEMPTS = 3
const BUDGET_SHARE = 0.1
const BUDGET_FLOOR = 3

/** Allows repeats up to a tenth of the calls of the last minute, and a few where there were not many calls. */
export class RetryBudget {
  readonly #slots = new Map<number, { calls: number; repeats: number }>()
  readonly #now: () => number

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  countCall(): void {
    this.#slot().calls += 1
  }

  /** True, and spent, while a repeat is within the budget. */
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
 * Milliseconds to wait before attempt `attempts + 1`, or null when there must be none: not worth it, too many attempts,
 * or the upstream asks for more patience than a call has.
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

/** Waits; rejects with the signal's reason when it is aborted meanwhile. */
export async function wait(delayMs: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(delayMs, undefined, { signal })
  } catch (error) {
    signal.throwIfAborted()
    throw error
  }
}

/** Settles as the promise does, or rejects with the signal's reason as soon as it is aborted; the work itself goes on. */
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
 * Reads `Retry-After`: seconds, or an HTTP date measured against the answer's own `Date` where it has one (their clock may
 * be off). Out: whole seconds from 0 to an hour, or undefined when there is no hint.
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
