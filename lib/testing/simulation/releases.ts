import 'server-only'
import { databaseFault } from '#lib/server/db/faults.ts'
import { AggregateRounds } from '#lib/server/sync/aggregate-rounds.ts'
import { ContractRounds } from '#lib/server/sync/contract-rounds.ts'
import type { SyncContext } from '#lib/server/sync/run-window.ts'
import type { ListName } from '#lib/server/sync/windows.ts'
import type { Random } from './random.ts'
import type { FormerRelease, Task } from './task.ts'
import { AGGREGATE_LEVELS, type AggregateLevel } from './world.ts'

/** The releases that share one database: a former one beside this one, until this one fences it off. */
export class Releases {
  readonly #former: FormerRelease | null
  #hasFormerWritten = false
  #isChecked = false

  constructor(keeps: readonly AggregateLevel[] | null) {
    this.#former = keeps === null ? null : { keeps, isFenced: false }
  }

  get mayFence(): boolean {
    return this.#former?.isFenced === false
  }

  /** True until this release has compared the aggregates with their rows, as it does at its start. */
  get needsCheck(): boolean {
    return this.#former?.isFenced === true && !this.#isChecked
  }

  /** Chooses the release of the next run; null: this one. */
  choose(random: Random): FormerRelease | null {
    if (this.#former === null) return null
    return random.chance(this.#former.isFenced ? 0.25 : 0.6) ? this.#former : null
  }

  fence(): void {
    if (this.#former !== null) this.#former.isFenced = true
  }

  noteCommit({ former }: Task): void {
    if (former?.isFenced === false) this.#hasFormerWritten = true
  }

  noteChecked(): void {
    this.#isChecked = true
  }

  /**
   * Returns the aggregates that may differ from their rows: those that the former release does not keep, until
   * they are compared.
   */
  staleLevels(): readonly AggregateLevel[] {
    if (this.#former === null || !this.#hasFormerWritten || this.#isChecked) return []
    const { keeps } = this.#former
    return AGGREGATE_LEVELS.filter((level) => !keeps.includes(level))
  }
}

/** True for a run of the former release that the fenced database may refuse. */
export function isFencedOff(task: Task | undefined): boolean {
  return task?.former?.isFenced === true
}

/** True for the error of a database that is fenced against the release. */
export function isRefusedByFence(error: unknown): boolean {
  return databaseFault(error) === 'other_release'
}

/**
 * Number of steps: the rows without a day, the single year of a world, and the end; of contracts, the new day,
 * those that wait, those without a name, and the others.
 */
const STEPS = 4

/** Compares all aggregates of a list with their rows, like a worker at its start. */
export async function checkAggregates(
  list: ListName,
  context: SyncContext,
  note: (line: string) => void,
): Promise<void> {
  const rounds = new AggregateRounds([list], note)
  for (let step = 0; step < STEPS; step += 1) await rounds.step(context)
  await checkContracts(list, context, note)
}

/** Computes the contracts that wait, and compares all with their periods, like a worker at its start. */
export async function checkContracts(
  list: ListName,
  context: SyncContext,
  note: (line: string) => void,
): Promise<void> {
  const rounds = new ContractRounds([list], note)
  for (let step = 0; step < STEPS; step += 1) await rounds.step(context)
}
