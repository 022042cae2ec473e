import 'server-only'
import { createRedactor } from '#lib/server/log/redact.ts'
import type { Source } from '#lib/sources.ts'
import type { CallRecord, HttpOptions, HttpRequest } from './calls.ts'
import { isRefusal, UpstreamError } from './errors.ts'
import { Failure, failure, thrownFailure } from './faults.ts'
import { createGate, DEFAULT_GATE, type Gate } from './gate.ts'
import { DEFAULT_RETRY, RetryBudget, type RetrySettings, retryDelayMs, wait } from './retry.ts'

/** State of one part of a source between calls: gate, retry budget and refused keys. */
export type SourceState = {
  source: Source
  gate: Gate
  budget: RetryBudget
  retry: RetrySettings
  keys: RefusedKeys
  onCall: (call: CallRecord) => void
  redact: (text: string) => string
}

/** Creates the state for a source without earlier failures. */
export function createSourceState(
  source: Source,
  options: HttpOptions,
  onAsked: (seconds: number) => void,
  onCircuit: (openUntil: Date | null) => void,
): SourceState {
  const retry = { ...DEFAULT_RETRY, ...options.retry }
  return {
    source,
    gate: createGate(
      source,
      { ...DEFAULT_GATE, maxWaitMs: retry.maxWaitMs, ...options.gate },
      onAsked,
      onCircuit,
    ),
    keys: new RefusedKeys(),
    budget: new RetryBudget(),
    retry,
    onCall: options.onCall ?? (() => {}),
    redact: createRedactor(options.secrets ?? []),
  }
}

/**
 * Runs attempts until one succeeds or no further attempt is justified, within the gate and the retry budget,
 * and reports the call to `onCall`.
 * @throws UpstreamError, or the reason of `request.signal` when the caller aborted
 */
export async function perform<T>(
  state: SourceState,
  request: HttpRequest,
  signal: AbortSignal,
  attempt: () => Promise<T>,
): Promise<T> {
  const startedAt = performance.now()
  let attempts = 0
  const report = (outcome: CallRecord['outcome'], status: number | null, reason: string | null = null) =>
    state.onCall({
      source: state.source,
      route: request.route,
      status,
      durationMs: performance.now() - startedAt,
      attempts,
      outcome,
      reason,
    })
  state.budget.countCall()
  try {
    const value = await repeat(state, request, signal, () => {
      attempts += 1
      return attempt()
    })
    report('ok', 200)
    return value
  } catch (thrown) {
    // When the total deadline passes, the signal's reason (a TimeoutError) is thrown here.
    const fault = thrownFailure(state.source, thrown, false)
    const error = fault instanceof Failure ? fault.error : fault
    if (request.signal?.aborted) report('aborted', null)
    else if (error instanceof UpstreamError && request.mayBeRefused && isRefusal(error))
      report('ok', error.status)
    else if (error instanceof UpstreamError) report(error.code, error.status, reasonOf(error))
    request.signal?.throwIfAborted()
    throw error instanceof UpstreamError ? error : redacted(error, state.redact)
  }
}

function reasonOf({ message, cause }: UpstreamError): string {
  return cause instanceof Error ? `${message} (${cause.message})` : message
}

/**
 * Copies a defect of Furrow with its message and stack, but without secrets and without the objects that it
 * references.
 */
function redacted(error: unknown, redact: (text: string) => string): Error {
  if (!(error instanceof Error)) return new Error(redact(String(error)))
  const copy = new Error(redact(error.message))
  copy.name = error.name
  copy.stack = redact(error.stack ?? '')
  return copy
}

async function repeat<T>(
  state: SourceState,
  request: HttpRequest,
  signal: AbortSignal,
  attempt: () => Promise<T>,
): Promise<T> {
  for (let attempts = 1; ; attempts++) {
    state.keys.check(state.source, request)
    try {
      const value = await state.gate.run(attempt, signal)
      state.keys.noteAccepted(request)
      return value
    } catch (thrown) {
      if (thrown instanceof Failure && thrown.isKeyRefused) state.keys.noteRefused(request)
      if (!(thrown instanceof Failure) || signal.aborted) throw thrown
      const isTimeout = thrown.error.code === 'timeout'
      if (isTimeout && !request.isPatient) throw thrown
      const delayMs = retryDelayMs(thrown, attempts, state.retry)
      if (delayMs === null || !state.budget.take()) throw thrown
      await wait(delayMs, signal).catch(() => {
        throw thrown
      })
    }
  }
}

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
class RefusedKeys {
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
