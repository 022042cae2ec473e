import 'server-only'
import { AsyncLocalStorage } from 'node:async_hooks'
import type { AggregateLevel } from './world.ts'

/** The outcome of an await: it continues, fails before or after its effect, or the process dies after it. */
export type Decision = 'run' | 'fail' | 'fail-after' | 'die-after'

/**
 * A release from before the newest aggregates on the same database; it keeps only `keeps`. Once the database
 * is fenced against other releases, none of its runs may write.
 */
export type FormerRelease = { keeps: readonly AggregateLevel[]; isFenced: boolean }

export type Stop = { kind: 'call' | 'statement'; text: string }

const running = new AsyncLocalStorage<Task>()

/** Returns the task whose code is running; null outside of any. */
export function currentTask(): Task | null {
  return running.getStore() ?? null
}

/**
 * Work of the real sync code that is held at each await until the scenario resumes it. Only one task moves at
 * a time, so the seed decides every interleaving.
 */
export class Task {
  readonly name: string
  /** The release of the task; null: this one. */
  readonly former: FormerRelease | null
  stop: Stop | null = null
  isEnded = false
  /** Abandoned at an await: the code after it never runs. */
  isDead = false
  isInTransaction = false
  error: unknown = null
  #go: (decision: Decision) => void = () => {}
  #arrival = Promise.withResolvers<void>()

  constructor(name: string, former: FormerRelease | null = null) {
    this.name = name
    this.former = former
  }

  /** Starts the work; resolves at its first stop or its end. */
  async start(work: () => Promise<unknown>): Promise<void> {
    const run = async () => {
      try {
        await work()
      } catch (error) {
        this.error = error
      }
      this.isEnded = true
      this.#arrival.resolve()
    }
    running.run(this, () => void run())
    await this.#arrival.promise
  }

  /** Called by the task's own code before anything that waits. */
  hold(stop: Stop): Promise<Decision> {
    const { promise, resolve } = Promise.withResolvers<Decision>()
    this.stop = stop
    this.#go = resolve
    this.#arrival.resolve()
    return promise
  }

  /** Resumes the task; resolves at its next stop, its end or its death. */
  async resume(decision: Decision): Promise<void> {
    this.stop = null
    this.#arrival = Promise.withResolvers<void>()
    this.#go(decision)
    await this.#arrival.promise
  }

  die(): void {
    this.isDead = true
    this.isEnded = true
    this.isInTransaction = false
    this.stop = null
    this.#arrival.resolve()
  }
}
