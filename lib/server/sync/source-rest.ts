import 'server-only'
import type { Source } from '#lib/sources/sources.ts'
import { backoffMs, isSourceFault } from './plan.ts'
import type { RunResult, SyncContext } from './run-window.ts'

/** Which sources are left alone for a while, because a fault of theirs would meet every window. */
export class SourceRest {
  /** Epoch milliseconds until when each source rests. */
  readonly until = new Map<Source, number>()
  readonly #failures = new Map<Source, number>()
  readonly #isPatient: boolean
  readonly #context: Pick<SyncContext, 'now' | 'random'>

  constructor(isPatient: boolean, context: Pick<SyncContext, 'now' | 'random'>) {
    this.#isPatient = isPatient
    this.#context = context
  }

  /** Faults of a source as a whole, in a row. */
  failuresInRow(source: Source): number {
    return this.#failures.get(source) ?? 0
  }

  /** Takes note of how a run of a source ended. */
  note(source: Source, error: RunResult['error']): void {
    if (error === null) this.#failures.delete(source)
    if (error === null || !isSourceFault(error.code)) return
    const failures = this.failuresInRow(source) + 1
    this.#failures.set(source, failures)
    if (!this.#isPatient) return
    const pauseMs = Math.max(
      (error.retryAfterSeconds ?? 0) * 1000,
      backoffMs(failures, this.#context.random()),
    )
    this.until.set(source, this.#context.now().getTime() + pauseMs)
  }

  /** A person wants it read now: no source rests any longer. */
  end(): void {
    this.until.clear()
  }
}
