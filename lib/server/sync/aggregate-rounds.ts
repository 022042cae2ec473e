import 'server-only'
import type { Day } from '#lib/calendar-date.ts'
import { databaseFault, explainError } from '#lib/server/db/faults.ts'
import { spanOf } from '#lib/server/lists/aggregates.ts'
import { SOURCE_LABELS } from '#lib/sources.ts'
import { nextDay, repairAggregates } from './check-aggregates.ts'
import { clearFact, readFact } from './facts.ts'
import type { SyncContext } from './run-window.ts'
import type { ListName } from './windows.ts'

/** The first round runs at the start, a step at each look of the worker; later rounds take a step each ten minutes. */
const LATER_STEP_MS = 10 * 60_000
/** How long the Sources page tells of a repair. */
const TOLD_MS = 7 * 24 * 3_600_000
const FIRST_DAY: Day = '0001-01-01'

/**
 * Goes through the aggregates of some lists, one ISO year of one list a step, and starts over at the end. A step reads the
 * rows of that year once.
 */
export class AggregateRounds {
  readonly #lists: readonly ListName[]
  readonly #say: (line: string) => void
  #at = 0
  /** Where the list goes on; null: with what has no day. */
  #from: Day | null = null
  #isFirstRound = true
  #steppedAt = Number.NEGATIVE_INFINITY

  constructor(lists: readonly ListName[], say: (line: string) => void) {
    this.#lists = lists
    this.#say = say
  }

  /**
   * Makes the next step where one is due. A list for which PostgreSQL is too busy is left for the next round.
   * @throws PostgreSQL's error where nothing can be read, or written, at all
   */
  async step({ db, now }: Pick<SyncContext, 'db' | 'now'>): Promise<void> {
    const list = this.#lists[this.#at]
    const time = performance.now()
    if (list === undefined || (!this.#isFirstRound && time - this.#steppedAt < LATER_STEP_MS)) return
    this.#steppedAt = time
    try {
      await this.#compare(list, { db, now })
    } catch (error) {
      // Reading the sources must not end for it, and begin anew, for as long as the comparison takes too long.
      if (databaseFault(error) !== 'busy') throw error
      this.#say(
        `The totals of ${nameOf(list)} could not be compared with their rows: ${explainError(error)} They are compared in the next round.`,
      )
      this.#nextList()
    }
  }

  async #compare(list: ListName, { db, now }: Pick<SyncContext, 'db' | 'now'>): Promise<void> {
    const day = this.#from === null ? null : await nextDay(db, list, this.#from)
    if (this.#from !== null && day === null) {
      await forgetRepair(db, list, now())
      return this.#nextList()
    }
    const days = await repairAggregates(db, list, day, now())
    if (days > 0)
      this.#say(
        `The totals of ${days} ${days === 1 ? 'day' : 'days'} of ${nameOf(list)} did not match their rows and were calculated again.`,
      )
    this.#from = day === null ? FIRST_DAY : spanOf('year', day).before
  }

  #nextList(): void {
    this.#from = null
    this.#at += 1
    if (this.#at < this.#lists.length) return
    this.#at = 0
    this.#isFirstRound = false
  }
}

function nameOf({ source, resource }: ListName): string {
  return `${SOURCE_LABELS[source]} ${resource.replace('-', ' ')}`
}

async function forgetRepair(db: SyncContext['db'], list: ListName, now: Date): Promise<void> {
  const key = { ...list, fact: 'aggregates_repaired' }
  const known = await readFact(db, key)
  if (known && now.getTime() - known.at > TOLD_MS) await clearFact(db, key)
}
