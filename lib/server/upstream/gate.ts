import 'server-only'
import {
  BrokenCircuitError,
  BulkheadRejectedError,
  bulkhead,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
  type IBreaker,
  SamplingBreaker,
} from 'cockatiel'
import { printDuration } from '#lib/duration.ts'
import type { Source } from '#lib/sources.ts'
import { Failure, failure } from './faults.ts'
import { untilAborted, wait } from './retry.ts'

export type GateSettings = {
  /** Concurrent calls per source; further calls queue. */
  concurrency: number
  queueLength: number
  /** Consecutive failures that open the circuit. */
  failuresInRow: number
  /** Calls within 30 seconds from which half of them failing opens the circuit. */
  minimumCalls: number
  /** How long the circuit stays open before one trial call. */
  openMs: number
  /** Longest pause asked for by the upstream that a call waits for; a longer pause refuses the call. */
  maxWaitMs: number
}
export const DEFAULT_GATE: GateSettings = {
  concurrency: 8,
  queueLength: 500,
  failuresInRow: 5,
  minimumCalls: 20,
  openMs: 10_000,
  maxWaitMs: 5_000,
}

export type Gate = {
  /**
   * Runs one attempt, or throws a Failure at once while the circuit is open, the queue is full, or a pause
   * longer than `maxWaitMs` holds.
   * @throws Failure, the attempt's own error, or the signal's reason
   */
  run<T>(attempt: () => Promise<T>, signal: AbortSignal): Promise<T>
  /** Holds calls back for `ms` milliseconds, as a pause that the source asked for does. */
  hold(ms: number): void
  /** Closes the circuit and forgets earlier failures; a pause that the source asked for still holds. */
  reset(): void
}

/**
 * Opens when either breaker opens: on consecutive failures, or on half of at least 20 calls failing in 30
 * seconds.
 */
function eitherBreaker(first: IBreaker, second: IBreaker): IBreaker {
  return {
    get state() {
      return [first.state, second.state]
    },
    set state(value) {
      if (Array.isArray(value)) [first.state, second.state] = value
    },
    success(state) {
      first.success(state)
      second.success(state)
    },
    failure(state) {
      const isFirstOpen = first.failure(state)
      return second.failure(state) || isFirstOpen
    },
  }
}

/**
 * Creates the gate of one part of a source: circuit breaker, concurrency limit, and the pauses the upstream
 * asks for.
 * @param onAsked called with the seconds of each pause that the source asks for
 * @param onCircuit called with the time of the trial call when the circuit opens, and with null when the
 * circuit closes
 */
export function createGate(
  source: Source,
  settings: GateSettings,
  onAsked: (seconds: number) => void = () => {},
  onCircuit: (openUntil: Date | null) => void = () => {},
): Gate {
  let openedAt = 0
  let pausedUntil = 0
  let breaker = createBreaker()
  const limit = bulkhead(settings.concurrency, settings.queueLength)

  function createBreaker() {
    const made = circuitBreaker(
      // An aborted trial call proves nothing, so the circuit stays open.
      handleWhen(
        (error) => isOutage(error) || (!(error instanceof Failure) && made.state === CircuitState.HalfOpen),
      ),
      {
        halfOpenAfter: settings.openMs,
        breaker: eitherBreaker(
          new ConsecutiveBreaker(settings.failuresInRow),
          new SamplingBreaker({ threshold: 0.5, duration: 30_000, minimumRps: settings.minimumCalls / 30 }),
        ),
      },
    )
    made.onBreak(() => {
      openedAt = performance.now()
      onCircuit(new Date(Date.now() + settings.openMs))
    })
    made.onReset(() => onCircuit(null))
    return made
  }

  async function respectPause(signal: AbortSignal): Promise<void> {
    for (;;) {
      const waitMs = pausedUntil - performance.now()
      if (waitMs <= 0) return
      if (waitMs > settings.maxWaitMs) {
        const retryAfterSeconds = Math.ceil(waitMs / 1000)
        throw failure(source, 'rate_limited', `asks to wait ${printDuration(retryAfterSeconds)}`, {
          retryAfterSeconds,
        })
      }
      await wait(waitMs, signal)
    }
  }

  function outage(): Failure {
    const retryAfterSeconds = Math.max(1, Math.ceil((openedAt + settings.openMs - performance.now()) / 1000))
    const until = new Date(Date.now() + retryAfterSeconds * 1000).toISOString().slice(11, 19)
    return failure(source, 'unavailable', `had several errors and is not called until ${until} UTC`, {
      retryAfterSeconds,
    })
  }

  async function attemptOnce<T>(attempt: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await respectPause(signal)
    if (breaker.state === CircuitState.HalfOpen) throw outage()
    try {
      return await breaker.execute(attempt)
    } catch (error) {
      if (error instanceof BrokenCircuitError) throw outage()
      if (error instanceof Failure && error.error.retryAfterSeconds !== null) {
        // The source's latest hint replaces an earlier one, even if the new pause is shorter.
        pausedUntil = performance.now() + error.error.retryAfterSeconds * 1000
        onAsked(error.error.retryAfterSeconds)
      }
      throw error
    }
  }

  return {
    async run(attempt, signal) {
      signal.throwIfAborted()
      try {
        return await untilAborted(
          limit.execute(() => attemptOnce(attempt, signal), signal),
          signal,
        )
      } catch (error) {
        if (error instanceof BulkheadRejectedError) {
          throw failure(source, 'unavailable', 'has too many calls waiting', { retryAfterSeconds: 1 })
        }
        throw error
      }
    },
    hold: (ms) => {
      pausedUntil = performance.now() + ms
    },
    reset: () => {
      breaker = createBreaker()
      onCircuit(null)
    },
  }
}

/**
 * True for a failing upstream (`unavailable`, `timeout`); a refused key or a missing row is a valid response.
 */
function isOutage(error: unknown): boolean {
  if (!(error instanceof Failure)) return false
  return error.error.code === 'unavailable' || error.error.code === 'timeout'
}
