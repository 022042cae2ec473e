import 'server-only'

export type Deadline = {
  /** Aborts with a `TimeoutError` once the time is over, or with the reason of the signal it was made from. */
  signal: AbortSignal
  /** True once the time is over. */
  isOver(): boolean
  /** Forgets the time: to be called as soon as the work is done. */
  end(): void
}

/**
 * A time limit that can be lifted. `AbortSignal.timeout` cannot: until its time is over it holds on to everything of the
 * request in which it was made. In: the limit in milliseconds, and a signal that ends the work earlier.
 */
export function startDeadline(limitMs: number, signal?: AbortSignal): Deadline {
  const late = new AbortController()
  const giveUp = () => late.abort(new DOMException('The operation took too long', 'TimeoutError'))
  const timer = setTimeout(giveUp, limitMs)
  timer.unref()
  return {
    signal: signal ? AbortSignal.any([signal, late.signal]) : late.signal,
    isOver: () => late.signal.aborted,
    end: () => clearTimeout(timer),
  }
}
