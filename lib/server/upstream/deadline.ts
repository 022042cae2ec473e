import 'server-only'

export type Deadline = {
  /**
   * Aborts with a `TimeoutError` when the time is up, or with the reason of the signal that `startDeadline`
   * was given.
   */
  signal: AbortSignal
  /** True once the time is up. */
  isOver(): boolean
  /** Stops the timer; call this function as soon as the work is done. */
  end(): void
}

/**
 * Starts a time limit that can be cancelled. `AbortSignal.timeout` cannot be: until its time is up, its timer
 * keeps everything of the request that created it in memory.
 * @param signal ends the work earlier
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
