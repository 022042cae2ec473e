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
  /** Calls of one source at a time; the others queue. */
  concurrency: number
  queueLength: number
  /** Failures in a row that stop all calls. */
  failuresInRow: number
  /** Calls within 30 seconds from which on half of them failing stops all. */
  minimumCalls: number
  /** How long calls stay stopped until one may try again. */
  openMs: number
  /** Longest pause asked for by the upstream that a call waits out; a longer one refuses it. */
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
  /** Runs one attempt, or refuses at once with a Failure while the source is to be left alone. */
  run<T>(attempt: () => Promise<T>, signal: AbortSignal): Promise<T>
  /** Keeps calls back for so long, as a pause that the source asked for does. */
  hold(ms: number): void
  /** Forgets earlier outages; a pause asked for stands. */
  reset(): void
}

/** Opens when either breaker would: so many failures in a row, or half of 20 calls in 30 seconds. */
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

/** The circuit breaker, the limit of calls at a time and the pause an upstream asked for, of one source. */
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
      // An aborted trial call proves nothing: the circuit stays open.
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
        // The latest word of the source counts, also where it asks for less than before.
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

/** True for faults of the upstream itself; a refused key or a missing row is an answer. */
function isOutage(error: unknown): boolean {
  if (!(error instanceof Failure)) return false
  return error.error.code === 'unavailable' || error.error.code === 'timeout'
}
